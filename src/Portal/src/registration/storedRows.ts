import { useEffect, useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import type { ApiClient } from "../api/api";
import { type DriverRow, isEmpty, newRow } from "../drivers/driverRows";
import { readPersonalCode } from "../identifiers/personalCode";
import { forget, remember, rememberedJson } from "../remember";
import { useActing } from "../taxpayer/taxpayer";
import { type Draft, driversLeft, driversOf } from "./draft";
import type { Owner } from "./draftStore";

const PREFIX = "eds.rows.";

/** The list that is being typed. It outlives a sign-in of the same person and a reload, but not this tab, and never leaves it. */
export function useStoredRows() {
  const { session, taxpayerId } = useActing();
  const userId = session.subject;
  const [rows, setRows] = useState<readonly DriverRow[]>(() => load({ userId, taxpayerId }));
  useEffect(() => storeRows({ userId, taxpayerId }, rows), [userId, taxpayerId, rows]);
  return [rows, setRows] as const;
}

/** For a page that is about to go. */
export function storeRows(owner: Owner, rows: readonly DriverRow[]): void {
  remember(keyOf(owner), JSON.stringify(rows), "tab");
}

/** Puts the driver at the end of the list that is being typed, which this tab keeps: no personal code gets into an address. */
export function useRegisterAgain(): (client: ApiClient) => void {
  const { session, taxpayerId, list } = useActing();
  const [, go] = useLocation();
  return ({ driver }) => {
    const owner = { userId: session.subject, taxpayerId };
    const others = load(owner).filter((row) => !isEmpty(row) && row.personalCode !== driver.personalCode);
    storeRows(owner, [...others, newRow(driver.personalCode, driver.name)]);
    go(`${list}/new`);
  };
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

export const forgetRows = (): void => forget(PREFIX, "tab");

function load(owner: Owner): readonly DriverRow[] {
  const rows = rememberedJson(keyOf(owner), "tab");
  return Array.isArray(rows) && rows.length > 0 ? (rows as DriverRow[]) : [newRow()];
}

const keyOf = ({ userId, taxpayerId }: Owner): string => `${PREFIX}${userId}.${taxpayerId}`;
