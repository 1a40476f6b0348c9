import type { Problem } from "../api/problem";
import type { components } from "../api/schema";
import { countsOf, type Draft, offsetOf, type Person, type Portion, portionAt, type Registered, registeredIn, withPortion } from "./draft";

type RegisteredClients = components["schemas"]["RegisteredClients"];
type SecretChoice = components["schemas"]["SecretChoice"];

/**
 * `again`: no answer came, or the server asks to wait. `refused`: it was not registered this time; if the problem names drivers or the
 * secret, no earlier time either.
 */
export type Outcome =
  | { kind: "registered"; answer: RegisteredClients }
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
  /** Awaited before each request and after each answer. */
  save: (draft: Draft) => Promise<void> | void;
  /** Generated secrets by secretId, told in this life of the page. The run adds to it, so they outlast a run that did not end well. */
  told: Map<string, string>;
  progress: (progress: Progress) => void;
  /** May resolve early, when the connection is back or on the signal. */
  wait: (seconds: number) => Promise<void>;
  signal: AbortSignal;
}

/**
 * `lost`: clients whose generated secret nobody saw here; it was in an answer that never arrived, or was told in an earlier life of the
 * page. `refused`: the problem's pointers count in `driversOf(draft)`.
 */
export type Result = { draft: Draft } & (
  | { kind: "done"; secrets: Map<string, string>; lost: Registered[] }
  | { kind: "refused"; portion: number; problem: Problem }
  | { kind: "signed-out" }
  | { kind: "stopped" }
);

const longestDelaySeconds = 30;

/**
 * Whether the list or the secret is the reason, which can then be corrected and sent with new keys: what breaks a rule now broke it every
 * time. Of any other refusal that is not sure; an earlier sending, whose answer got lost, may have gone through.
 */
export function isCorrectable({ code, errors = [] }: Problem): boolean {
  return code === "driver-already-registered" || code === "secret-name-taken" || code === "body-too-large"
    || (code === "invalid-request" && errors.some(({ pointer }) => /^\/(drivers|secret)\b/.test(pointer)));
}

/**
 * Registers what is left of a draft, one portion after the other, each with its own Idempotency-Key, which makes it safe to send a
 * portion again whenever its answer is not known: after a lost connection, a reload, a closed tab.
 */
export async function run(given: Run): Promise<Result> {
  const { save, told, progress, signal } = given;
  let { draft } = given;
  for (let at = draft.portions.findIndex(isLeft); at >= 0; at = draft.portions.findIndex(isLeft)) {
    if (signal.aborted) {
      return { kind: "stopped", draft };
    }

    const secret = secretFor(draft, given.chosenValue);
    draft = withPortion(draft, at, { sent: true });
    await save(draft);
    const outcome = await send(given, draft, at, secret);
    if (outcome === null) {
      return { kind: "stopped", draft };
    }

    if (outcome.kind === "signed-out") {
      return { kind: "signed-out", draft };
    }

    if (outcome.kind === "refused") {
      return { kind: "refused", draft, portion: at, problem: withPointers(outcome.problem, offsetOf(draft, at)) };
    }

    keep(told, outcome.answer);
    draft = { ...withPortion(draft, at, { registered: outcome.answer.clients.map(withoutSecret) }), secretId: outcome.answer.secretId };
    await save(draft);
  }

  progress({ ...countsOf(draft), state: "sending" });
  return { kind: "done", draft, secrets: told, lost: isGenerated(draft) ? registeredIn(draft).filter((client) => !told.has(client.secretId)) : [] };
}

/** Null: stopped without an answer. */
async function send(given: Run, draft: Draft, at: number, secret: SecretChoice): Promise<Exclude<Outcome, { kind: "again" }> | null> {
  const { register, progress, wait, signal } = given;
  const { key, drivers } = portionAt(draft, at);
  try {
    for (let delay = 1; !signal.aborted; delay = Math.min(2 * delay, longestDelaySeconds)) {
      progress({ ...countsOf(draft), state: "sending" });
      const outcome = await register(key, secret, drivers);
      if (outcome.kind !== "again") {
        return outcome;
      }

      progress({ ...countsOf(draft), state: "waiting" });
      await wait(Math.max(delay, outcome.afterSeconds));
    }
  } catch (error) {
    if (!isAborted(signal)) {
      throw error;
    }
  }

  return null;
}

/**
 * The same for every time that a portion is sent, as its key demands: the draft's secretId changes only with an answer, after which
 * another portion is sent.
 */
function secretFor(draft: Draft, chosenValue: string | null): SecretChoice {
  if (draft.choice.kind === "each") {
    return { generate: true, each: true };
  }

  const secretId = draft.choice.kind === "existing" ? draft.choice.secretId : draft.secretId;
  if (secretId !== null) {
    return { secretId };
  }

  const name = ("name" in draft.choice && draft.choice.name.trim()) || null;
  if (draft.choice.kind === "generated") {
    return { generate: true, each: false, name };
  }

  if (chosenValue === null) {
    throw new RangeError("The chosen secret is needed.");
  }

  return { value: chosenValue, name };
}

function keep(told: Map<string, string>, answer: RegisteredClients): void {
  for (const { secretId, secret } of [answer, ...answer.clients]) {
    if (secretId !== null && secret !== null) {
      told.set(secretId, secret);
    }
  }
}

function withoutSecret({ clientId, secretId, driver: { name, personalCode } }: RegisteredClients["clients"][number]): Registered {
  return { clientId, secretId, driver: { name, personalCode } };
}

function withPointers(problem: Problem, offset: number): Problem {
  return problem.errors === undefined ? problem : {
    ...problem,
    errors: problem.errors.map((error) => ({
      ...error,
      pointer: error.pointer.replace(/^\/drivers\/([0-9]+)/, (_, index: string) => `/drivers/${offset + Number(index)}`),
    })),
  };
}

function isLeft(portion: Portion): boolean {
  return portion.registered === null;
}

function isGenerated(draft: Draft): boolean {
  return draft.choice.kind === "generated" || draft.choice.kind === "each";
}

/** A call, because it changes while one waits. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
