let aheadMs = 0;

/**
 * Takes the server's time from an answer. Only from one that no cache has kept, or it may be long ago; a cross-origin answer does not
 * show its Date, and then this machine's clock has to do.
 */
export function readClock({ headers }: Response): void {
  const at = Date.parse(headers.get("Date") ?? "");
  if (!Number.isNaN(at) && headers.get("Cache-Control")?.includes("no-store")) {
    aheadMs = at - Date.now();
  }
}

/** Now, by the server's clock, and never later than that: for all that is sent to it or compared with what it answered. */
export function now(): Date {
  return new Date(Date.now() + aheadMs);
}
