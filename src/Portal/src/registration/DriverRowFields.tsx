import { useEffect, useId, useRef, useState } from "preact/hooks";
import { type DriverRow, isEmpty, type RowFault, type RowFaults, suggestedName } from "../drivers/driverRows";
import { Button } from "../ui/Button";
import { faultText, useWords } from "../words/words";

/** One driver. A fault shows when its field is left, not while it is being typed. */
export function DriverRowFields({ row, number, place, faults, focused, tried, selected, onSelect, onChange, onEnter, onPaste, onRemove }: {
  row: DriverRow;
  /** From 1, as it was entered. */
  number: number;
  /** From 1, as it is shown. */
  place: number;
  faults: RowFaults;
  /** True: it is to be typed in. */
  focused: boolean;
  tried: boolean;
  /** Null: there is nothing to choose from. */
  selected: boolean | null;
  onSelect: (selected: boolean) => void;
  onChange: (row: DriverRow) => void;
  onEnter: () => void;
  /** False: it is one cell. */
  onPaste: (event: ClipboardEvent) => boolean;
  /** Null: it cannot be removed. */
  onRemove: (() => void) | null;
}) {
  const all = useWords();
  const words = all.newClients;
  const id = useId();
  const [typing, setTyping] = useState<RowFault["field"] | null>(null);
  const line = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (focused) {
      line.current?.querySelector<HTMLElement>("input[name]")?.focus();
    }
  }, [focused]);
  // What is empty is judged once the row is left.
  const isJudged = (field: RowFault["field"]) => tried || (typing !== field && (row[field] !== "" || (typing === null && !isEmpty(row))));
  const shown = faults.filter(({ field }) => isJudged(field));
  const suggested = suggestedName(row.name);
  return (
    <tr ref={line} role="row" aria-rowindex={place + 1} class={shown.length > 0 ? "faulty" : undefined}>
      <td role="cell" class="pick">
        {selected !== null && (
          <input
            type="checkbox"
            aria-label={words.selectRow(number)}
            checked={selected}
            onChange={(event) => onSelect(event.currentTarget.checked)}
          />
        )}
      </td>
      <th role="rowheader" scope="row" class="place">
        <span class="unseen">{words.row(number)}</span>
        <span aria-hidden="true">{number}</span>
      </th>
      {(["personalCode", "name"] as const).map((field) => (
        <td key={field} role="cell" class={field} data-label={words[field === "name" ? "name" : "code"]}>
          <input
            name={field}
            aria-label={words[field === "name" ? "name" : "code"]}
            type="text"
            inputMode={field === "name" ? "text" : "numeric"}
            autoComplete="off"
            spellcheck={false}
            value={row[field]}
            aria-invalid={shown.some((fault) => fault.field === field) ? true : undefined}
            aria-describedby={`${id}-about`}
            onKeyDown={(event) => {
              if (event.key === "Enter") {
                event.preventDefault(); // goes on to the name, then to the next row; only the button registers
                if (field === "name") {
                  onEnter();
                } else {
                  line.current?.querySelector<HTMLElement>("input[name=name]")?.focus();
                }
              }
            }}
            onFocus={() => setTyping(field)}
            onBlur={() => setTyping(null)}
            onInput={(event) => onChange(edited(row, field, event.currentTarget.value))}
            onPaste={onPaste}
          />
        </td>
      ))}
      <td role="cell" class="about">
        <div id={`${id}-about`}>
          {shown.map(({ code }) => <span key={code} class="fault">{faultText(all, code)}{" "}</span>)}
          {shown.length === 0 && row.note && <span>{words.zeroRestored}</span>}
        </div>
        {faults.some(({ code }) => code === "row-below-table") && (
          <Button class="quiet" aria-label={words.keepRow(number)} onClick={() => onChange(edited(row, "name", row.name))}>
            {words.keep}
          </Button>
        )}
        {suggested && (
          <Button class="quiet" onClick={() => onChange(edited(row, "name", suggested))}>{words.suggest(suggested)}</Button>
        )}
      </td>
      <td role="cell" class="deeds">
        <Button class="quiet" aria-label={words.removeRow(number)} disabled={!onRemove} onClick={() => onRemove?.()}>{words.remove}</Button>
      </td>
    </tr>
  );
}

/** What was noted of a code is true of that code only; a row that is typed in was looked at. */
function edited({ id, personalCode, name, note }: DriverRow, field: RowFault["field"], value: string): DriverRow {
  return field === "personalCode" ? { id, personalCode: value, name } : { id, personalCode, name: value, ...(note ? { note } : {}) };
}
