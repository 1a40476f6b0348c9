import { useRef, useState } from "preact/hooks";
import { countFaulty, type DriverRow, isEmpty, isRegistered, newRow, type RowFaults } from "../drivers/driverRows";
import { useActing } from "../taxpayer/taxpayer";
import { ConfirmDialog } from "../ui/ConfirmDialog";
import { PAGE_SIZE, Pager } from "../ui/Pager";
import { useWords } from "../words/words";
import { DriverImport, useImport } from "./DriverImport";
import { DriverFields } from "./DriverFields";
import { MarkedRows } from "./MarkedRows";

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
  const [onlyMarked, setOnlyMarked] = useState(false);
  // Rows stay where they are while they are being corrected, though they have no fault any more.
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const [clearing, setClearing] = useState(false);
  const filled = rows.filter((row) => !isEmpty(row)).length;
  const [focused, setFocused] = useState<string | null>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const importing = useImport(taken, (change) => {
    onRows(change);
    setPage(0);
  });
  const indexed = rows.map((row, index) => ({ row, index }));
  const isFaulty = (index: number) => (faults[index]?.length ?? 0) > 0;
  const counts = countFaulty(faults);
  const marked = indexed.filter(({ row, index }) => kept.has(row.id) || isFaulty(index));
  const shown = onlyMarked ? marked : indexed;
  if (onlyMarked && marked.length === 0) {
    setOnlyMarked(false);
  }
  const lastPage = Math.max(0, Math.ceil(shown.length / PAGE_SIZE) - 1);
  const here = Math.min(page, lastPage);
  const [turned, setTurned] = useState(attempts);
  if (turned !== attempts) {
    // To the first fault; the form focuses what is marked there.
    setTurned(attempts);
    keepFaulty();
    setPage(onlyMarked ? 0 : Math.max(0, Math.floor(rows.findIndex((_, index) => isFaulty(index)) / PAGE_SIZE)));
  }

  function keepFaulty() {
    setKept(new Set(rows.filter((_, index) => isFaulty(index)).map((row) => row.id)));
  }

  const replace = (index: number, row: DriverRow) => {
    setKept(new Set(kept).add(row.id));
    onRows((all) => all.map((old, i) => (i === index ? row : old)));
  };
  // What had the focus is gone.
  const without = (gone: (row: DriverRow, index: number) => boolean, next: HTMLElement | null = addButton.current) => {
    const left = rows.filter((row, index) => !gone(row, index));
    onRows(() => (left.length > 0 ? left : [newRow()]));
    next?.focus();
  };
  const append = (row: DriverRow) => {
    const filledRows = rows.filter((old) => !isEmpty(old));
    onRows(() => [...filledRows, row]);
    setFocused(row.id);
    setOnlyMarked(false);
    setPage(Math.floor(filledRows.length / PAGE_SIZE));
  };
  return (
    <>
      <DriverImport importing={importing} />
      <MarkedRows
        counts={counts}
        only={onlyMarked}
        offered={rows.length > PAGE_SIZE}
        onRemove={() => without((_, index) => isRegistered(faults[index] ?? []), list.current)}
        onOnly={(only) => {
          setOnlyMarked(only);
          keepFaulty();
          setPage(0);
        }}
      />
      <ol ref={list} class="drivers" tabIndex={-1}>
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
            <button type="button" class="quiet" onClick={() => (filled > 0 ? setClearing(true) : without(() => true))}>
              {words.removeAll}
            </button>
          )}
        </span>
        <span role="status">{words.total(filled)}</span>
      </div>
      {clearing && (
        <ConfirmDialog
          title={words.removeAllTitle}
          confirm={words.removeAll}
          onClose={() => setClearing(false)}
          onConfirm={() => {
            setClearing(false);
            without(() => true);
          }}
        >
          <p>{words.removeAllText(filled)}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
