import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";
import { countFaulty, type DriverRow, isEmpty, isRegistered, newRow, type RowFaults } from "../drivers/driverRows";
import { useActing } from "../taxpayer/taxpayer";
import { Button } from "../ui/Button";
import { Heading, Table, UnseenHeading } from "../ui/Table";
import { tell } from "../ui/status";
import { useRowWindow } from "../ui/useRowWindow";
import { useWords } from "../words/words";
import { DriverImport } from "./DriverImport";
import { orderOf, type Sort } from "./driverOrder";
import { DriverRowFields } from "./DriverRowFields";
import { FEW, ListTools } from "./ListTools";
import { useImport } from "./useImport";

interface Editing {
  rows: readonly DriverRow[];
  faults: readonly RowFaults[];
  /** How often the list was to be registered and could not be. From the first time on, fields left empty are at fault, too. */
  attempts: number;
  /** All clients are loaded, so it is known who has one. Until then no number of faulty rows is shown. */
  known: boolean;
  onRows: (change: (rows: readonly DriverRow[]) => readonly DriverRow[]) => void;
}

/** The list of drivers: typed, pasted, from a file, or oneself. Every row is judged as it is typed. */
export function DriverEditor({ rows, faults, attempts, known, onRows }: Editing) {
  const words = useWords().newClients;
  const { me } = useActing();
  const [sort, setSort] = useState<Sort>("faults");
  const [onlyFaulty, setOnlyFaulty] = useState(false);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [removed, setRemoved] = useState<{ rows: readonly DriverRow[]; count: number } | null>(null);
  const [focused, setFocused] = useState<{ id: string } | null>(null);
  const [dragging, setDragging] = useState(false);
  const [arranged, setArranged] = useState(0);
  const [added, setAdded] = useState<number | null>(null);
  const importing = useImport((count, change) => {
    setRemoved(null);
    onRows(change);
    setAdded(count);
    setArranged((times) => times + 1);
    list.box.current?.scrollTo(0, 0);
    list.box.current?.parentElement?.scrollIntoView({ block: "start" });
  });
  // Rows stay where they are while they are corrected; those that come to the list or leave it do not move the others.
  const ids = useMemo(
    () => orderOf(rows, faults, sort, onlyFaulty).flatMap((index) => rows[index]?.id ?? []),
    [sort, onlyFaulty, attempts, arranged], // eslint-disable-line react-hooks/exhaustive-deps
  );
  const order = useMemo(() => {
    const places = new Map(rows.map((row, index) => [row.id, index]));
    const arranged = new Set(ids);
    const later = onlyFaulty ? [] : rows.flatMap((row, index) => (arranged.has(row.id) ? [] : [index]));
    return [...ids.flatMap((id) => places.get(id) ?? []), ...later];
  }, [ids, rows, onlyFaulty]);
  const list = useRowWindow(order.length);
  const counts = useMemo(() => countFaulty(faults), [faults]);
  useEffect(() => {
    if (added !== null && known) {
      tell(words.read(added, counts.registered, counts.toCorrect));
      setAdded(null);
      setArranged((times) => times + 1);
    }
  }, [added, known]); // eslint-disable-line react-hooks/exhaustive-deps
  const all = useMemo(() => order.length > 0 && order.every((index) => selected.has(rows[index]?.id ?? "")), [order, rows, selected]);
  if (onlyFaulty && order.length === 0) {
    setOnlyFaulty(false);
  }
  useLayoutEffect(() => {
    if (attempts > 0 && sort !== "faults") {
      setSort("faults");
    }
    list.box.current?.scrollTo(0, 0);
  }, [attempts]); // eslint-disable-line react-hooks/exhaustive-deps

  const replace = (index: number, row: DriverRow) => onRows((all) => all.map((old, i) => (i === index ? row : old)));
  const without = (gone: (row: DriverRow, index: number) => boolean) => {
    const left = rows.filter((row, index) => !gone(row, index));
    setRemoved({ rows, count: rows.length - left.length });
    setSelected(new Set());
    onRows(() => (left.length > 0 ? left : [newRow()]));
    list.box.current?.focus(); // what had the focus is gone
  };
  const append = (row: DriverRow) => {
    setOnlyFaulty(false);
    onRows(() => [...rows.filter((old) => !isEmpty(old)), row]);
    setFocused({ id: row.id });
  };
  const focus = (place: number) => {
    const row = rows[order[place] ?? -1];
    if (row) {
      list.scrollTo(place);
      setFocused({ id: row.id });
    }
  };
  useLayoutEffect(() => {
    const place = order.findIndex((index) => rows[index]?.id === focused?.id);
    if (place >= 0) {
      list.scrollTo(place);
    }
  }, [focused]); // eslint-disable-line react-hooks/exhaustive-deps
  const shown = order.slice(list.from, list.to);
  return (
    <div
      role="presentation"
      class={dragging ? "drop over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={() => setDragging(false)}
      onDrop={(event) => {
        event.preventDefault();
        setDragging(false);
        const [file] = event.dataTransfer?.files ?? [];
        if (file) {
          importing.readFile(file);
        }
      }}
    >
      <DriverImport importing={importing} />
      <ListTools
        rows={rows}
        counts={counts}
        selected={selected.size}
        sort={sort}
        onlyFaulty={onlyFaulty}
        removed={removed?.count ?? 0}
        onSort={setSort}
        onOnlyFaulty={setOnlyFaulty}
        onRows={onRows}
        onRemoveSelected={() => without((row) => selected.has(row.id))}
        onRemoveRegistered={() => without((_, index) => isRegistered(faults[index] ?? []))}
        onClear={() => without(() => true)}
        onUndo={() => {
          onRows(() => removed?.rows ?? rows);
          setRemoved(null);
          setArranged(arranged + 1);
        }}
      />
      <div ref={list.box} class="drivers scroll" tabIndex={-1}>
        <Table
          aria-rowcount={order.length + 1}
          aria-label={words.driversTitle}
          headings={
            <>
              {rows.length > FEW ? (
                <Heading class="pick">
                  <input
                    type="checkbox"
                    aria-label={words.selectShown(order.length)}
                    checked={all}
                    onChange={() => setSelected(new Set(all ? [] : order.flatMap((index) => rows[index]?.id ?? [])))}
                  />
                </Heading>
              ) : <td role="cell" />}
              <UnseenHeading>{words.number}</UnseenHeading>
              <Heading>{words.code}</Heading>
              <Heading>{words.name}</Heading>
              <UnseenHeading>{words.about}</UnseenHeading>
              <UnseenHeading>{words.remove}</UnseenHeading>
            </>
          }
        >
          {list.before > 0 && <tr class="space" aria-hidden="true" style={{ height: `${list.before}px` }} />}
          {shown.map((index, i) => {
            const row = rows[index];
            return (
              row && (
                <DriverRowFields
                  key={row.id}
                  row={row}
                  number={index + 1}
                  place={list.from + i + 1}
                  faults={faults[index] ?? []}
                  focused={row.id === focused?.id}
                  tried={attempts > 0}
                  selected={rows.length > FEW ? selected.has(row.id) : null}
                  onSelect={(on) => setSelected(new Set(on ? [...selected, row.id] : [...selected].filter((id) => id !== row.id)))}
                  onChange={(changed) => replace(index, changed)}
                  onEnter={() => (list.from + i + 1 < order.length ? focus(list.from + i + 1) : !isEmpty(row) && append(newRow()))}
                  onPaste={importing.readPasted}
                  onRemove={rows.length > 1 || !isEmpty(row) ? () => without((_, at) => at === index) : null}
                />
              )
            );
          })}
          {list.after > 0 && <tr class="space" aria-hidden="true" style={{ height: `${list.after}px` }} />}
        </Table>
      </div>
      <p class="buttons">
        <Button class="secondary" onClick={() => append(newRow())}>{words.add}</Button>
        <button
          type="button"
          class="secondary"
          disabled={rows.some((row) => row.personalCode === me.person.personalCode)}
          onClick={() => append(newRow(me.person.personalCode, me.person.name))}
        >
          {words.addSelf}
        </button>
      </p>
    </div>
  );
}
