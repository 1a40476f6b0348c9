import { useEffect, useId, useRef, useState } from "preact/hooks";
import { type DriverRow, isEmpty, type RowFault, type RowFaults } from "../drivers/driverRows";
import { useWords } from "../words/words";

/** One driver. A fault shows when its field is left, not while it is being typed. */
export function DriverFields({ row, number, faults, focused, tried, onChange, onEnter, onPaste, onRemove }: {
  row: DriverRow;
  /** From 1. */
  number: number;
  faults: RowFaults;
  /** True: it has just been added, and is to be typed in. */
  focused: boolean;
  tried: boolean;
  onChange: (row: DriverRow) => void;
  onEnter: () => void;
  /** For what is pasted and is more than one cell. */
  onPaste: (text: string) => void;
  /** Null: it cannot be removed. */
  onRemove: (() => void) | null;
}) {
  const words = useWords();
  const id = useId();
  const [typing, setTyping] = useState<RowFault["field"] | null>(null);
  const group = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (focused) {
      group.current?.querySelector("input")?.focus();
    }
  }, [focused]);
  const fields = [
    { field: "personalCode", label: words.newClients.code, inputMode: "numeric" },
    { field: "name", label: words.newClients.name, inputMode: "text" },
  ] as const;
  return (
    <li>
      <fieldset ref={group}>
        <legend class="unseen">{words.newClients.row(number)}</legend>
        <span class="number" aria-hidden="true">
          {number}.
        </span>
        {fields.map(({ field, label, inputMode }) => {
          // What is empty is judged once the row is left.
        const judged = tried || (typing !== field && (row[field] !== "" || (typing === null && !isEmpty(row))));
          const fault = judged ? faults.find((found) => found.field === field) : undefined;
          const note = field === "personalCode" && row.note === "zero-restored" ? words.newClients.zeroRestored : undefined;
          const about = fault ? words.faults[fault.code] : note;
          return (
            <div key={field} class="field">
              <label for={`${id}-${field}`}>{label}</label>
              <input
                id={`${id}-${field}`}
                name={field}
                type="text"
                inputMode={inputMode}
                autoComplete="off"
                spellcheck={false}
                value={row[field]}
                aria-invalid={fault ? true : undefined}
                aria-describedby={about ? `${id}-${field}-about` : undefined}
                onKeyDown={(event) => {
                if (event.key === "Enter") {
                  event.preventDefault(); // goes on to the next row; only the button registers
                  onEnter();
                }
              }}
              onFocus={() => setTyping(field)}
                onBlur={() => setTyping(null)}
                onInput={(event) => onChange(edited(row, field, event.currentTarget.value))}
                onPaste={(event) => {
                  const text = event.clipboardData?.getData("text/plain") ?? "";
                  if (/[\t\n\r]/.test(text.trim())) {
                    event.preventDefault();
                    onPaste(text);
                  }
                }}
              />
              {about && (
                <small id={`${id}-${field}-about`} class={fault ? "fault" : undefined}>
                  {about}
                </small>
              )}
            </div>
          );
        })}
        <button type="button" class="quiet" aria-label={words.newClients.removeRow(number)} disabled={!onRemove} onClick={() => onRemove?.()}>
          {words.newClients.remove}
        </button>
      </fieldset>
    </li>
  );
}

/** What was noted of a code is true of that code only. */
function edited({ id, personalCode, name, note }: DriverRow, field: RowFault["field"], value: string): DriverRow {
  return field === "personalCode" ? { id, personalCode: value, name } : { id, personalCode, name: value, ...(note ? { note } : {}) };
}
