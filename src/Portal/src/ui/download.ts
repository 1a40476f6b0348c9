/** Hands a text file to the person. It never leaves the browser. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** api-klienti-2026-11-25.csv */
export function fileName(base: string): string {
  return `${base}-${new Date().toISOString().slice(0, 10)}.csv`;
}
