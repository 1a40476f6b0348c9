const UNTIL_TAKEN_MS = 60_000; // Safari and Firefox begin to read it later than the click

/** Hands a file to the person. It never leaves the browser. */
export function download(name: string, content: string | Blob): void {
  const url = URL.createObjectURL(typeof content === "string" ? new Blob([content], { type: "text/csv;charset=utf-8" }) : content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), UNTIL_TAKEN_MS);
}

/** api-klienti-2026-11-25.csv, by the date here. */
export function fileName(base: string, extension: "csv" | "xlsx" = "csv"): string {
  const now = new Date();
  const date = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => `${part}`.padStart(2, "0"));
  return `${[base, ...date].join("-")}.${extension}`;
}
