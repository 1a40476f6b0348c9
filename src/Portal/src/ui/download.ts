import { latvianDay } from "../rides/period";
import { useWords } from "../words/words";
import { tell } from "./status";

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

/** For a file that is made of what is here. Making it can fail only because the script that does has to be fetched first. */
export function useDownload(): (name: string, make: () => Promise<string | Blob>, done?: () => void) => void {
  const words = useWords();
  return (name, make, done) =>
    void make()
      .then((content) => {
        download(name, content);
        done?.();
      })
      .catch(() => tell(words.problems["no-connection"]));
}

/** api-klienti-2026-11-25.csv, by the date in Latvia. */
export function fileName(base: string, extension: "csv" | "xlsx" = "csv"): string {
  return `${base}-${latvianDay(new Date())}.${extension}`;
}
