import { useEffect, useState } from "preact/hooks";
import { type DriverRow, newRow } from "../drivers/driverRows";

const PREFIX = "eds.rows.";

/** The list that is being typed. It outlives a sign-in and a reload, but not this tab, and never leaves it. */
export function useStoredRows(taxpayerId: string) {
  const [rows, setRows] = useState<readonly DriverRow[]>(() => load(taxpayerId));
  useEffect(() => storeRows(taxpayerId, rows), [taxpayerId, rows]);
  return [rows, setRows] as const;
}

/** For a page that is about to go. */
export function storeRows(taxpayerId: string, rows: readonly DriverRow[]): void {
  try {
    sessionStorage.setItem(PREFIX + taxpayerId, JSON.stringify(rows));
  } catch {
    // No room: the list is then kept as long as the page is.
  }
}

export function forgetRows(): void {
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX))) {
    sessionStorage.removeItem(key);
  }
}

function load(taxpayerId: string): readonly DriverRow[] {
  const stored = sessionStorage.getItem(PREFIX + taxpayerId);
  return stored ? (JSON.parse(stored) as DriverRow[]) : [newRow()];
}
