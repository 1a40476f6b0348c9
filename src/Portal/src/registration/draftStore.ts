import type { Draft } from "./draft";

export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const prefix = "eds.registration.";

/** The life of an Idempotency-Key. After it a portion sent again would be a new one. */
const longestAgeMilliseconds = 24 * 60 * 60 * 1_000;

/** Null if there is none that can be resumed. Drafts too old or unreadable, whosever they are, are dropped: they hold personal codes. */
export function loadDraft(store: Store, userId: string, taxpayerId: string, now: Date): Draft | null {
  try {
    let found: Draft | null = null;
    for (const key of keysOf(store)) {
      const draft = read(store.getItem(key));
      if (draft === null || !(now.getTime() - Date.parse(draft.startedAt) <= longestAgeMilliseconds)) {
        store.removeItem(key);
      } else if (key === keyOf(userId, taxpayerId)) {
        found = draft;
      }
    }

    return found;
  } catch {
    return null; // no storage in this browser
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
