import { unguarded } from "../exports/formulas";
import { readPersonalCode, restoreLeadingZero } from "../identifiers/personalCode";
import { type DriverRow, newRow } from "./driverRows";
import { type Columns, columnsOf, headerRowOf, looksLikeCode } from "./tableColumns";

export interface TableReading {
  rows: DriverRow[];
  skippedHeader: boolean;
  /** There were more than `mostRows`; the rest was left out. */
  truncated: boolean;
}

export const mostRows = 5_000;

const delimiters = ["\t", ";", ","];
const judgedRows = 50;
const mostColumns = 50;

type Split = (text: string, delimiter: string, preview?: number) => string[][];

/** Reads cells pasted from a spreadsheet, or the text of a CSV file. A part that is not found stays empty, for the page to show. */
export async function readTable(text: string): Promise<TableReading> {
  const split = await splitter();
  const lines = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const told = /^sep=([^\n])\n/i.exec(lines);
  const body = told === null ? lines : lines.slice(told[0].length);
  const cells = split(body, told?.[1] ?? delimiterOf(body, split));
  const header = headerRowOf(cells);
  const columns = columnsOf(cells[header] ?? [], cells.slice(header + 1, header + 1 + mostRows));
  const rows = cells.slice(header + 1)
    .map((row) => rowOf(...partsOf(row, columns)))
    .filter((row) => row.personalCode !== "" || row.name !== "");
  return { rows: rows.slice(0, mostRows), skippedHeader: header >= 0, truncated: rows.length > mostRows };
}

/** Code and name. A row whose code stands in another column than most, or in the middle of a cell, is read all the same. */
function partsOf(row: readonly string[], { code, names }: Columns): [code: string, name: string] {
  const usual = code === null ? "" : row[code] ?? "";
  const elsewhere = looksLikeCode(usual) ? -1 : row.findIndex(looksLikeCode);
  const read = elsewhere < 0 ? names : [...(code === null ? [] : [code]), ...names].filter((column) => column !== elsewhere).sort((a, b) => a - b);
  const name = read.map((column) => row[column] ?? "").filter((part) => part !== "").join(" ");
  const typed = elsewhere < 0 ? usual : row[elsewhere] ?? "";
  const whole = typed === "" ? name : name === "" ? typed : "";
  const within = /^(.*?)\s*\b([0-9]{6}\p{Pd}?[0-9]{5})\b\s*(.*)$/u.exec(whole);
  return within === null ? [typed, name] : [within[2] ?? "", [within[1], within[3]].map((part = "") => bare(part)).filter((part) => part !== "").join(" ")];
}

function rowOf(typed: string, name: string): DriverRow {
  const code = readPersonalCode(typed);
  if ("code" in code) {
    return newRow(code.code, name);
  }

  const restored = restoreLeadingZero(typed);
  return restored === null ? newRow(typed, name) : { ...newRow(restored, name), note: "zero-restored" };
}

/** The one that uncovers the most codes. Without codes the one that cuts the lines into equal numbers of cells, if any does. */
function delimiterOf(text: string, split: Split): string {
  const tried = delimiters.map((delimiter) => {
    const rows = split(text, delimiter, judgedRows);
    const width = rows[0]?.length ?? 0;
    const isProse = delimiter === "," && !/,\S/.test(text); // "Bērziņš, Jānis"
    return {
      delimiter,
      codes: rows.filter((row) => row.some(looksLikeCode)).length,
      even: width > 1 && !isProse ? rows.filter((row) => row.length === width).length : 0,
    };
  });
  return tried.reduce((best, one) => (one.codes > best.codes || (one.codes === best.codes && one.even > best.even) ? one : best)).delimiter;
}

async function splitter(): Promise<Split> {
  const { default: papa } = await import("papaparse");
  return (text, delimiter, preview = 0) => {
    const config = { delimiter, newline: "\n", preview, skipEmptyLines: "greedy" } as const;
    const read = papa.parse<string[]>(text, config);
    // A quotation mark that is never closed would swallow everything after it.
    // Cells copied from a spreadsheet: no name there begins or ends with another delimiter.
    const whole = delimiter === "\t" ? (cell: string) => bare(plain(cell)) : plain;
    return read.errors.some((error) => error.type === "Quotes")
      ? tidy(papa.parse<string[]>(text, { ...config, quoteChar: "\0" }).data, (cell) => whole(unquoted(cell)))
      : tidy(read.data, whole);
  };
}

/** Without what is left of another table's delimiters, and of quotation marks that were cut apart, at its ends. */
function bare(text: string): string {
  const inner = text.replace(/^[\s;,|\t]+|[\s;,|\t]+$/g, "");
  return inner.split("\"").length % 2 === 0 ? inner.replace(/^"\s*|\s*"$/, "") : inner;
}

function tidy(rows: readonly string[][], cell: (text: string) => string): string[][] {
  return rows.map((row) => row.slice(0, mostColumns).map((text) => cell(text.trim())));
}

/** Undoes the apostrophes of our own exports, and the ="…" by which other programs keep a 0 in front. */
function plain(cell: string): string {
  return /^="(.*)"$/.exec(cell)?.[1] ?? unguarded(cell);
}

function unquoted(cell: string): string {
  return /^"(.*)"$/.exec(cell)?.[1]?.replaceAll("\"\"", "\"") ?? cell;
}
