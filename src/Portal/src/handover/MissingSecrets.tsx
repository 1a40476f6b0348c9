import { useState } from "preact/hooks";
import { Button } from "../ui/Button";
import { ConfirmDialog } from "../ui/Dialog";
import { Notice, useReason } from "../ui/notices";
import { useWords } from "../words/words";
import type { HandedClient } from "./handover";
import type { Renewal } from "./useRenewal";

/** Says plainly which secrets are not here, whether they got lost or may have been saved before, and offers new ones. */
export function MissingSecrets({ lost, unconfirmed, renewal, onHeld }: {
  lost: readonly HandedClient[];
  unconfirmed: readonly HandedClient[];
  renewal: Renewal;
  /** The person has those that were shown before. */
  onHeld: () => void;
}) {
  const words = useWords().handover;
  const reason = useReason();
  const [asking, setAsking] = useState(false);
  const { working, failure, renew } = renewal;
  const missing = lost.length + unconfirmed.length;
  if (working) {
    return (
      <Notice kind="info">
        <label>
          {words.lostWorking(working.done, working.total)}
          <progress value={working.done} max={working.total} />
        </label>
        <p>{words.lostWait}</p>
      </Notice>
    );
  }
  return (
    <>
      {failure !== null && missing > 0 && <Notice kind="fault" text={`${words.lostFailed(missing)} ${reason(failure)}`} />}
      {lost.length > 0 && (
        <Notice kind="fault" title={words.lostTitle} text={words.lost(lost.length)}>
          <Button onClick={() => renew(lost)}>{words.lostButton(lost.length)}</Button>
        </Notice>
      )}
      {unconfirmed.length > 0 && (
        <Notice kind="warning" title={words.unconfirmedTitle} text={words.unconfirmed(unconfirmed.length)}>
          <p class="buttons">
            <Button onClick={onHeld}>{words.held}</Button>
            <Button class="secondary" onClick={() => setAsking(true)}>{words.lostButton(unconfirmed.length)}</Button>
          </p>
        </Notice>
      )}
      {asking && (
        <ConfirmDialog
          title={words.renewTitle}
          confirm={words.renewConfirm}
          onClose={() => setAsking(false)}
          onConfirm={() => renew(unconfirmed)}
        >
          <p>{words.renewText(unconfirmed.length)}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
