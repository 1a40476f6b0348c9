import { cleanCode, readPersonalCode, restoreLeadingZero } from "../identifiers/personalCode";
import { type Header, readHeader, type Role } from "./headerWords";

/** What stands where in a table. The person confirms it before anybody is taken from it. */
export interface Columns {
  /** The index of the row with the headers, −1 if there is none. It and the rows above it are left out. */
  header: number;
  /** One entry for each column: null for one that is not read, undefined for one that the person is still asked about. */
  roles: readonly (Role | null | undefined)[];
  /** Columns that may be the code, and such that may be a name, where there are several. */
  asked: { code: readonly number[]; name: readonly number[] };
}

const lastHeaderRow = 15;

/** Whether a cell may be meant for a personal code, right or not. */
export const looksLikeCode = (cell: string): boolean => /^([0-9]{10,12}|[0-9]{5,7}-[0-9]{4,6})$/.test(cleanCode(cell));

/** By headers and by contents over all rows. What they do not settle is asked. */
export function guessColumns(rows: readonly string[][], header = headerRowOf(rows)): Columns {
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
  const said = Array.from({ length: width }, (_, column) => readHeader(rows[header]?.[column] ?? ""));
  const held = said.map((_, column) => contentsOf(rows.slice(header + 1).map((row) => row[column] ?? "")));
  const code = codeOf(said, held);
  const names = namesOf(said, held, code.chosen);
  const asked = { code: code.asked, name: names.asked.filter((column) => !code.asked.includes(column)) };
  const open = new Set([...asked.code, ...asked.name]);
  const roleOf = (at: number) => (at === code.chosen ? "code" : (names.chosen.get(at) ?? (open.has(at) ? undefined : null)));
  return { header, roles: said.map((_, at) => roleOf(at)), asked };
}

/** The columns that a chosen one takes the place of. */
const rivals: Readonly<Record<Role, readonly Role[]>> = {
  code: ["code"],
  full: ["full", "given", "family"],
  given: ["given", "full"],
  family: ["family", "full"],
};

/** As the person has it: a role belongs to one column, a whole name takes the place of its parts, and what is chosen is asked no more. */
export function withRole(columns: Columns, column: number, role: Role | null): Columns {
  const given = columns.roles.map((old, at) => (at === column ? role : role && old && rivals[role].includes(old) ? null : old));
  const settled = [
    ...(given.includes("code") ? columns.asked.code : []),
    ...(given.includes("full") || (given.includes("given") && given.includes("family")) ? columns.asked.name : []),
  ];
  return { ...columns, roles: given.map((old, at) => (old === undefined && settled.includes(at) ? null : old)) };
}

/** What has to be chosen before a list can be read: the code, the name, or the other part of a name. Null: nothing. */
export function questionOf({ roles, asked }: Columns): "code" | "name" | "part" | null {
  const open = (of: readonly number[]) => of.some((column) => roles[column] === undefined);
  if (open(asked.code)) {
    return "code";
  }
  if (open(asked.name) || !roles.some(Boolean)) {
    return "name";
  }
  return roles.includes("given") === roles.includes("family") ? null : "part";
}

/** The row of which the most cells are headers, if at least half of its cells are, and one of them is of a code or a name. */
function headerRowOf(rows: readonly string[][]): number {
  const counts = rows.slice(0, lastHeaderRow).map((row) => {
    const filled = row.filter((cell) => cell !== "");
    const known = filled.map(readHeader).filter((header) => header !== undefined);
    const isHeader = known.some(({ role }) => role !== null) && 2 * known.length >= filled.length && !filled.some(looksLikeCode);
    return isHeader ? known.length : 0;
  });
  const most = Math.max(0, ...counts);
  return most > 0 ? counts.indexOf(most) : -1;
}

/** Shares of the filled cells. */
interface Contents {
  codes: number; // right ones
  telephones: number; // codes that are telephone numbers, too
  names: number; // of letters only
  texts: number; // that begin with letters
  letters: number; // any with letters
  whole: number; // at least two words
}

type Headers = readonly (Header | undefined)[];

interface Guess<Chosen> {
  chosen: Chosen;
  asked: readonly number[];
}

function contentsOf(cells: readonly string[]): Contents {
  const filled = cells.filter((cell) => cell !== "");
  const share = (is: (cell: string) => boolean) => (filled.length === 0 ? 0 : filled.filter(is).length / filled.length);
  return {
    codes: share((cell) => looksLikeCode(cell) && ("code" in readPersonalCode(cell) || restoreLeadingZero(cell) !== null)),
    telephones: share((cell) => /^371[26][0-9]{7}$/.test(cleanCode(cell))),
    names: share((cell) => /\p{L}.*\p{L}/u.test(cell) && !/[0-9@/:]/.test(cell)),
    texts: share((cell) => /^\D*\p{L}\D*\p{L}/u.test(cell) && !isAddress(cell)),
    letters: share((cell) => /\p{L}.*\p{L}/u.test(cell) && !isAddress(cell)),
    whole: share((cell) => /\p{L}[\s,.]+\p{L}/u.test(cell)),
  };
}

const isAddress = (cell: string): boolean => /\S@\S+\.\S|:\/\//.test(cell);

const HALF = 0.5;

function indexes<Item>(items: readonly Item[], is: (item: Item, index: number) => boolean): number[] {
  return items.flatMap((item, index) => (is(item, index) ? [index] : []));
}

/** One column whose header and contents agree, or whose contents alone say it. */
function codeOf(said: Headers, held: readonly Contents[]): Guess<number | null> {
  const codes = (at: number) => held[at]?.codes ?? 0;
  const named = indexes(said, (header) => header?.role === "code");
  const isNamed = named.some((at) => codes(at) >= HALF);
  const possible = indexes(said, (header, at) => header?.role === "code" || (codes(at) >= HALF && !(isNamed && header?.role === null)));
  const holding = possible.filter((at) => codes(at) > 0);
  const left = holding.length > 0 ? holding : possible.filter((at) => (held[at]?.letters ?? 0) < HALF);
  const header = said[left[0] ?? -1];
  const isTelephone = (held[left[0] ?? -1]?.telephones ?? 0) >= HALF;
  const isSure = left.length === 1 && (header === undefined ? !isTelephone : header.role === "code" && header.sure);
  return isSure ? { chosen: left[0] ?? null, asked: [] } : { chosen: null, asked: left };
}

function namesOf(said: Headers, held: readonly Contents[], code: number | null): Guess<ReadonlyMap<number, Role>> {
  const share = (at: number, of: keyof Contents) => (at === code ? 0 : (held[at]?.[of] ?? 0));
  const named = (role: Role, sure: boolean) =>
    indexes(said, (header, at) => header?.role === role && header.sure === sure && share(at, "letters") >= HALF);
  const [given, family, unsure] = [named("given", true), named("family", true), named("full", false)];
  const parts = [...given, ...family].sort((a, b) => a - b);
  // "Vārds" over whole names.
  const full = [...named("full", true), ...(parts.length === 1 ? parts.filter((at) => share(at, "whole") >= HALF) : [])];
  if (given.length === 1 && family.length === 1 && full.length === 0) {
    const parted = parts.map((at) => [at, given.includes(at) ? "given" : "family"] as const);
    return { chosen: new Map(parted), asked: [] };
  }
  if (full.length + parts.length > 0) {
    const rivals = [...new Set([...full, ...parts, ...unsure])].sort((a, b) => a - b);
    const isWhole = rivals.length === 1 && full.length === 1;
    return isWhole ? { chosen: new Map([[rivals[0] ?? -1, "full"]]), asked: [] } : { chosen: new Map(), asked: rivals };
  }
  // No header says it for sure: the contents do, unless there is a choice.
  const free = (of: keyof Contents) => indexes(said, (header, at) => header?.role !== null && share(at, of) >= HALF);
  const possible = (["names", "texts", "letters"] as const).map(free).find((found) => found.length > 0) ?? [];
  const [only = -1] = possible;
  const isWhole = possible.length === 1 && (share(only, "whole") >= HALF || said[only]?.role === "full");
  return isWhole ? { chosen: new Map([[only, "full"]]), asked: [] } : { chosen: new Map(), asked: possible };
}
