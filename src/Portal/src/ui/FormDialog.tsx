import type { ComponentChildren } from "preact";
import { useWords } from "../words/words";
import { Dialog } from "./Dialog";
import { FaultNotice } from "./notices";

/** A dialog that saves what is typed in it. `silent`: the fault is told at its field. */
export function FormDialog({ title, save, onClose, silent = false, children }: {
  title: string;
  save: { mutate: () => void; isPending: boolean; error: unknown };
  onClose: () => void;
  silent?: boolean;
  children: ComponentChildren;
}) {
  const words = useWords();
  return (
    <Dialog title={title} onClose={onClose} busy={save.isPending}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {children}
        {save.error !== null && !silent && <FaultNotice error={save.error} />}
        <footer class="buttons">
          <button type="button" class="secondary" disabled={save.isPending} onClick={onClose}>
            {words.actions.cancel}
          </button>
          <button type="submit" disabled={save.isPending} aria-busy={save.isPending}>
            {words.actions.save}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
