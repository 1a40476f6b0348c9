import { useId, useRef, useState } from "preact/hooks";
import { decode } from "../drivers/decode";
import { countFaulty, type DriverRow, isEmpty, judge } from "../drivers/driverRows";
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

const LARGEST_FILE_BYTES = 10_000_000;

/** `onRows` gets a change of what the list is by then: reading takes a moment, in which people type on. `taken`: see `judge`. */
export function useImport(taken: ReadonlySet<string>, onRows: (change: (rows: readonly DriverRow[]) => readonly DriverRow[]) => void): Importing {
  const words = useWords();
  const [fault, setFault] = useState<string | null>(null);

  async function take(text: string) {
    const { rows, truncated } = await readTable(text);
    if (rows.length === 0) {
      setFault(words.newClients.readNothing);
      return;
    }
    setFault(truncated ? words.newClients.tooMany : null);
    onRows((old) => {
      const all = [...old.filter((row) => !isEmpty(row)), ...rows];
      if (all.length > mostRows) {
        setFault(words.newClients.tooMany);
      }
      const kept = all.slice(0, mostRows);
      const { registered, toCorrect } = countFaulty(judge(kept, taken));
      tell(words.newClients.read(rows.length, registered, toCorrect));
      return kept;
    });
  }

  return {
    fault,
    read: (text) => void take(text).catch(() => setFault(words.problems["no-connection"])),
    readFile(file) {
      if (file.size > LARGEST_FILE_BYTES) {
        setFault(words.newClients.tooMany);
        return;
      }
      file
        .arrayBuffer()
        .then(async (bytes) => {
          const text = decode(bytes);
          if (isBinary(text)) {
            setFault(words.newClients.notText);
          } else {
            await take(text);
          }
        })
        .catch(() => setFault(words.newClients.fileUnreadable));
    },
  };
}

/** Control characters that no text has: a spreadsheet's own file, say. */
function isBinary(text: string): boolean {
  return /[\u0000-\u0008\u000e-\u001f]/.test(text);
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
