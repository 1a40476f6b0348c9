import { decode } from "./decode";
import { htmlTable } from "./htmlTable";
import { splitText } from "./splitText";

/** A table, and what it is called where there are several: the sheet's name, or the encoding's. */
export interface Table {
  name: string;
  rows: string[][];
}

/** The person chooses one of the tables: the sheet of a workbook, or the encoding that makes names of a text. Never empty. */
export interface List {
  kind: "sheets" | "encodings";
  tables: readonly Table[];
}

export type Unreadable = "empty" | "not-a-list" | "old-excel" | "open-document";

/** A CSV file or an Excel workbook. */
export async function readFile(bytes: ArrayBuffer): Promise<List | Unreadable> {
  const head = String.fromCharCode(...new Uint8Array(bytes.slice(0, 80)));
  if (head.startsWith("\xd0\xcf\x11\xe0")) {
    return "old-excel";
  }
  if (head.startsWith("PK")) {
    return head.includes("opendocument") ? "open-document" : listOf("sheets", await readWorkbook(bytes));
  }
  const decoded = decode(bytes);
  if (decoded.every(({ text }) => /[\0-\x08\x0e-\x1f]/.test(text))) {
    return "not-a-list";
  }
  return listOf("encodings", await Promise.all(decoded.map(async ({ encoding, text }) => ({ name: encoding, rows: await cellsOf(text) }))));
}

/** Payroll programs write web pages and call them .xls. */
function cellsOf(text: string): Promise<string[][]> | string[][] {
  return (/^\s*<(!doctype|html|head|meta|table)/i.test(text) ? htmlTable(text) : null) ?? splitText(text);
}

export async function readText(text: string): Promise<List | Unreadable> {
  return listOf("encodings", [{ name: "", rows: await splitText(text) }]);
}

export function listOf(kind: List["kind"], tables: readonly Table[]): List | Unreadable {
  const filled = tables
    .map(({ name, rows }) => ({ name, rows: rows.map(tidy).filter((row) => row.some((cell) => cell !== "")) }))
    .filter(({ rows }) => rows.length > 0);
  return filled.length > 0 ? { kind, tables: filled } : "empty";
}

/** Numbers as their digits, dates as dates: they are never codes. */
async function readWorkbook(bytes: ArrayBuffer): Promise<Table[]> {
  const { default: read } = await import("read-excel-file/universal");
  const sheets = await read(bytes);
  return sheets.map(({ sheet, data }) => ({
    name: sheet,
    rows: data.map((row) => row.map((cell) => (cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell ?? "")))),
  }));
}

function tidy(row: readonly string[]): string[] {
  const last = row.findLastIndex((cell) => cell.trim() !== "");
  return row.slice(0, last + 1).map((cell) => cell.replace(/\s+/gu, " ").trim());
}
