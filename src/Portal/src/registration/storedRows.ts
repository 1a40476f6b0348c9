import { useEffect, useState } from "preact/hooks";
import { type DriverRow, isEmpty, newRow } from "../drivers/driverRows";
import { readPersonalCode } from "../identifiers/personalCode";
import { forgetInTab, remember, remembered } from "../remember";
import { type Draft, driversLeft, driversOf } from "./draft";

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

/** The drivers of a draft who are not through go back to the list; those who are, leave it. What else is in it stays. */
export function returnToRows(draft: Draft): void {
  const sent = new Set(driversOf(draft).map(({ personalCode }) => personalCode));
  const others = load(draft).filter((row) => {
    const read = readPersonalCode(row.personalCode);
    return !isEmpty(row) && !("code" in read && sent.has(read.code));
  });
  storeRows(draft, [...driversLeft(draft).map(({ personalCode, name }) => newRow(personalCode, name)), ...others]);
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
