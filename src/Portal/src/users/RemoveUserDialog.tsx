import { useMutation } from "@tanstack/preact-query";
import { answer, type Schemas } from "../api/api";
import { isRefusal } from "../api/problem";
import { queryClient } from "../api/queries";
import { useActing } from "../taxpayer/taxpayer";
import { ConfirmDialog } from "../ui/Dialog";
import { tell } from "../ui/status";
import { useWords } from "../words/words";

export function RemoveUserDialog({ user, onClose, onRemoved }: { user: Schemas["User"]; onClose: () => void; onRemoved: () => void }) {
  const words = useWords().users;
  const { api, taxpayerId } = useActing();
  const { userId, name } = user;
  const remove = useMutation({
    mutationFn: async () => {
      try {
        await answer(api.DELETE("/api/taxpayers/{taxpayerId}/users/{userId}", { params: { path: { taxpayerId, userId } } }));
      } catch (error) {
        if (!isRefusal(error, "not-found")) {
          throw error; // gone already is as good as removed
        }
      }
    },
    onSuccess: async () => {
      tell(words.removed(name));
      onClose();
      onRemoved();
      await queryClient.invalidateQueries({ queryKey: ["users", taxpayerId] });
    },
  });
  return (
    <ConfirmDialog title={words.removeTitle} confirm={words.remove} doing={remove} onConfirm={() => remove.mutate()} onClose={onClose}>
      <p>{words.removeText(name)}</p>
    </ConfirmDialog>
  );
}
