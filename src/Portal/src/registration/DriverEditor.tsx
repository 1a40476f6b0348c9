import { useRef, useState } from "preact/hooks";
import { type DriverRow, isEmpty, newRow, type RowFaults } from "../drivers/driverRows";
import { useActing } from "../taxpayer/taxpayer";
import { ConfirmDialog } from "../ui/ConfirmDialog";
import { Notice } from "../ui/notices";
import { PAGE_SIZE, Pager } from "../ui/Pager";
import { useWords } from "../words/words";
import { DriverImport, useImport } from "./DriverImport";
import { DriverFields } from "./DriverFields";

interface Editing {
  rows: readonly DriverRow[];
  /** One entry for each row. */
  faults: readonly RowFaults[];
  /** How often the list was to be registered and could not be. From the first time on, fields left empty are at fault, too. */
  attempts: number;
  /** The personal codes of those who have a client. */
  taken: ReadonlySet<string>;
  onRows: (change: (rows: readonly DriverRow[]) => readonly DriverRow[]) => void;
}

/** The list of drivers: typed, pasted, from a file, or oneself. Every row is judged as it is typed. */
export function DriverEditor({ rows, faults, attempts, taken, onRows }: Editing) {
  const words = useWords().newClients;
  const { me } = useActing();
  const [page, setPage] = useState(0);
  const [onlyFaults, setOnlyFaults] = useState(false);
  const [clearing, setClearing] = useState(false);
  const filled = rows.filter((row) => !isEmpty(row)).length;
  const [focused, setFocused] = useState<string | null>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const importing = useImport(taken, (change) => {
    onRows(change);
    setPage(0);
  });
  const indexed = rows.map((row, index) => ({ row, index }));
  const withFaults = indexed.filter(({ index }) => (faults[index]?.length ?? 0) > 0);
  const registered = indexed.filter(({ index }) => faults[index]?.some((fault) => fault.code === "driver-already-registered"));
  const shown = onlyFaults && withFaults.length > 0 ? withFaults : indexed;
  const lastPage = Math.max(0, Math.ceil(shown.length / PAGE_SIZE) - 1);
  const here = Math.min(page, lastPage);
  const [turned, setTurned] = useState(attempts);
  if (turned !== attempts) {
    // To the first fault; the form focuses what is marked there.
    setTurned(attempts);
    setPage(Math.max(0, Math.floor(shown.findIndex(({ index }) => (faults[index]?.length ?? 0) > 0) / PAGE_SIZE)));
  }

  const replace = (index: number, row: DriverRow) => onRows((all) => all.map((old, i) => (i === index ? row : old)));
  const without = (gone: (row: DriverRow, index: number) => boolean) => {
    const kept = rows.filter((row, index) => !gone(row, index));
    onRows(() => (kept.length > 0 ? kept : [newRow()]));
    addButton.current?.focus(); // what had the focus is gone
  };
  const append = (row: DriverRow) => {
    const kept = rows.filter((old) => !isEmpty(old));
    onRows(() => [...kept, row]);
    setFocused(row.id);
    setOnlyFaults(false);
    setPage(Math.floor(kept.length / PAGE_SIZE));
  };
  return (
    <>
      <DriverImport importing={importing} />
      {rows.length > PAGE_SIZE && withFaults.length > 0 && (
        <Notice kind="warning">
          <p>{words.withFaults(withFaults.length)}</p>
          <label>
            <input type="checkbox" checked={onlyFaults} onChange={(event) => setOnlyFaults(event.currentTarget.checked)} />
            {words.onlyFaults}
          </label>
        </Notice>
      )}
      <ol class="drivers">
        {shown.slice(here * PAGE_SIZE, (here + 1) * PAGE_SIZE).map(({ row, index }) => (
          <DriverFields
            key={row.id}
            row={row}
            number={index + 1}
            faults={faults[index] ?? []}
            focused={row.id === focused}
            tried={attempts > 0}
            onChange={(changed) => replace(index, changed)}
            onEnter={() => {
              const next = rows[index + 1];
              if (next) {
                setFocused(next.id);
              } else if (!isEmpty(row)) {
                append(newRow());
              }
            }}
            onPaste={importing.read}
            onRemove={rows.length > 1 || !isEmpty(row) ? () => without((_, i) => i === index) : null}
          />
        ))}
      </ol>
      <Pager total={shown.length} page={here} onPage={setPage} />
      <div class="bar">
        <span class="buttons">
          <button ref={addButton} type="button" class="secondary" onClick={() => append(newRow())}>
            {words.add}
          </button>
          <button
            type="button"
            class="secondary"
            disabled={rows.some((row) => row.personalCode === me.person.personalCode)}
            onClick={() => append(newRow(me.person.personalCode, me.person.name))}
          >
            {words.addSelf}
          </button>
          {rows.length > 1 && (
            <button type="button" class="quiet" onClick={() => setClearing(true)}>
              {words.removeAll}
            </button>
          )}
        </span>
        <span role="status">{words.total(filled)}</span>
      </div>
      {clearing && (
        <ConfirmDialog
          title={words.removeAll}
          confirm={words.removeAll}
          onClose={() => setClearing(false)}
          onConfirm={() => {
            setClearing(false);
            without(() => true);
          }}
        >
          <p>{words.total(filled)}</p>
        </ConfirmDialog>
      )}
      {registered.length > 0 && (
        <button type="button" class="secondary" onClick={() => without((_, i) => registered.some(({ index }) => index === i))}>
          {words.removeRegistered(registered.length)}
        </button>
      )}
    </>
  );
}
