/** The cells of the first table in what was copied from a spreadsheet, a document or a page; null if it holds none. */
export function htmlTable(html: string): string[][] | null {
  const table = parse(html).querySelector("table");
  if (!table || table.querySelectorAll("td, th").length < 2) {
    return null;
  }
  const rows: string[][] = [];
  for (const [at, row] of [...table.rows].entries()) {
    const cells = (rows[at] ??= []);
    for (const cell of row.cells) {
      const free = cells.findIndex((text: string | undefined) => text === undefined);
      const from = free < 0 ? cells.length : free;
      // Merged cells keep the others in their columns; the text is that of the first.
      for (let below = 0; below < cell.rowSpan; below++) {
        for (let beside = 0; beside < cell.colSpan; beside++) {
          (rows[at + below] ??= [])[from + beside] = below + beside === 0 ? cell.textContent.replace(/\s+/gu, " ").trim() : "";
        }
      }
    }
  }
  return rows.map((row) => Array.from(row, (cell: string | undefined) => cell ?? ""));
}

declare global {
  interface Window {
    /** Not in TypeScript's library yet. */
    trustedTypes?: {
      createPolicy: (name: string, rules: { createHTML: (text: string) => string }) => { createHTML: (text: string) => unknown };
    };
  }
}

/** Parsed apart from the page: nothing in it runs or is loaded, and only its text is used. */
function parse(html: string): Document {
  const policy = window.trustedTypes?.createPolicy("eds-lists", { createHTML: (text) => text });
  return new DOMParser().parseFromString((policy?.createHTML(html) ?? html) as string, "text/html");
}
