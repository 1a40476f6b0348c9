import type { Draft } from "./draft";

export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const prefix = "eds.registration.";

const dayMilliseconds = 24 * 60 * 60 * 1_000;

/** The life of an Idempotency-Key. After it a portion sent again would be a new one. */
const longestSendingMilliseconds = dayMilliseconds;

/** What is registered but not handed over is remembered longer: its secrets may be lost, and someone must be told. */
const longestAgeMilliseconds = 7 * dayMilliseconds;

/** Null if there is none that can be resumed. After a day only what of it is registered is left. */
export function loadDraft(store: Store, userId: string, taxpayerId: string, now: Date): Draft | null {
  dropOld(store, now);
  try {
    return read(store.getItem(keyOf(userId, taxpayerId)));
  } catch {
    return null; // no storage in this browser
  }
}

/** Drops drafts, whosever they are, that are too old or unreadable, and drivers that can no longer be sent: they are personal codes. */
export function dropOld(store: Store, now: Date): void {
  try {
    for (const key of keysOf(store)) {
      const draft = read(store.getItem(key));
      const age = draft === null ? NaN : now.getTime() - Date.parse(draft.startedAt);
      const registered = draft?.portions.filter((portion) => portion.registered !== null) ?? [];
      if (draft === null || !(age <= longestAgeMilliseconds) || (age > longestSendingMilliseconds && registered.length === 0)) {
        store.removeItem(key);
      } else if (age > longestSendingMilliseconds && registered.length < draft.portions.length) {
        store.setItem(key, JSON.stringify({ ...draft, portions: registered }));
      }
    }
  } catch {
    // no storage in this browser, so nothing to drop
  }
}

/** Whether anyone has one here. */
export function hasDrafts(store: Store): boolean {
  try {
    return keysOf(store).length > 0;
  } catch {
    return false;
  }
}

/** False: there is no storage, or no room in it. What was saved before still stands. */
export function saveDraft(store: Store, draft: Draft): boolean {
  try {
    store.setItem(keyOf(draft.userId, draft.taxpayerId), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(store: Store, userId: string, taxpayerId: string): void {
  remove(store, (key) => key === keyOf(userId, taxpayerId));
}

/** Everyone's, at sign-out. */
export function dropAll(store: Store): void {
  remove(store, () => true);
}

function remove(store: Store, chosen: (key: string) => boolean): void {
  try {
    for (const key of keysOf(store).filter(chosen)) {
      store.removeItem(key);
    }
  } catch {
    // no storage in this browser, so nothing to remove
  }
}

function keyOf(userId: string, taxpayerId: string): string {
  return `${prefix}${userId}.${taxpayerId}`;
}

function keysOf(store: Store): string[] {
  return Array.from({ length: store.length }, (_, i) => store.key(i) ?? "").filter((key) => key.startsWith(prefix));
}

function read(text: string | null): Draft | null {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    return isDraft(value) ? value : null;
  } catch {
    return null;
  }
}

/** Written by this page only, so its outline is enough: another version's, or one cut short. */
function isDraft(value: unknown): value is Draft {
  if (typeof value !== "object" || value === null) {
    return false;
  }

  const draft = value as Partial<Record<keyof Draft, unknown>>;
  return draft.version === 1
    && typeof draft.startedAt === "string"
    && typeof draft.choice === "object" && draft.choice !== null
    && Array.isArray(draft.portions)
    && draft.portions.every((portion: unknown) => typeof portion === "object" && portion !== null && "key" in portion && "drivers" in portion && "registered" in portion);
}
