import { guessColumns, looksLikeCode } from "./columns";
import type { List, Table } from "./readFile";
import { toRows } from "./toRows";

const SAMPLES = 3;

/** The only table, or the only sheet with codes; null where the person is to choose. */
export function surelyMeant({ kind, tables }: List): Table | null {
  const likely = tables.length > 1 && kind === "sheets" ? tables.filter(({ rows }) => rows.some((row) => row.some(looksLikeCode))) : tables;
  return likely.length === 1 ? (likely[0] ?? null) : null;
}

/** Three names in which encodings differ, as this one reads them. */
export function sampleNames({ rows }: Table): string[] {
  const columns = guessColumns(rows);
  const isNamed = columns.roles.some((role) => role === "full" || role === "given");
  const names = isNamed ? toRows(rows, columns).rows.map(({ name }) => name) : rows.slice(columns.header + 1).map((row) => row.join(" "));
  const telling = names.filter((name) => /[^\0-\x7f]/.test(name));
  return (telling.length > 0 ? telling : names).slice(0, SAMPLES);
}
