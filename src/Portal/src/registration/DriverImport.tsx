import { useId, useRef, useState } from "preact/hooks";
import { decode } from "../drivers/decode";
import { type DriverRow, isEmpty } from "../drivers/driverRows";
import { mostRows, readTable } from "../drivers/readTable";
import { Dialog } from "../ui/Dialog";
import { tell } from "../ui/status";
import { useWords } from "../words/words";

export interface Importing {
  /** Adds what a copied table or a file's text holds. */
  read: (text: string) => void;
  readFile: (file: File) => void;
  fault: string | null;
}

export function useImport(rows: readonly DriverRow[], onRows: (rows: readonly DriverRow[]) => void): Importing {
  const words = useWords().newClients;
  const [fault, setFault] = useState<string | null>(null);

  async function take(text: string) {
    const reading = await readTable(text);
    const all = [...rows.filter((row) => !isEmpty(row)), ...reading.rows];
    if (reading.rows.length === 0) {
      setFault(words.readNothing);
      return;
    }
    setFault(reading.truncated || all.length > mostRows ? words.tooMany : null);
    onRows(all.slice(0, mostRows));
    tell(words.read(Math.min(reading.rows.length, mostRows)));
  }

  return {
    fault,
    read: (text) => void take(text),
    readFile: (file) => {
      file.arrayBuffer().then(
        (bytes) => take(decode(bytes)),
        () => setFault(words.fileUnreadable),
      );
    },
  };
}

export function DriverImport({ importing }: { importing: Importing }) {
  const words = useWords();
  const id = useId();
  const file = useRef<HTMLInputElement>(null);
  const [pasting, setPasting] = useState(false);
  const [pasted, setPasted] = useState("");
  return (
    <div class="import">
      <button type="button" class="secondary" onClick={() => setPasting(true)}>
        {words.newClients.paste}
      </button>
      {/* The browser's own file field speaks the browser's language, not the page's. */}
      <button type="button" class="secondary" aria-describedby={id} onClick={() => file.current?.click()}>
        {words.newClients.file}
      </button>
      <input
        ref={file}
        type="file"
        hidden
        accept=".csv,.txt,.tsv,text/csv,text/plain"
        onChange={(event) => {
          const input = event.currentTarget;
          const chosen = input.files?.[0];
          if (chosen) {
            importing.readFile(chosen);
            input.value = ""; // so that the same file, corrected, can be chosen again
          }
        }}
      />
      <small id={id}>{words.newClients.fileHelp}</small>
      {importing.fault && (
        <p role="alert" class="fault">
          {importing.fault}
        </p>
      )}
      {pasting && (
        <Dialog title={words.newClients.pasteTitle} onClose={() => setPasting(false)}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              importing.read(pasted);
              setPasted("");
              setPasting(false);
            }}
          >
            <p>{words.newClients.pasteHelp}</p>
            <label>
              {words.newClients.pasteField}
              <textarea rows={8} value={pasted} spellcheck={false} onInput={(event) => setPasted(event.currentTarget.value)} />
            </label>
            <footer class="buttons">
              <button type="button" class="secondary" onClick={() => setPasting(false)}>
                {words.actions.cancel}
              </button>
              <button type="submit" disabled={pasted.trim() === ""}>
                {words.newClients.pasteButton}
              </button>
            </footer>
          </form>
        </Dialog>
      )}
    </div>
  );
}
