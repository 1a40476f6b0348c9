import type { countFaulty } from "../drivers/driverRows";
import { Notice } from "../ui/notices";
import { useWords } from "../words/words";

/** How many rows are marked, and what can be done about them all; nothing where each is in sight. */
export function MarkedRows({ counts: { registered, toCorrect }, only, offered, onRemove, onOnly }: {
  counts: ReturnType<typeof countFaulty>;
  /** Whether only they are shown. */
  only: boolean;
  /** Whether the list is so long that this helps. */
  offered: boolean;
  /** Takes off the list who is registered already. */
  onRemove: () => void;
  onOnly: (only: boolean) => void;
}) {
  const words = useWords().newClients;
  const any = registered + toCorrect > 0;
  if (registered === 0 && !only && !(offered && any)) {
    return null;
  }
  return (
    <Notice kind="warning">
      {any && <p>{words.withFaults(registered, toCorrect)}</p>}
      {registered > 0 && (
        <p>
          <button type="button" class="secondary" onClick={onRemove}>
            {words.removeRegistered(registered)}
          </button>
        </p>
      )}
      {(only || offered) && (
        <label>
          <input type="checkbox" checked={only} onChange={(event) => onOnly(event.currentTarget.checked)} />
          {words.onlyMarked}
        </label>
      )}
    </Notice>
  );
}
