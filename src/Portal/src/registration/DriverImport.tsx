import { useId, useRef, useState } from "preact/hooks";
import { templateRows } from "../drivers/template";
import { Dialog } from "../ui/Dialog";
import { download, fileName } from "../ui/download";
import { tell } from "../ui/status";
import { workbook } from "../exports/workbook";
import { useWords } from "../words/words";
import type { Importing } from "./useImport";

/** Where a list comes from: a file, the clipboard; and how one should look. */
export function DriverImport({ importing }: { importing: Importing }) {
  const words = useWords();
  const id = useId();
  const file = useRef<HTMLInputElement>(null);
  const [pasting, setPasting] = useState(false);
  const [pasted, setPasted] = useState("");
  async function saveTemplate() {
    try {
      download(fileName(words.newClients.templateName, "xlsx"), await workbook(templateRows(words.newClients.templateRows)));
    } catch {
      tell(words.problems["no-connection"]);
    }
  }
  function finish(text?: string) {
    setPasting(false);
    setPasted("");
    if (text !== undefined) {
      importing.readText(text);
    }
  }
  return (
    <div class="import">
      {/* The browser's own file field speaks the browser's language, not the page's. */}
      <button type="button" class="secondary" aria-describedby={id} onClick={() => file.current?.click()}>
        {words.newClients.file}
      </button>
      <button type="button" class="secondary" onClick={() => setPasting(true)}>
        {words.newClients.paste}
      </button>
      <button type="button" class="quiet" onClick={() => void saveTemplate()}>
        {words.newClients.template}
      </button>
      <input
        ref={file}
        type="file"
        hidden
        accept=".xlsx,.csv,.txt,.tsv,text/csv,text/plain"
        onChange={(event) => {
          const input = event.currentTarget;
          const chosen = input.files?.[0];
          if (chosen) {
            importing.readFile(chosen);
            input.value = ""; // so that the same file, corrected, can be chosen again
          }
        }}
      />
      <small id={id}>
        {words.newClients.fileHelp} <span class="wide-only">{words.newClients.fileDrop}</span>
      </small>
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
              finish(pasted);
            }}
          >
            <p>{words.newClients.pasteHelp}</p>
            <label>
              {words.newClients.pasteField}
              <textarea
                rows={8}
                value={pasted}
                spellcheck={false}
                onInput={(event) => setPasted(event.currentTarget.value)}
                onPaste={(event) => {
                  if (pasted === "" && importing.readPasted(event)) {
                    finish();
                  }
                }}
              />
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
      {importing.waiting && <importing.waiting.ColumnsDialog list={importing.waiting.list} onConfirmed={importing.add} onClose={importing.dismiss} />}
    </div>
  );
}
