import { useRef, useState } from "preact/hooks";
import type { Problem, ProblemCode } from "../api/problem";
import { queryClient } from "../api/queries";
import { type HandedClient, prepareHandover, useHandOver } from "../handover/handover";
import { useActing } from "../taxpayer/taxpayer";
import { countsOf, type Draft, driversOf, type Person, registeredIn, restOf } from "./draft";
import { dropDraft, loadDraft, saveDraft } from "./draftStore";
import { isCorrectable, type Progress, type Result, run } from "./portions";
import { register, takeTurn, waitForConnection } from "./sending";
import { returnToRows, storeRows } from "./storedRows";

export interface Refused {
  problem: Problem;
  /** The problem's pointers count in it. */
  drivers: readonly Person[];
}

/** "not-kept": the browser stores no draft. "elsewhere": another tab is at it. "broken": a fault of this page. */
export type Trouble = "not-kept" | "elsewhere" | "broken";

export type Registering = ReturnType<typeof useRegistration>;

/** How a run ended, and what is needed to show it. */
interface Ended {
  draft: Draft;
  told: ReadonlyMap<string, string>;
  /** The chosen secret, if this page knows it. */
  value: string | null;
  release: () => void;
}

/** Runs drafts, keeps them until their secrets are handed over, and says how it went. Without `progress` nothing is under way. */
export function useRegistration() {
  const { api, taxpayerId, list } = useActing();
  const handOver = useHandOver();
  const [progress, setProgress] = useState<Progress | null>(null);
  const [stopping, setStopping] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const controller = useRef(new AbortController());

  /** `left`: the portions to go on with afterwards. The draft stays in store until the handover is confirmed. */
  function show({ draft, told, value, release }: Ended, left: Draft["portions"], next: string, reason?: ProblemCode) {
    const { kind } = draft.choice;
    const { registered, total } = countsOf(draft);
    const seen = new Set(draft.seen);
    let kept = draft;
    const clients: HandedClient[] = registeredIn(draft).map((client) => ({
      ...client,
      secret: kind === "chosen" ? value : (told.get(client.secretId) ?? null),
      seen: seen.has(client.secretId),
    }));
    handOver({
      id: crypto.randomUUID(),
      taxpayerId,
      deed: "registered",
      origin: kind === "each" ? "generated" : kind,
      clients,
      ...(registered < total ? { part: { done: registered, total } } : {}),
      ...(reason ? { reason } : {}),
      next,
      seen: (secretIds) => {
        kept = { ...kept, seen: secretIds };
        // Unless another tab has dropped it meanwhile, by signing out.
        if (loadDraft(draft, new Date())?.startedAt === draft.startedAt) {
          saveDraft(kept);
        }
      },
      confirmed: (missing) => {
        const rest = restOf(kept, left, missing);
        if (rest) {
          saveDraft(rest);
        } else {
          dropDraft(draft);
        }
        release();
      },
    });
  }

  /** What is not through goes back to where it can be corrected. */
  function backToList(draft: Draft) {
    returnToRows(draft);
    void queryClient.invalidateQueries({ queryKey: ["clients", taxpayerId] });
  }

  /** The list, with the secret that those have who are through. */
  const listOf = (draft: Draft) => `${list}/new?secret=${draft.secretId ?? "each"}`;

  function settle(result: Result, ended: Ended): Draft | null {
    const { draft } = ended;
    const left = draft.portions.filter((portion) => !portion.registered);
    const through = left.length < draft.portions.length;
    const reason = result.kind === "refused" ? result.problem.code : undefined;
    if (result.kind === "done") {
      storeRows(draft, []);
      show(ended, [], `${list}?sort=-createdAt`); // the new ones first
      return null;
    }
    if (result.kind === "refused" && isCorrectable(result.problem)) {
      backToList(draft);
      if (through) {
        show(ended, [], listOf(draft), reason);
      } else {
        dropDraft(draft);
        setRefused({ problem: result.problem, drivers: driversOf(draft) });
        ended.release();
      }
      return null;
    }
    if (through) {
      show(ended, left, `${list}/new`, reason);
      return null;
    }
    if (result.kind === "refused") {
      // An earlier sending, whose answer got lost, may have gone through: the keys are kept.
      setRefused({ problem: result.problem, drivers: driversOf(draft) });
    }
    ended.release();
    return draft;
  }

  /** `value`: the chosen secret, if needed. `fresh`: a new draft, not one begun before. Returns what is left to do, null if nothing. */
  async function start(begun: Draft, value: string | null, fresh: boolean): Promise<Draft | null> {
    setRefused(null);
    const release = await takeTurn();
    const stored = loadDraft(begun, new Date());
    const gone = fresh ? stored !== null : stored?.startedAt !== begun.startedAt && trouble !== "not-kept";
    if (!release || gone) {
      release?.();
      setTrouble("elsewhere");
      return stored;
    }
    let draft = fresh ? begun : (stored ?? begun);
    controller.current = new AbortController();
    const { signal } = controller.current;
    const told = new Map<string, string>();
    prepareHandover();
    setTrouble(null);
    setStopping(false);
    setProgress({ ...countsOf(draft), state: "sending" });
    try {
      const result = await run({
        draft,
        chosenValue: value,
        register: (key, secret, drivers) => register(api, taxpayerId, key, secret, drivers),
        save: (changed) => {
          draft = changed;
          if (!saveDraft(changed)) {
            setTrouble("not-kept");
          }
        },
        told,
        progress: setProgress,
        wait: (seconds) => waitForConnection(seconds, signal),
        signal,
      });
      return settle(result, { draft: result.draft, told, value, release });
    } catch {
      setTrouble("broken");
      release();
      return draft;
    } finally {
      setProgress(null);
    }
  }

  return {
    progress,
    stopping,
    refused,
    trouble,
    start,
    stop: () => {
      setStopping(true);
      controller.current.abort();
    },
    /** Hands over what of a draft is through; the rest goes back to the list. */
    finish: (draft: Draft) => {
      backToList(draft);
      if (registeredIn(draft).length === 0) {
        dropDraft(draft);
      } else {
        show({ draft, told: new Map(), value: null, release: () => undefined }, [], listOf(draft));
      }
    },
  };
}
