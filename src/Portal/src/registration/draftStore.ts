import { forget, remember, rememberedJson, rememberedKeys } from "../remember";
import type { Draft } from "./draft";

const PREFIX = "eds.registration.";
const DAY_MS = 24 * 60 * 60 * 1_000;

/** The life of an Idempotency-Key. After it a portion sent again would be a new one. */
const LONGEST_SENDING_MS = DAY_MS;

/** What is registered but not handed over is remembered longer: its secrets may be lost, and someone must be told. */
const LONGEST_AGE_MS = 7 * DAY_MS;

/** One person may act for several taxpayers, and several persons use one browser. */
export interface Owner {
  userId: string;
  taxpayerId: string;
}

/** Null if there is none that can be resumed. After a day only what of it is registered is left. */
export function loadDraft(owner: Owner, now: Date): Draft | null {
  dropOld(now);
  return read(keyOf(owner));
}

/** Drops drafts, whosever they are, that are too old or unreadable, and drivers that can no longer be sent: they are personal codes. */
export function dropOld(now: Date): void {
  for (const key of rememberedKeys(PREFIX)) {
    const draft = read(key);
    const age = draft === null ? NaN : now.getTime() - Date.parse(draft.startedAt);
    const registered = draft?.portions.filter((portion) => portion.registered !== null) ?? [];
    if (draft === null || !(age <= LONGEST_AGE_MS) || (age > LONGEST_SENDING_MS && registered.length === 0)) {
      forget(key);
    } else if (age > LONGEST_SENDING_MS && registered.length < draft.portions.length) {
      saveDraft({ ...draft, portions: registered });
    }
  }
}

/** Whether anyone has one here. */
export const hasDrafts = (): boolean => rememberedKeys(PREFIX).length > 0;

/** False: there is no room for it. What was saved before still stands. */
export const saveDraft = (draft: Draft): boolean => remember(keyOf(draft), JSON.stringify(draft));

export const dropDraft = (owner: Owner): void => forget(keyOf(owner));

/** Everyone's, at sign-out. */
export const dropAll = (): void => forget(PREFIX);

const keyOf = ({ userId, taxpayerId }: Owner): string => `${PREFIX}${userId}.${taxpayerId}`;

/** Written by this page only, so its outline is enough: another version's, or one cut short, is none. */
function read(key: string): Draft | null {
  const draft = rememberedJson(key) as Partial<Record<keyof Draft, unknown>> | null;
  const isPortion = (portion: unknown) =>
    typeof portion === "object" && portion !== null && ["key", "drivers", "registered"].every((name) => name in portion);
  return draft?.version === 1 && typeof draft.startedAt === "string" && typeof draft.choice === "object" && draft.choice !== null
    && Array.isArray(draft.portions) && draft.portions.every(isPortion)
    ? (draft as Draft)
    : null;
}
