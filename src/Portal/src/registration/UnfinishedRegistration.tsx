import { useState } from "preact/hooks";
import { Button } from "../ui/Button";
import { ConfirmDialog } from "../ui/Dialog";
import { prevented } from "../ui/focus";
import { Notice } from "../ui/notices";
import { useNameList } from "../words/useNameList";
import { useDates, useWords } from "../words/words";
import { ChosenSecretField, useChosenSecret } from "./ChosenSecret";
import { countsOf, type Draft, driversLeft, isUncertain, needsValue } from "./draft";
import { dropDraft } from "./draftStore";
import type { Registering } from "./useRegistration";

/** A registration that was cut off: by a closed tab, a lost connection, an ended session, or on purpose. */
export function UnfinishedRegistration({ draft, registering, onLeft }: {
  draft: Draft;
  registering: Registering;
  onLeft: (draft: Draft | null) => void;
}) {
  const words = useWords();
  const dates = useDates();
  const listOf = useNameList();
  const [asking, setAsking] = useState(false);
  const { registered: done, total } = countsOf(draft);
  const complete = done === total;
  const left = driversLeft(draft);
  const discard = complete ? words.newClients.discardAll : words.newClients.discard;
  const typed = needsValue(draft);
  const chosen = useChosenSecret();
  const { refused } = registering;

  async function resume() {
    if (!typed || chosen.check()) {
      onLeft(await registering.start(draft, typed ? chosen.value : null, false));
    }
  }

  return (
    <Notice kind="warning" title={words.newClients.unfinishedTitle}>
      {refused && (
        <p class="fault" role="alert">
          {refused.problem.code === "idempotency-key-reused" ? words.newClients.otherValue : words.problems[refused.problem.code]}
        </p>
      )}
      <p>
        {complete
          ? words.newClients.unfinishedAll(dates.minute(draft.startedAt), done)
          : words.newClients.unfinished(dates.minute(draft.startedAt), done, total)}
      </p>
      {left.length > 0 && <p>{words.newClients.left(listOf(left.map(({ name }) => name)))}</p>}
      <form noValidate onSubmit={prevented(() => void resume())}>
        {typed && (
          <>
            <p>{words.newClients.needsValue}</p>
            <ChosenSecretField
              chosen={chosen}
              refused={refused?.problem.errors?.find(({ pointer }) => pointer.startsWith("/secret"))?.code}
            />
          </>
        )}
        <footer class="buttons">
          <Button class="secondary" onClick={() => setAsking(true)}>{discard}</Button>
          <button type="submit">{complete ? words.newClients.finish(done) : words.newClients.resume}</button>
        </footer>
      </form>
      {asking && (
        <ConfirmDialog
          title={complete ? words.newClients.discardAllTitle : words.newClients.discardTitle}
          confirm={discard}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            if (complete) {
              dropDraft(draft);
            } else {
              registering.finish(draft);
            }
            onLeft(null);
          }}
        >
          <p>{complete ? words.newClients.discardAllText : words.newClients.discardText}</p>
          {isUncertain(draft) && (
            <p><strong>{words.newClients.discardUncertain}</strong></p>
          )}
        </ConfirmDialog>
      )}
    </Notice>
  );
}
