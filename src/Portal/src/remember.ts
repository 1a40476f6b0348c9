/** Whether this page may keep anything in the browser. Where site data are blocked, as much as naming a store throws, or it is null. */
export function mayRemember(): boolean {
  try {
    return [localStorage, sessionStorage].every((store) => store.length >= 0);
  } catch {
    return false;
  }
}

/** As long as the browser keeps it, or as long as this tab is open. */
type Where = "browser" | "tab";

/** From before. Null: nothing, or this page may not. */
export function remembered(key: string, where: Where = "browser"): string | null {
  try {
    return storeOf(where).getItem(key);
  } catch {
    return null;
  }
}

/** What `rememberJson` wrote. Null also if it cannot be read. */
export function rememberedJson(key: string, where?: Where): unknown {
  try {
    return JSON.parse(remembered(key, where) ?? "null");
  } catch {
    return null;
  }
}

/** For later. False: there is no room, and what was there before still is. */
export function remember(key: string, value: string, where: Where = "browser"): boolean {
  try {
    storeOf(where).setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

/** Under which keys that begin so there is something, whosever it is. */
export function rememberedKeys(prefix: string, where: Where = "browser"): string[] {
  try {
    return Object.keys(storeOf(where)).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

/** All under keys that begin so. */
export function forget(prefix: string, where: Where = "browser"): void {
  rememberedKeys(prefix, where).forEach((key) => storeOf(where).removeItem(key));
}

function storeOf(where: Where): Storage {
  return where === "browser" ? localStorage : sessionStorage;
}
