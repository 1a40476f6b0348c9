/** Whether this page may keep anything in the browser. Where site data are blocked, as much as naming a store throws, or it is null. */
export const mayRemember = (): boolean => tried(() => [localStorage, sessionStorage].every((store) => store.length >= 0), false);

/** As long as the browser keeps it, or as long as this tab is open. */
type Where = "browser" | "tab";

/** From before. Null: nothing, or this page may not. */
export function remembered(key: string, where: Where = "browser"): string | null {
  return tried(() => storeOf(where).getItem(key), null);
}

/** Null also if it cannot be read. */
export function rememberedJson(key: string, where?: Where): unknown {
  return tried<unknown>(() => JSON.parse(remembered(key, where) ?? "null"), null);
}

/** For later. False: there is no room, and what was there before still is. */
export function remember(key: string, value: string, where: Where = "browser"): boolean {
  return tried(() => {
    storeOf(where).setItem(key, value);
    return true;
  }, false);
}

/** Under which keys that begin so there is something, whosever it is. */
export function rememberedKeys(prefix: string, where: Where = "browser"): string[] {
  return tried(() => Object.keys(storeOf(where)).filter((key) => key.startsWith(prefix)), []);
}

/** All under keys that begin so. */
export function forget(prefix: string, where: Where = "browser"): void {
  rememberedKeys(prefix, where).forEach((key) => storeOf(where).removeItem(key));
}

const storeOf = (where: Where): Storage => (where === "browser" ? localStorage : sessionStorage);

function tried<Value>(work: () => Value, otherwise: Value): Value {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
