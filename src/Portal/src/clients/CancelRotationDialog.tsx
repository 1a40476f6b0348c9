import { useMutation } from "@tanstack/preact-query";
import { answer } from "../api/api";
import { isRefusal } from "../api/problem";
import { refreshFleet } from "../api/queries";
import { usePortal } from "../portal";
import { useActing } from "../taxpayer/taxpayer";
import { Dialog } from "../ui/Dialog";
import { FaultNotice } from "../ui/notices";
import { tell } from "../ui/status";
import { unmarkRotation } from "./unconfirmed";
import { useWords } from "../words/words";

/** Ends a rotation early: back to the old password, or without it from now on. */
export function CancelRotationDialog({ secretId, deed, left, onClose }: {
  secretId: string;
  deed: "cancel" | "complete";
  /** Devices that have not signed in with the new password. */
  left: number;
  onClose: () => void;
}) {
  const words = useWords();
  const { api } = usePortal();
  const { taxpayerId } = useActing().taxpayer;
  const cancel = useMutation({
    mutationFn: async () => {
      try {
        const params = { params: { path: { taxpayerId, secretId } } };
        await (deed === "cancel"
          ? answer(api.DELETE("/api/taxpayers/{taxpayerId}/taxi/secrets/{secretId}/rotation", params))
          : answer(api.POST("/api/taxpayers/{taxpayerId}/taxi/secrets/{secretId}/rotation/completion", params)));
        return true;
      } catch (error) {
        if (isRefusal(error, "not-found")) {
          return false;
        }
        throw error;
      }
    },
    onSuccess: (ended) => {
      unmarkRotation(secretId);
      tell(!ended ? words.secrets.cancelTooLate : deed === "cancel" ? words.secrets.cancelled : words.secrets.completed);
      void refreshFleet(taxpayerId);
      onClose();
    },
  });
  return (
    <Dialog title={deed === "cancel" ? words.secrets.cancelTitle : words.secrets.completeTitle} onClose={onClose} busy={cancel.isPending}>
      <p>{deed === "cancel" ? words.secrets.cancelText : words.secrets.completeText(left)}</p>
      {cancel.error && <FaultNotice error={cancel.error} />}
      <footer class="buttons">
        <button type="button" class="secondary" disabled={cancel.isPending} onClick={onClose}>
          {words.actions.back}
        </button>
        <button type="button" class="danger" disabled={cancel.isPending} aria-busy={cancel.isPending} onClick={() => cancel.mutate()}>
          {deed === "cancel" ? words.secrets.cancel : words.secrets.complete}
        </button>
      </footer>
    </Dialog>
  );
}
