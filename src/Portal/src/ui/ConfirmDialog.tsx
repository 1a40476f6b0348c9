import type { ComponentChildren } from "preact";
import { useWords } from "../words/words";
import { Dialog } from "./Dialog";

/** Asks before something that cannot be undone. Its other button says "Back": beside "Do not continue", "Cancel" could be taken for a yes. */
export function ConfirmDialog({ title, confirm, onConfirm, onClose, children }: {
  title: string;
  /** What the button says that does it. */
  confirm: string;
  onConfirm: () => void;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const words = useWords();
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <footer class="buttons">
        <button type="button" class="secondary" onClick={onClose}>
          {words.actions.back}
        </button>
        <button type="button" class="danger" onClick={onConfirm}>
          {confirm}
        </button>
      </footer>
    </Dialog>
  );
}
