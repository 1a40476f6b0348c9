import { useMutation } from "@tanstack/preact-query";
import { answer } from "../api/api";
import { isRefusal } from "../api/problem";
import { refreshFleet } from "../api/queries";
import { useActing } from "../taxpayer/taxpayer";
import { ConfirmDialog } from "../ui/Dialog";
import { tell } from "../ui/status";
import { useWords } from "../words/words";
import { unmarkRotation } from "./unconfirmed";

/** Ends a rotation early: back to the old password, or without it from now on. */
export function CancelRotationDialog({ secretId, deed, left, onClose }: {
  secretId: string;
  deed: "cancel" | "complete";
  /** Devices that have not signed in with the new password. */
  left: number;
  onClose: () => void;
}) {
  const words = useWords().secrets;
  const { api, taxpayerId } = useActing();
  const params = { params: { path: { taxpayerId, secretId } } };
  const texts = {
    cancel: { title: words.cancelTitle, text: words.cancelText, button: words.cancel, done: words.cancelled },
    complete: { title: words.completeTitle, text: words.completeText(left), button: words.complete, done: words.completed },
  }[deed];
  const end = (told: string) => {
    unmarkRotation(secretId);
    tell(told);
    void refreshFleet(taxpayerId);
    onClose();
  };
  const ending = useMutation({
    mutationFn: () =>
      deed === "cancel"
        ? answer(api.DELETE("/api/taxpayers/{taxpayerId}/taxi/secrets/{secretId}/rotation", params))
        : answer(api.POST("/api/taxpayers/{taxpayerId}/taxi/secrets/{secretId}/rotation/completion", params)),
    onSuccess: () => end(texts.done),
    onError: (error) => isRefusal(error, "not-found") && end(words.cancelTooLate),
  });
  return (
    <ConfirmDialog title={texts.title} confirm={texts.button} doing={ending} onConfirm={() => ending.mutate()} onClose={onClose}>
      <p>{texts.text}</p>
    </ConfirmDialog>
  );
}
