import type { components } from "../api/schema";
import { type NameFault, readDriverName } from "../identifiers/driverName";
import { type PersonalCodeFault, readPersonalCode } from "../identifiers/personalCode";

export const mostRows = 5_000;

/** As typed; `id` is a key of this page only. */
export interface DriverRow {
  id: string;
  personalCode: string;
  name: string;
  note?: "zero-restored";
  /** True: it looks like a sum or a signature below the table. Until someone has looked at it. */
  below?: boolean;
}

/** What a name is not. The server accepts it: there may be a company of that name, but no driver. */
export type DoubtfulName = "name-holds-code" | "name-begins-with-number" | "name-letters" | "row-below-table";

/** Those that the page finds itself, and the server's. */
export type RowFaultCode = PersonalCodeFault | NameFault | DoubtfulName | components["schemas"]["FieldError"]["code"];

export interface RowFault {
  field: "personalCode" | "name";
  code: RowFaultCode;
}

export type RowFaults = readonly RowFault[];

export const newRow = (personalCode = "", name = ""): DriverRow => ({ id: crypto.randomUUID(), personalCode, name });

export const isEmpty = (row: DriverRow): boolean => row.personalCode.trim() === "" && row.name.trim() === "";

/** One entry for each row; an empty row has no faults. Codes of `activeCodes` are in the form 030303-10012. */
export function judge(rows: readonly DriverRow[], activeCodes: ReadonlySet<string>): RowFaults[] {
  const seen = new Set<string>();
  return rows.map((row) => {
    const faults: RowFault[] = [];
    if (isEmpty(row)) {
      return faults;
    }
    const { code, doubt } = readRow(row);
    if ("fault" in code) {
      faults.push({ field: "personalCode", code: code.fault });
    } else {
      if (seen.has(code.code)) {
        faults.push({ field: "personalCode", code: "driver-repeated" });
      } else if (activeCodes.has(code.code)) {
        faults.push({ field: "personalCode", code: "driver-already-registered" });
      }
      seen.add(code.code);
    }
    if (doubt !== null) {
      faults.push({ field: "name", code: doubt });
    }
    return faults;
  });
}

interface RowReading {
  code: ReturnType<typeof readPersonalCode>;
  doubt: NameFault | DoubtfulName | null;
}

/** A row is judged once: thousands are judged again with every key that is pressed in one of them. */
const readings = new WeakMap<DriverRow, RowReading>();

function readRow(row: DriverRow): RowReading {
  const known = readings.get(row);
  if (known) {
    return known;
  }
  const name = readDriverName(row.name);
  const reading = { code: readPersonalCode(row.personalCode), doubt: "fault" in name ? name.fault : doubtOf(name.name, row) };
  readings.set(row, reading);
  return reading;
}

function doubtOf(name: string, { below }: DriverRow): DoubtfulName | null {
  if (/[0-9]{6}[\s\p{Pd}\u2212]*[0-9]{5}|[0-9]{8}/u.test(name)) {
    return "name-holds-code";
  }
  if (/^[\p{P}№#\s]*[0-9]+([.)\s]|$)/u.test(name)) {
    return "name-begins-with-number";
  }
  return (name.match(/\p{L}/gu)?.length ?? 0) < 2 ? "name-letters" : below ? "row-below-table" : null;
}

/** "Pēteris Ozols" for "Ozols, Pēteris" and "1. Pēteris Ozols": to be offered. Null for a name that is as it should be. */
export function suggestedName(name: string): string | null {
  const bare = name.trim().replace(/^[0-9]+[.)]?\s+(?=\p{L})/u, "");
  const [, family = "", given = ""] = /^(\p{L}[^,]*?)\s*,\s*(\p{L}[^,]*)$/u.exec(bare) ?? [];
  const better = family === "" ? bare : `${given} ${family}`;
  return better === name.trim() ? null : better;
}

export function isRegistered(faults: RowFaults): boolean {
  return faults.some(({ code }) => code === "driver-already-registered");
}

/** A row whose driver is registered already needs no correcting: it is to be taken off the list. */
export function countFaulty(all: readonly RowFaults[]): { registered: number; toCorrect: number } {
  const registered = all.filter(isRegistered).length;
  return { registered, toCorrect: all.filter((faults) => faults.length > 0).length - registered };
}

/** The rows that are not empty, for the request. @throws RangeError for one that `judge` finds faulty: nobody is left out silently. */
export function toPersons(rows: readonly DriverRow[]): components["schemas"]["Person"][] {
  return rows.filter((row) => !isEmpty(row)).map((row) => {
    const [code, name] = [readPersonalCode(row.personalCode), readDriverName(row.name)];
    if ("fault" in code || "fault" in name) {
      throw new RangeError("A row with a fault cannot be registered.");
    }
    return { personalCode: code.code, name: name.name };
  });
}
