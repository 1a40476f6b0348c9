import type { Schemas } from "../api/api";
import type { Problem } from "../api/problem";
import { countsOf, type Draft, type Person, type Portion, type SecretChoice, withPortion } from "./draft";

/** `again`: no answer, or the server asks to wait. `refused`: not now; nor before, if the problem names drivers or the secret. */
export type Outcome =
  | { kind: "registered"; answer: Schemas["RegisteredClients"] }
  | { kind: "refused"; problem: Problem }
  | { kind: "again"; afterSeconds: number }
  | { kind: "signed-out" };

export interface Progress {
  registered: number;
  total: number;
  state: "sending" | "waiting";
}

export interface Run {
  draft: Draft;
  /** Needed while `needsValue(draft)`. */
  chosenValue: string | null;
  register: (key: string, secret: SecretChoice, drivers: Person[]) => Promise<Outcome>;
  /** Called before each request and after each answer. */
  save: (draft: Draft) => void;
  /** Generated secrets by secretId, told in this life of the page. The run adds to it, so they outlast a run that did not end well. */
  told: Map<string, string>;
  progress: (progress: Progress) => void;
  /** May resolve early, when the connection is back or on the signal. */
  wait: (seconds: number) => Promise<void>;
  signal: AbortSignal;
}

/** `refused`: the problem's pointers count in `driversOf(draft)`. */
export type Result = { draft: Draft } & ({ kind: "done" } | { kind: "signed-out" | "stopped" } | { kind: "refused"; problem: Problem });

const LONGEST_DELAY_SECONDS = 30;

/** Whether the list or the secret is the reason: what breaks a rule now always did. Else an earlier sending may have gone through. */
export function isCorrectable({ code, errors = [] }: Problem): boolean {
  return code === "driver-already-registered" || code === "secret-name-taken" || code === "body-too-large"
    || (code === "invalid-request" && errors.some(({ pointer }) => /^\/(drivers|secret)\b/.test(pointer)));
}

/** Sends what is left, portion by portion. Each has its own Idempotency-Key, so one whose answer is not known can be sent again. */
export async function run(given: Run): Promise<Result> {
  const { save, told, progress, signal } = given;
  let { draft } = given;
  let before = 0;
  for (const portion of draft.portions) {
    if (portion.registered === null) {
      if (signal.aborted) {
        return { kind: "stopped", draft };
      }
      const secret = secretFor(draft, given.chosenValue);
      draft = withPortion(draft, portion, { sent: true });
      save(draft);
      const outcome = await send(given, draft, portion, secret);
      if (outcome.kind === "refused") {
        return { kind: "refused", draft, problem: withPointers(outcome.problem, before) };
      }
      if (outcome.kind !== "registered") {
        return { ...outcome, draft };
      }
      const { answer } = outcome;
      keep(told, answer);
      const registered = answer.clients.map(({ clientId, secretId, driver }) => ({ clientId, secretId, driver }));
      draft = { ...withPortion(draft, portion, { registered }), secretId: answer.secretId };
      save(draft);
    }
    before += portion.drivers.length;
  }
  progress({ ...countsOf(draft), state: "sending" });
  return { kind: "done", draft };
}

type Sent = Exclude<Outcome, { kind: "again" }> | { kind: "stopped" };

async function send(given: Run, draft: Draft, { key, drivers }: Portion, secret: SecretChoice): Promise<Sent> {
  const { register, progress, wait, signal } = given;
  const isStopped = () => signal.aborted; // a call, because it changes while one waits
  try {
    for (let delay = 1; !isStopped(); delay = Math.min(2 * delay, LONGEST_DELAY_SECONDS)) {
      progress({ ...countsOf(draft), state: "sending" });
      const outcome = await register(key, secret, drivers);
      if (outcome.kind !== "again") {
        return outcome;
      }
      progress({ ...countsOf(draft), state: "waiting" });
      await wait(Math.max(delay, outcome.afterSeconds));
    }
  } catch (error) {
    if (!isStopped()) {
      throw error;
    }
  }
  return { kind: "stopped" };
}

/** The same every time a portion is sent, as its key demands: the draft's secretId changes only with an answer. */
function secretFor({ choice, secretId: told }: Draft, chosenValue: string | null): SecretChoice {
  if (choice.kind === "each") {
    return { generate: true, each: true };
  }
  const secretId = choice.kind === "existing" ? choice.secretId : told;
  if (secretId !== null) {
    return { secretId };
  }
  const name = ("name" in choice && choice.name.trim()) || null;
  if (choice.kind === "generated") {
    return { generate: true, each: false, name };
  }
  if (chosenValue === null) {
    throw new RangeError("The chosen secret is needed.");
  }
  return { value: chosenValue, name };
}

function keep(told: Map<string, string>, answer: Schemas["RegisteredClients"]): void {
  for (const { secretId, secret } of [answer, ...answer.clients]) {
    if (secretId !== null && secret !== null) {
      told.set(secretId, secret);
    }
  }
}

function withPointers(problem: Problem, offset: number): Problem {
  const moved = (pointer: string) => pointer.replace(/^\/drivers\/([0-9]+)/, (_, index: string) => `/drivers/${offset + Number(index)}`);
  return problem.errors ? { ...problem, errors: problem.errors.map((error) => ({ ...error, pointer: moved(error.pointer) })) } : problem;
}
