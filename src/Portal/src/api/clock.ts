let aheadMs = 0;

/** The server's time, from an answer that no cache kept. A cross-origin answer shows no Date: then this machine's clock has to do. */
export function readClock({ headers }: Response): void {
  const at = Date.parse(headers.get("Date") ?? "");
  if (!Number.isNaN(at) && headers.get("Cache-Control")?.includes("no-store")) {
    aheadMs = at - Date.now();
  }
}

/** Now, by the server's clock, and never later than that: for all that is sent to it or compared with what it answered. */
export const now = (): Date => new Date(Date.now() + aheadMs);
