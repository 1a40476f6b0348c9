import { cleanCode, readPersonalCode, restoreLeadingZero } from "../identifiers/personalCode";
import { fold } from "../search/fold";
import type { Columns } from "./columns";
import { type DriverRow, mostRows, newRow } from "./driverRows";
import { exampleCodes } from "./template";

/** How sums begin, and how signatures, below which there are no drivers. Surnames begin so, too: Sumarokovs. */
const sums = /^(kopa|kopsumma|pavisam|skaits|итого|всего|total|sum|count)(?!\p{L})/u;
const signatures =
  /^(sastadi|sagatavo|parakst|apstiprin|saskanot|iesniedz|izpildi|подпис|составил|утвержд|prepared|signed|signature|approved)/;
/** Whose signatures they are; a driver may be one, too, but then has a code. */
const signers =
  /^(valdes|direktor(e|s)|prokurist(e|s)|gramatved(e|is)|galven[ai]s? gramatved|директор|бухгалтер|director|accountant)(?!\p{L})/u;

const lastRows = 5;

/** The drivers of a table whose columns are confirmed. A part that is not there stays empty: no other column ever fills it. */
export function toRows(rows: readonly string[][], { header, roles }: Columns): { rows: DriverRow[]; truncated: boolean } {
  const at = (row: readonly string[], role: Columns["roles"][number]) => (roles.includes(role) ? (row[roles.indexOf(role)] ?? "") : "");
  const heads = (rows[header] ?? []).join("\t");
  let signed = false;
  const found = rows.slice(header + 1).filter((row) => header < 0 || row.join("\t") !== heads).flatMap((row, index, all) => {
    const name = cleanName(["full", "given", "family"].map((role) => at(row, role as "full")).filter((part) => part !== "").join(" "));
    const typed = at(row, "code");
    // In other columns there may be such words about drivers, too, but not at the end only.
    const labels = index >= all.length - lastRows || typed === "" ? row : [name];
    signed ||= typed === "" && labels.some((label) => signatures.test(fold(label)) || signers.test(fold(label)));
    const isNobody = (typed === "" && name === "") || exampleCodes.has(cleanCode(typed));
    return isNobody ? [] : [rowOf(typed, name, signed || labels.some(isBelowTable))];
  });
  return { rows: found.slice(0, mostRows), truncated: found.length > mostRows };
}

function rowOf(typed: string, name: string, below: boolean): DriverRow {
  const code = readPersonalCode(typed);
  const restored = restoreLeadingZero(typed);
  return {
    ...newRow("code" in code ? code.code : (restored ?? typed), name),
    ...(restored === null ? {} : { note: "zero-restored" as const }),
    ...(below ? { below } : {}),
  };
}

/** "Kopā", "Direktors:", "__________". */
function isBelowTable(cell: string): boolean {
  return /:$|_{3}|\.{4}|:\s+\p{L}/u.test(cell) || sums.test(fold(cell)) || signatures.test(fold(cell));
}

/** Without what cannot be seen, and without the delimiters of another table at its ends. */
function cleanName(name: string): string {
  return name.replace(/[\u00ad\u200c-\u200f\u2060\ufeff]/gu, "").replace(/^[\s\u200b;,|]+|[\s\u200b;,|]+$/gu, "");
}
