import { useMutation } from "@tanstack/preact-query";
import { answer } from "../api/api";
import { isRefusal } from "../api/problem";
import { queryClient } from "../api/queries";
import { usePortal } from "../portal";
import { useActing } from "../taxpayer/taxpayer";
import { Dialog } from "../ui/Dialog";
import { FaultNotice } from "../ui/notices";
import { tell } from "../ui/status";
import { unmarkRotation } from "./unconfirmed";
import { useWords } from "../words/words";

export function CancelRotationDialog({ secretId, onClose }: { secretId: string; onClose: () => void }) {
  const words = useWords();
  const { api } = usePortal();
  const { taxpayerId } = useActing().taxpayer;
  const cancel = useMutation({
    mutationFn: async () => {
      try {
        await answer(api.DELETE("/api/taxpayers/{taxpayerId}/taxi/secrets/{secretId}/rotation", { params: { path: { taxpayerId, secretId } } }));
        return true;
      } catch (error) {
        if (isRefusal(error, "not-found")) {
          return false;
        }
        throw error;
      }
    },
    onSuccess: (cancelled) => {
      unmarkRotation(secretId);
      tell(cancelled ? words.secrets.cancelled : words.secrets.cancelTooLate);
      void queryClient.invalidateQueries({ queryKey: ["secrets", taxpayerId] });
      void queryClient.invalidateQueries({ queryKey: ["events", taxpayerId] });
      onClose();
    },
  });
  return (
    <Dialog title={words.secrets.cancelTitle} onClose={onClose} busy={cancel.isPending}>
      <p>{words.secrets.cancelText}</p>
      {cancel.error && <FaultNotice error={cancel.error} />}
      <footer class="buttons">
        <button type="button" class="secondary" disabled={cancel.isPending} onClick={onClose}>
          {words.actions.back}
        </button>
        <button type="button" class="danger" disabled={cancel.isPending} aria-busy={cancel.isPending} onClick={() => cancel.mutate()}>
          {words.secrets.cancel}
        </button>
      </footer>
    </Dialog>
  );
}
