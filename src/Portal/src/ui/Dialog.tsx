import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { useWords } from "../words/words";

/** A native modal dialog: it keeps the focus inside, Escape closes it, and the focus goes back to where it was. */
export function Dialog({ title, onClose, busy = false, wide = false, children }: {
  title: string;
  onClose: () => void;
  /** True: it cannot be closed now. */
  busy?: boolean;
  wide?: boolean;
  children: ComponentChildren;
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

/** The one button of a dialog that only tells something. */
export function CloseFooter({ onClose }: { onClose: () => void }) {
  const words = useWords();
  return (
    <footer class="buttons">
      <button type="button" onClick={onClose}>
        {words.actions.close}
      </button>
    </footer>
  );
}
