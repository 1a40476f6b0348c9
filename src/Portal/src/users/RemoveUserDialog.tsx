import { useMutation } from "@tanstack/preact-query";
import { answer, type Schemas } from "../api/api";
import { isRefusal } from "../api/problem";
import { queryClient } from "../api/queries";
import { usePortal } from "../portal";
import { useActing } from "../taxpayer/taxpayer";
import { Dialog } from "../ui/Dialog";
import { FaultNotice } from "../ui/notices";
import { tell } from "../ui/status";
import { useWords } from "../words/words";

export function RemoveUserDialog({ user, onClose, onRemoved }: { user: Schemas["User"]; onClose: () => void; onRemoved: () => void }) {
  const words = useWords();
  const { api } = usePortal();
  const { taxpayerId } = useActing().taxpayer;
  const remove = useMutation({
    mutationFn: async () => {
      try {
        await answer(api.DELETE("/api/taxpayers/{taxpayerId}/users/{userId}", { params: { path: { taxpayerId, userId: user.userId } } }));
      } catch (error) {
        if (!isRefusal(error, "not-found")) {
          throw error; // gone already is as good as removed
        }
      }
    },
    onSuccess: async () => {
      tell(words.users.removed(user.name));
      onClose();
      onRemoved();
      await queryClient.invalidateQueries({ queryKey: ["users", taxpayerId] });
    },
  });
  return (
    <Dialog title={words.users.removeTitle} onClose={onClose} busy={remove.isPending}>
      <p>{words.users.removeText(user.name)}</p>
      {remove.error && <FaultNotice error={remove.error} />}
      <footer class="buttons">
        <button type="button" class="secondary" disabled={remove.isPending} onClick={onClose}>
          {words.actions.cancel}
        </button>
        <button type="button" class="danger" disabled={remove.isPending} aria-busy={remove.isPending} onClick={() => remove.mutate()}>
          {words.users.remove}
        </button>
      </footer>
    </Dialog>
  );
}
