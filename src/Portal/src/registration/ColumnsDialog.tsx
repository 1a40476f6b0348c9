import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import { type Columns, guessColumns, questionOf, withRole } from "../drivers/columns";
import { countFaulty, type DriverRow, judge } from "../drivers/driverRows";
import type { List, Table } from "../drivers/readFile";
import { toRows } from "../drivers/toRows";
import { sampleNames, surelyMeant } from "../drivers/tables";
import { Button } from "../ui/Button";
import { Dialog, DialogButtons } from "../ui/Dialog";
import { LabelledSelect, Select, Tick } from "../ui/Field";
import { prevented } from "../ui/focus";
import { useWords } from "../words/words";

const SHOWN_ROWS = 6;
const SHOWN_LEFT_OUT = 3;
const roles = ["none", "code", "full", "given", "family"] as const;
const nobody: ReadonlySet<string> = new Set();

/** "Which column is what?" Nothing of a list is taken before it is answered here. */
export function ColumnsDialog({ list, onConfirmed, onClose }: {
  list: List;
  onConfirmed: (rows: readonly DriverRow[], truncated: boolean) => void;
  onClose: () => void;
}) {
  const words = useWords();
  const [table, setTable] = useState<Table | null>(() => surelyMeant(list));
  return (
    <Dialog title={words.columns.title} onClose={onClose} wide>
      {list.tables.length > 1 && <TableChooser list={list} chosen={table} onChosen={setTable} />}
      {table ? (
        <ColumnsForm key={table.name} table={table} onConfirmed={onConfirmed} onClose={onClose} />
      ) : (
        <DialogButtons back={words.actions.cancel} onBack={onClose} />
      )}
    </Dialog>
  );
}

function TableChooser({ list: { kind, tables }, chosen, onChosen }: {
  list: List;
  chosen: Table | null;
  onChosen: (table: Table) => void;
}) {
  const words = useWords().columns;
  return (
    <fieldset>
      <legend>{kind === "sheets" ? words.whichSheet : words.whichNames}</legend>
      {tables.map((table) => (
        <Tick
          key={table.name}
          text={kind === "sheets" ? table.name : sampleNames(table).join(" · ")}
          help={kind === "sheets" ? words.sheetRows(table.rows.length) : undefined}
          type="radio"
          name="table"
          checked={table === chosen}
          onTick={() => onChosen(table)}
        />
      ))}
    </fieldset>
  );
}

function ColumnsForm({ table: { rows }, onConfirmed, onClose }: {
  table: Table;
  onConfirmed: (rows: readonly DriverRow[], truncated: boolean) => void;
  onClose: () => void;
}) {
  const words = useWords();
  const id = useId();
  const [columns, setColumns] = useState<Columns>(() => guessColumns(rows));
  const question = questionOf(columns);
  const read = useMemo(() => toRows(rows, columns), [rows, columns]);
  const faulty = useMemo(() => countFaulty(judge(read.rows, nobody)).toCorrect, [read]);
  const form = useRef<HTMLFormElement>(null);
  // The first thing to do: answer the question, or confirm. On a phone the columns that are read are scrolled to.
  useEffect(() => {
    form.current?.querySelector(".read, select[aria-invalid]")?.scrollIntoView({ block: "nearest", inline: "center" });
    form.current?.querySelector<HTMLElement>("select[aria-invalid], button[type=submit]")?.focus();
  }, []);
  const choices = roles.map((role) => [role, words.columns.roles[role]] as const);
  const first = Math.max(0, columns.header + 1 - SHOWN_LEFT_OUT);
  const shown = rows.slice(first, columns.header + 1 + SHOWN_ROWS);
  return (
    <form ref={form} class="columns" onSubmit={prevented(() => question === null && onConfirmed(read.rows, read.truncated))}>
      <p id={id} role="status">{question ? <strong>{words.columns.questions[question]}</strong> : words.columns.check}</p>
      {/* Focusable, so that it can be scrolled by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div class="wide-table scroll" role="region" aria-label={words.columns.title} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <td />
              {columns.roles.map((role, at) => (
                <th key={at} scope="col" class={role ? "read" : undefined}>
                  <Select
                    aria-label={words.columns.column(at + 1)}
                    aria-invalid={role === undefined ? true : undefined}
                    aria-describedby={role === undefined ? id : undefined}
                    value={role === undefined ? "" : (role ?? "none")}
                    options={role === undefined ? [["", words.columns.choose], ...choices] : choices}
                    onChoose={(chosen) => setColumns(withRole(columns, at, chosen === "none" || chosen === "" ? null : chosen))}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, i) => {
              const leftOut = first + i <= columns.header;
              return (
                <tr key={i} class={leftOut ? "left-out" : undefined}>
                  <th scope="row">{leftOut ? words.columns.leftOut : first + i - columns.header}</th>
                  {columns.roles.map((role, at) => <td key={at} class={role && !leftOut ? "read" : undefined}>{row[at]}</td>)}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <LabelledSelect
        text={words.columns.headerRow}
        value={columns.header}
        options={[
          [-1, words.columns.noHeader],
          ...rows
            .slice(0, Math.max(SHOWN_ROWS, columns.header + 1))
            .map((row, at) => [at, words.columns.headerIn(at + 1, row.filter((cell) => cell !== "").slice(0, 3).join(", "))] as const),
        ]}
        onChoose={(header) => setColumns(guessColumns(rows, header))}
      />
      {question === null && <p>{words.columns.result(read.rows.length, faulty)}</p>}
      <DialogButtons back={words.actions.cancel} onBack={onClose}>
        <Button type="submit" disabled={question !== null || read.rows.length === 0}>
          {words.columns.confirm(question === null ? read.rows.length : 0)}
        </Button>
      </DialogButtons>
    </form>
  );
}
