import { useMemo } from "preact/hooks";
import { type countFaulty, type DriverRow, isEmpty, suggestedName } from "../drivers/driverRows";
import { Button } from "../ui/Button";
import { LabelledSelect } from "../ui/Field";
import { useWords } from "../words/words";
import { type Sort, sorts } from "./driverOrder";

/** So many drivers are no list: each is looked at by itself. */
export const FEW = 2;

/** What can be done with the list as a whole. */
export function ListTools({ rows, counts: { registered, toCorrect }, selected, sort, onlyFaulty, removed, ...on }: {
  rows: readonly DriverRow[];
  counts: ReturnType<typeof countFaulty>;
  selected: number;
  sort: Sort;
  onlyFaulty: boolean;
  removed: number;
  onSort: (sort: Sort) => void;
  onOnlyFaulty: (only: boolean) => void;
  onRows: (change: (rows: readonly DriverRow[]) => readonly DriverRow[]) => void;
  onRemoveSelected: () => void;
  onRemoveRegistered: () => void;
  onClear: () => void;
  onUndo: () => void;
}) {
  const { newClients: words, actions } = useWords();
  const suggested = useMemo(() => rows.filter(({ name }) => suggestedName(name) !== null).length, [rows]);
  const suggestAll = () => on.onRows((all) => all.map((row) => ({ ...row, name: suggestedName(row.name) ?? row.name })));
  return (
    <>
      {rows.length > FEW && (
        <div class="bar tools">
          <span class="buttons">
            <label>
              <input
                type="checkbox"
                checked={onlyFaulty}
                disabled={!onlyFaulty && registered + toCorrect === 0}
                onChange={(event) => on.onOnlyFaulty(event.currentTarget.checked)}
              />
              {words.onlyMarked(registered + toCorrect)}
            </label>
            <LabelledSelect text={words.sort} value={sort} options={sorts.map((one) => [one, words.sorts[one]])} onChoose={on.onSort} />
          </span>
          <span class="buttons">
            {registered > 0 && (
              <Button class="secondary small" onClick={on.onRemoveRegistered}>{words.removeRegistered(registered)}</Button>
            )}
            {suggested > 1 && <Button class="secondary small" onClick={suggestAll}>{words.suggestAll(suggested)}</Button>}
            {selected > 0 && (
              <Button class="secondary small" onClick={on.onRemoveSelected}>{words.removeSelected(selected)}</Button>
            )}
            {rows.some((row) => !isEmpty(row)) && <Button class="quiet" onClick={on.onClear}>{words.removeAll}</Button>}
          </span>
        </div>
      )}
      <div role="status">
        {removed > 0 && (
          <p class="buttons">
            {words.removed(removed)}
            <Button class="secondary small" onClick={on.onUndo}>{actions.undo}</Button>
          </p>
        )}
      </div>
    </>
  );
}
