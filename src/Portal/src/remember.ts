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

/** For later, if there is room. */
export function remember(key: string, value: string, where: Where = "browser"): void {
  try {
    storeOf(where).setItem(key, value);
  } catch {
    // then it is kept as long as the page is
  }
}

/** All that this tab remembers under keys that begin so, whosever it is. */
export function forgetInTab(prefix: string): void {
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith(prefix))) {
    sessionStorage.removeItem(key);
  }
}

function storeOf(where: Where): Storage {
  return where === "browser" ? localStorage : sessionStorage;
}
