import { useRef, useState } from "preact/hooks";
import { type Api, answer } from "../api/api";
import { type Problem, Refusal } from "../api/problem";
import { type HandedClient, useHandOver } from "../handover/handover";
import { usePortal } from "../portal";
import { useActing } from "../taxpayer/taxpayer";
import { type Draft, driversOf, type Person, registeredIn } from "./draft";
import { dropDraft, saveDraft } from "./draftStore";
import { type Outcome, type Progress, type Result, run } from "./portions";
import { storeRows } from "./storedRows";
import { newRow } from "../drivers/driverRows";

export interface Refused {
  problem: Problem;
  /** The problem's pointers count in it. */
  drivers: readonly Person[];
}

export interface Registering {
  /** Null: nothing is under way. */
  progress: Progress | null;
  stopping: boolean;
  refused: Refused | null;
  /** True: the browser keeps no draft, so a closed page would lose its place. */
  notKept: boolean;
  /** `value`: the chosen secret, while it is needed. Returns what is left to do, null if nothing. */
  start: (draft: Draft, value: string | null) => Promise<Draft | null>;
  stop: () => void;
  /** Shows what of a draft is through, and gives up the rest. */
  finish: (draft: Draft) => void;
}

/** Runs drafts, keeps them until their secrets are handed over, and says how it went. */
export function useRegistration(): Registering {
  const { api } = usePortal();
  const { taxpayer, home } = useActing();
  const { taxpayerId } = taxpayer;
  const handOver = useHandOver();
  const [progress, setProgress] = useState<Progress | null>(null);
  const [stopping, setStopping] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [notKept, setNotKept] = useState(false);
  const controller = useRef(new AbortController());

  function show(draft: Draft, told: ReadonlyMap<string, string>, value: string | null, rest: Draft | null, next: string) {
    const { kind } = draft.choice;
    const clients: HandedClient[] = registeredIn(draft).map((client) => ({
      ...client,
      secret: kind === "chosen" ? value : (told.get(client.secretId) ?? null),
    }));
    handOver({
      taxpayerId,
      deed: "registered",
      origin: kind === "each" ? "generated" : kind,
      clients,
      ...(rest ? { part: { done: clients.length, total: driversOf(draft).length } } : {}),
      next,
      confirmed: () => {
        if (rest) {
          saveDraft(localStorage, rest);
        } else {
          dropDraft(localStorage, draft.userId, taxpayerId);
        }
      },
    });
  }

  function settle(result: Result, told: ReadonlyMap<string, string>, value: string | null): Draft | null {
    const { draft } = result;
    const list = `${home}/settings/api`;
    const left = draft.portions.filter((portion) => !portion.registered);
    const through = registeredIn(draft).length > 0;
    if (result.kind === "done") {
      storeRows(taxpayerId, [newRow()]);
      show(draft, told, value, null, list);
      return null;
    }
    if (result.kind === "refused" && !correctable.has(result.problem.code)) {
      // An earlier sending, whose answer got lost, may have gone through: the keys are kept.
      setRefused({ problem: result.problem, drivers: driversOf(draft) });
    } else if (result.kind === "refused") {
      dropDraft(localStorage, draft.userId, taxpayerId);
      if (through) {
        // The rest goes back to where it can be corrected, with the same secret if there is one for all.
        storeRows(taxpayerId, left.flatMap((portion) => portion.drivers).map(({ personalCode, name }) => newRow(personalCode, name)));
        show(draft, told, value, null, `${list}/new${draft.secretId ? `?secret=${draft.secretId}` : ""}`);
      } else {
        setRefused({ problem: result.problem, drivers: driversOf(draft) });
      }
      return null;
    }
    if (through) {
      show(draft, told, value, { ...draft, portions: left }, `${list}/new`);
      return null;
    }
    return draft;
  }

  return {
    progress,
    stopping,
    refused,
    notKept,
    async start(draft, value) {
      controller.current = new AbortController();
      const { signal } = controller.current;
      const told = new Map<string, string>();
      setRefused(null);
      setStopping(false);
      setProgress({ registered: registeredIn(draft).length, total: driversOf(draft).length, state: "sending" });
      try {
        const result = await alone(() =>
          run({
            draft,
            chosenValue: value,
            register: (key, secret, drivers) => register(api, taxpayerId, key, secret, drivers),
            save: (changed) => setNotKept(!saveDraft(localStorage, changed)),
            told,
            progress: setProgress,
            wait: (seconds) => waitForConnection(seconds, signal),
            signal,
          }),
        );
        return settle(result, told, value);
      } finally {
        setProgress(null);
      }
    },
    stop() {
      setStopping(true);
      controller.current.abort();
    },
    finish(draft) {
      if (registeredIn(draft).length === 0) {
        dropDraft(localStorage, draft.userId, taxpayerId);
      } else {
        show(draft, new Map(), null, null, `${home}/settings/api`);
      }
    },
  };
}

/** Refusals of which it is sure that nothing was registered, and which the list or the secret was the reason for. */
const correctable: ReadonlySet<Problem["code"]> = new Set(["invalid-request", "driver-already-registered", "body-too-large"]);

async function register(
  api: Api, taxpayerId: string, key: string, secret: Parameters<Parameters<typeof run>[0]["register"]>[1], drivers: Person[],
): Promise<Outcome> {
  try {
    const registered = await answer(
      api.POST("/api/taxpayers/{taxpayerId}/taxi/clients", {
        params: { path: { taxpayerId }, header: { "Idempotency-Key": `"${key}"` } },
        body: { secret, drivers },
      }),
    );
    return { kind: "registered", answer: registered };
  } catch (error) {
    if (!(error instanceof Refusal)) {
      throw error;
    }
    if (error.code === "token-missing" || error.code === "token-invalid") {
      return { kind: "signed-out" };
    }
    // After a 500, too, it is not known whether it went through.
    return error.problem && !error.passing && error.code !== "failed"
      ? { kind: "refused", problem: error.problem }
      : { kind: "again", afterSeconds: error.retryAfterSeconds };
  }
}

/** One tab at a time: two on the same draft would each see the other's secrets as lost. */
async function alone(work: () => Promise<Result>): Promise<Result> {
  return await navigator.locks.request("eds.registration", work);
}

/** Ends early when the browser says that it is back on the network. */
function waitForConnection(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      removeEventListener("online", over);
      signal.removeEventListener("abort", over);
      resolve();
    };
    const timer = setTimeout(over, seconds * 1000);
    addEventListener("online", over);
    signal.addEventListener("abort", over);
  });
}
