import { useEffect, useState } from "preact/hooks";
import { type DriverRow, newRow } from "../drivers/driverRows";
import { forgetInTab, remember, remembered } from "../remember";

const PREFIX = "eds.rows.";

/** Whose list it is. */
interface Owner {
  userId: string;
  taxpayerId: string;
}

/** The list that is being typed. It outlives a sign-in of the same person and a reload, but not this tab, and never leaves it. */
export function useStoredRows({ userId, taxpayerId }: Owner) {
  const [rows, setRows] = useState<readonly DriverRow[]>(() => load({ userId, taxpayerId }));
  useEffect(() => storeRows({ userId, taxpayerId }, rows), [userId, taxpayerId, rows]);
  return [rows, setRows] as const;
}

/** For a page that is about to go. */
export function storeRows(owner: Owner, rows: readonly DriverRow[]): void {
  remember(keyOf(owner), JSON.stringify(rows), "tab");
}

export function forgetRows(): void {
  forgetInTab(PREFIX);
}

function load(owner: Owner): readonly DriverRow[] {
  try {
    const rows = JSON.parse(remembered(keyOf(owner), "tab") ?? "[]") as DriverRow[];
    return rows.length > 0 ? rows : [newRow()];
  } catch {
    return [newRow()];
  }
}

function keyOf({ userId, taxpayerId }: Owner): string {
  return `${PREFIX}${userId}.${taxpayerId}`;
}
