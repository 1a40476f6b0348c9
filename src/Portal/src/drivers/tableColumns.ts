import { readPersonalCode, restoreLeadingZero } from "../identifiers/personalCode";
import { type Role, roleOf } from "./headerWords";

/** Indexes of columns; the names are in the order in which they are joined. */
export interface Columns {
  code: number | null;
  names: number[];
}

const lastHeaderRow = 5;

/** Whether a cell may be meant for a personal code, right or not. */
export function looksLikeCode(cell: string): boolean {
  return /^([0-9]{10,12}|[0-9]{5,7}\p{Pd}[0-9]{4,6})$/u.test(cell.replace(/\s/gu, ""));
}

/**
 * The index of the row with the columns' headers, or −1. The first row is one if it holds a header's word and no code; a later one,
 * under a title, only if it names both the code and the name.
 */
export function headerRowOf(rows: readonly string[][]): number {
  for (const [at, row] of rows.slice(0, lastHeaderRow).entries()) {
    if (row.some(looksLikeCode)) {
      return -1;
    }

    const roles = row.map(roleOf).filter((role) => role !== null);
    if (at === 0 ? roles.length > 0 : roles.includes("code") && roles.some((role) => role !== "code")) {
      return at;
    }
  }

  return -1;
}

/** By what the header says, if there is one, else by what the columns hold. */
export function columnsOf(header: readonly string[], rows: readonly string[][]): Columns {
  const roles = header.map(roleOf);
  const code = find(roles, "code") ?? codeColumnOf(rows);
  const [given, family, full] = [find(roles, "given"), find(roles, "family"), find(roles, "full")];
  const first = given ?? full;
  const named = family === null ? [full ?? given] : [first, family];
  const names = named.filter((column) => column !== null);
  return { code, names: names.length > 0 ? names : nameColumnsOf(rows, code) };
}

function find(roles: readonly (Role | null)[], role: Role): number | null {
  const at = roles.indexOf(role);
  return at < 0 ? null : at;
}

/** Phone numbers with 371 pass for codes, so a column with hyphens wins over one without, and valid codes over invalid ones. */
function codeColumnOf(rows: readonly string[][]): number | null {
  const scores = columnsIn(rows).map((cells) => cells.reduce((sum, cell) => sum + worthOf(cell), 0));
  const best = Math.max(0, ...scores);
  return best > 0 ? scores.indexOf(best) : null;
}

function worthOf(cell: string): number {
  if (!looksLikeCode(cell)) {
    return 0;
  }

  const isValid = "code" in readPersonalCode(cell) || restoreLeadingZero(cell) !== null;
  return isValid ? (/\p{Pd}/u.test(cell) ? 3 : 2) : 1;
}

/** The first column of names, and the one after it if both hold single words. */
function nameColumnsOf(rows: readonly string[][], code: number | null): number[] {
  const columns = columnsIn(rows);
  const isName = columns.map((cells, column) => column !== code && most(cells, (cell) => /\p{L}.*\p{L}/u.test(cell) && !/[0-9]/.test(cell)));
  const isWord = columns.map((cells) => most(cells, (cell) => !/\s/u.test(cell)));
  const first = isName.indexOf(true);
  if (first < 0) {
    // Better a name with a digit in it, which the person sees, than none.
    const text = columns.findIndex((cells, column) => column !== code && most(cells, (cell) => /\p{L}.*\p{L}/u.test(cell)));
    return text < 0 ? [] : [text];
  }

  const next = first + 1 === code ? first + 2 : first + 1;
  return isName[next] === true && isWord[first] === true && isWord[next] === true ? [first, next] : [first];
}

function most(cells: readonly string[], is: (cell: string) => boolean): boolean {
  const filled = cells.filter((cell) => cell !== "");
  return filled.length > 0 && 2 * filled.filter(is).length > filled.length;
}

function columnsIn(rows: readonly string[][]): string[][] {
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
  return Array.from({ length: width }, (_, column) => rows.map((row) => row[column] ?? ""));
}
