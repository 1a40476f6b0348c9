import { useState } from "preact/hooks";
import { type DriverRow, isEmpty, mostRows } from "../drivers/driverRows";
import { htmlTable } from "../drivers/htmlTable";
import type { List, Unreadable } from "../drivers/readFile";
import { useWords } from "../words/words";

type Reader = typeof import("../drivers/readFile");
type ColumnsDialog = typeof import("./ColumnsDialog").ColumnsDialog;

export type Importing = ReturnType<typeof useImport>;
type Rows = readonly DriverRow[];

const LARGEST_FILE_BYTES = 10_000_000;

/** `onRows` gets how many rows are added, and a change of what the list is by then. */
export function useImport(onRows: (added: number, change: (rows: Rows) => Rows) => void) {
  const words = useWords();
  // A list that waits for the person to say what its columns are, and the dialog that asks.
  const [waiting, setWaiting] = useState<{ list: List; ColumnsDialog: ColumnsDialog } | null>(null);
  const [fault, setFault] = useState<string | null>(null);

  async function take(read: (reader: Reader) => Promise<List | Unreadable> | List | Unreadable) {
    try {
      const [reader, { ColumnsDialog }] = await Promise.all([import("../drivers/readFile"), import("./ColumnsDialog")]);
      const list = await read(reader);
      setWaiting(typeof list === "string" ? null : { list, ColumnsDialog });
      setFault(typeof list === "string" ? words.newClients.unreadable[list] : null);
    } catch {
      setFault(navigator.onLine ? words.newClients.fileUnreadable : words.problems["no-connection"]);
    }
  }

  const takeFile = (file: File) => {
    if (file.size > LARGEST_FILE_BYTES) {
      setFault(words.newClients.tooMany);
      return;
    }
    void take(async (reader) => reader.readFile(await file.arrayBuffer()));
  };
  return {
    waiting,
    fault,
    readFile: takeFile,
    readText: (text: string) => void take((reader) => reader.readText(text)),
    /** Reads what is pasted, if it is a table. False: it is not, and the browser does with it what it does. */
    readPasted: (event: ClipboardEvent): boolean => {
      const [file] = event.clipboardData?.files ?? [];
      const text = event.clipboardData?.getData("text/plain") ?? "";
      const table = htmlTable(event.clipboardData?.getData("text/html") ?? "");
      if (table) {
        void take((reader) => reader.listOf("sheets", [{ name: "", rows: table }]));
      } else if (/[\t\n\r]/.test(text.trim())) {
        void take((reader) => reader.readText(text));
      } else if (file && text === "") {
        takeFile(file);
      } else {
        return false;
      }
      event.preventDefault();
      return true;
    },
    add: (rows: Rows, truncated: boolean) => {
      setWaiting(null);
      onRows(rows.length, (old) => {
        const all = [...old.filter((row) => !isEmpty(row)), ...rows];
        setFault(truncated || all.length > mostRows ? words.newClients.tooMany : null);
        return all.slice(0, mostRows);
      });
    },
    dismiss: () => setWaiting(null),
  };
}
