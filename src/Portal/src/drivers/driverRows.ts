import type { components } from "../api/schema";
import { type NameFault, readDriverName } from "../identifiers/driverName";
import { type PersonalCodeFault, readPersonalCode } from "../identifiers/personalCode";

/** As typed; `id` is a key of this page only. */
export interface DriverRow {
  id: string;
  personalCode: string;
  name: string;
  note?: "zero-restored";
}

/** Those that the page finds itself, and the server's. */
export type RowFaultCode = PersonalCodeFault | NameFault | components["schemas"]["FieldError"]["code"];

export interface RowFault {
  field: "personalCode" | "name";
  code: RowFaultCode;
}

export type RowFaults = readonly RowFault[];

export function newRow(personalCode = "", name = ""): DriverRow {
  return { id: crypto.randomUUID(), personalCode, name };
}

export function isEmpty(row: DriverRow): boolean {
  return row.personalCode.trim() === "" && row.name.trim() === "";
}

/** One entry for each row; an empty row has no faults. Codes of `activeCodes` are in the form 030303-10012. */
export function judge(rows: readonly DriverRow[], activeCodes: ReadonlySet<string>): RowFaults[] {
  const seen = new Set<string>();
  return rows.map((row) => {
    const faults: RowFault[] = [];
    if (isEmpty(row)) {
      return faults;
    }

    const code = readPersonalCode(row.personalCode);
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

    const name = readDriverName(row.name);
    if ("fault" in name) {
      faults.push({ field: "name", code: name.fault });
    }

    return faults;
  });
}

export function isRegistered(faults: RowFaults): boolean {
  return faults.some(({ code }) => code === "driver-already-registered");
}

/** A row whose driver is registered already needs no correcting: it is to be taken off the list. */
export function countFaulty(all: readonly RowFaults[]): { registered: number; toCorrect: number } {
  const registered = all.filter(isRegistered).length;
  return { registered, toCorrect: all.filter((faults) => faults.length > 0).length - registered };
}

/**
 * The rows that are not empty, in their order, as the request has them.
 * @throws RangeError for a row that `judge` finds faulty by itself: nobody is left out silently.
 */
export function toPersons(rows: readonly DriverRow[]): components["schemas"]["Person"][] {
  return rows.filter((row) => !isEmpty(row)).map((row) => {
    const [code, name] = [readPersonalCode(row.personalCode), readDriverName(row.name)];
    if ("fault" in code || "fault" in name) {
      throw new RangeError("A row with a fault cannot be registered.");
    }

    return { personalCode: code.code, name: name.name };
  });
}
