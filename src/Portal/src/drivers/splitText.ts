import { unguarded } from "../exports/formulas";
import { looksLikeCode } from "./columns";

const delimiters = ["\t", ";", ",", "|"];
const judgedRows = 200;
const mostColumns = 50;

type Split = (text: string, delimiter: string, preview?: number) => string[][];

/** The cells of a CSV file or of copied text. A line without delimiters is cut around its code: before it, the code, after it. */
export async function splitText(text: string): Promise<string[][]> {
  const split = await splitter();
  const lines = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const told = /^sep=([^\n])\n/i.exec(lines);
  const body = told === null ? lines : lines.slice(told[0].length);
  const delimiter = told?.[1] ?? delimiterOf(body, split);
  return split(body, delimiter).map((row) => (row.length === 1 ? cutLine(row[0] ?? "") : row));
}

const lineWithCode = new RegExp(
  [
    String.raw`^(?:([0-9]{1,4}[.)]?)\s+)?(.*?)[\s;,|(]*`, // its number, what is before
    String.raw`(?:(?<!\p{L})p(?:ers(?:onas)?)?\.?\s?k(?:ods)?[.:]*)?\s*`, // "p.k.", which is left out
    String.raw`(?<![0-9])([0-9]{6}\s?[\p{Pd}\u2212\u00ad]*\s?[0-9]{5})(?![0-9])[\s;,|)]*(.*)$`, // the code, what is after
  ].join(""),
  "iu",
);

/** "1. Jānis Bērziņš, p.k. 030303-10012 Rīga" as a scanned list has it. What is no such line stays whole. */
function cutLine(line: string): string[] {
  const [, number, before = "", code = "", after = ""] = lineWithCode.exec(line) ?? [];
  if (code === "") {
    return line.includes("  ") ? line.split(/\s{2,}/) : [line];
  }
  return [number ?? "", ...before.split(/\s{2,}/), code, ...after.split(/\s{2,}/)];
}

/** The one that uncovers the most codes. Without codes the one that cuts the lines into equal numbers of cells, if any does. */
function delimiterOf(text: string, split: Split): string {
  const tried = delimiters.map((delimiter) => {
    const rows = split(text, delimiter, judgedRows);
    const width = rows[rows.length - 1]?.length ?? 0;
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
    return read.errors.some((error) => error.type === "Quotes")
      ? tidy(papa.parse<string[]>(text, { ...config, quoteChar: "\0" }).data, (cell) => plain(unquoted(cell)))
      : tidy(read.data, plain);
  };
}

function tidy(rows: readonly string[][], cell: (text: string) => string): string[][] {
  return rows.map((row) => row.slice(0, mostColumns).map((text) => cell(text.trim())));
}

/** Undoes the apostrophes of our own exports, and the ="…" by which other programs keep a 0 in front. */
const plain = (cell: string): string => /^="(.*)"$/.exec(cell)?.[1] ?? unguarded(cell);

const unquoted = (cell: string): string => /^"(.*)"$/.exec(cell)?.[1]?.replaceAll("\"\"", "\"") ?? cell;
