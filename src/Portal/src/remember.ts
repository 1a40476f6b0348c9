/** Whether this page may keep anything in the browser. Where site data are blocked, as much as naming a store throws, or it is null. */
export function mayRemember(): boolean {
  try {
    return [localStorage, sessionStorage].every((store) => store.length >= 0);
  } catch {
    return false;
  }
}

/** From an earlier visit. Null: nothing, or this page may not. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** For the next visit, if there is room. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // then it is asked or guessed anew
  }
}
