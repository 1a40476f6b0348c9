import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { useWords } from "../words/words";
import { Button } from "./Button";
import { prevented, useFaultFocus } from "./focus";
import { FaultNotice } from "./notices";

interface Shown {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}

/** What a dialog waits for; useMutation's. */
interface Pending {
  isPending: boolean;
  error: unknown;
}

const NOTHING: Pending = { isPending: false, error: null };

/** A native modal dialog, with the browser's focus and Escape. `busy`: it cannot be closed now. `opaque`: it hides the page. */
export function Dialog({ title, onClose, busy = false, wide = false, opaque = false, children }: Shown & {
  busy?: boolean;
  wide?: boolean;
  opaque?: boolean;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const gone = useRef(false);
  const heading = useId();
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => {
      gone.current = true;
      shown?.close();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={opaque ? "opaque" : undefined}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        if (!busy) {
          onClose();
        }
      }}
      onClose={() => {
        // Chrome lets a second Escape through, whatever is busy.
        if (!gone.current && busy) {
          dialog.current?.showModal();
        } else if (!gone.current) {
          onClose();
        }
      }}
    >
      <article class={wide ? "wide" : undefined}>
        <h2 id={heading}>{title}</h2>
        {children}
      </article>
    </dialog>
  );
}

/** Two buttons: the one that does nothing, and the one that does it, if there is one. */
export function DialogButtons({ back, busy = false, onBack, children }: {
  back: string;
  busy?: boolean;
  onBack: () => void;
  children?: ComponentChildren;
}) {
  return (
    <footer class="buttons">
      <Button class="secondary" disabled={busy} onClick={onBack}>{back}</Button>
      {children}
    </footer>
  );
}

/** The one button of a dialog that only tells something. */
export function CloseFooter({ onClose }: { onClose: () => void }) {
  const words = useWords();
  return <footer class="buttons"><Button onClick={onClose}>{words.actions.close}</Button></footer>;
}

/** Asks before what cannot be undone; "Back", as "Cancel" could be taken for a yes. It closes itself, unless `doing` is given. */
export function ConfirmDialog({ title, confirm, onConfirm, doing, onClose, children }: Shown & {
  confirm: string;
  onConfirm: () => void;
  doing?: Pending;
}) {
  const words = useWords();
  const { isPending, error } = doing ?? NOTHING;
  const confirmed = () => {
    if (!doing) {
      onClose();
    }
    onConfirm();
  };
  return (
    <Dialog title={title} onClose={onClose} busy={isPending}>
      {children}
      {error !== null && <FaultNotice error={error} />}
      <DialogButtons back={words.actions.back} busy={isPending} onBack={onClose}>
        <Button class="danger" busy={isPending} onClick={confirmed}>{confirm}</Button>
      </DialogButtons>
    </Dialog>
  );
}

/** A dialog that does something with what is typed in it. After each attempt that fails the first field at fault gets the focus. */
export function FormDialog({ title, submit, back, danger = false, disabled = false, onSubmit, onClose, children, ...sending }: Shown & {
  /** What the button says, if not "Save". */
  submit?: string;
  /** What the other one says, if not "Cancel". */
  back?: string;
  danger?: boolean;
  disabled?: boolean;
  /** The field shows its own error. */
  silent?: boolean;
  attempts?: number;
  saving?: Pending;
  onSubmit: () => void;
}) {
  const words = useWords();
  const { attempts = 0, silent = false, saving: { isPending, error } = NOTHING } = sending;
  const form = useFaultFocus(attempts, error);
  return (
    <Dialog title={title} onClose={onClose} busy={isPending}>
      <form ref={form} noValidate onSubmit={prevented(onSubmit)}>
        {children}
        {error !== null && !silent && <FaultNotice error={error} />}
        <DialogButtons back={back ?? words.actions.cancel} busy={isPending} onBack={onClose}>
          <Button type="submit" class={danger ? "danger" : undefined} disabled={disabled} busy={isPending}>
            {submit ?? words.actions.save}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
