import { useId, useRef, useState } from "preact/hooks";
import { templateRows } from "../drivers/template";
import { Alert, Button } from "../ui/Button";
import { FormDialog } from "../ui/Dialog";
import { fileName, useDownload } from "../ui/download";
import { workbook } from "../exports/workbook";
import { useWords } from "../words/words";
import type { Importing } from "./useImport";

/** Where a list comes from: a file, the clipboard; and how one should look. */
export function DriverImport({ importing }: { importing: Importing }) {
  const words = useWords().newClients;
  const save = useDownload();
  const { waiting } = importing;
  const id = useId();
  const file = useRef<HTMLInputElement>(null);
  const [pasting, setPasting] = useState(false);
  const [pasted, setPasted] = useState("");
  function finish(text?: string) {
    setPasting(false);
    setPasted("");
    if (text !== undefined) {
      importing.readText(text);
    }
  }
  return (
    <div class="bar">
      <span class="buttons">
        {/* The browser's own file field speaks the browser's language, not the page's. */}
        <Button class="secondary" aria-describedby={id} onClick={() => file.current?.click()}>{words.file}</Button>
        <Button class="secondary" onClick={() => setPasting(true)}>{words.paste}</Button>
        <Button class="quiet" onClick={() => save(fileName(words.templateName, "xlsx"), () => workbook(templateRows(words.templateRows)))}>
          {words.template}
        </Button>
      </span>
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
      <small id={id}>{words.fileHelp} <span class="wide-only">{words.fileDrop}</span></small>
      {importing.fault && <Alert text={importing.fault} />}
      {pasting && (
        <FormDialog
          title={words.paste}
          submit={words.pasteButton}
          disabled={pasted.trim() === ""}
          onSubmit={() => finish(pasted)}
          onClose={() => setPasting(false)}
        >
          <p>{words.pasteHelp}</p>
          <label>
            {words.pasteField}
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
        </FormDialog>
      )}
      {waiting && <waiting.ColumnsDialog list={waiting.list} onConfirmed={importing.add} onClose={importing.dismiss} />}
    </div>
  );
}
