import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/**
 * A button that opens what else there is to do, or to choose: closed by Escape, by a choice, and by a press elsewhere. What is in it is
 * drawn when it opens, as a list has one for each row.
 */
export function Menu({ label, text, class: kind = "", children }: {
  label?: string;
  text: ComponentChildren;
  class?: string;
  children: ComponentChildren;
}) {
  const menu = useRef<HTMLDetailsElement>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!open) {
      return undefined;
    }
    const close = (event: Event) => {
      const isKey = event instanceof KeyboardEvent;
      const isMeant = isKey ? event.key === "Escape" : !(event.target instanceof Node && menu.current?.contains(event.target));
      if (menu.current && isMeant) {
        menu.current.open = false;
        if (isKey) {
          menu.current.querySelector("summary")?.focus();
        }
      }
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, [open]);
  const chosen = (event: Event) => {
    if (menu.current && event.target instanceof Element && event.target.closest("a, button")) {
      menu.current.open = false;
      menu.current.querySelector("summary")?.focus({ preventScroll: true });
    }
  };
  // Upwards, if there is no room below.
  useLayoutEffect(() => {
    const list = menu.current?.lastElementChild;
    list?.classList.remove("up");
    list?.classList.toggle("up", open && list.getBoundingClientRect().bottom > innerHeight);
  }, [open]);
  return (
    <details ref={menu} class={`menu ${kind}`} name="menu" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary aria-label={label}>{text}</summary>
      {/* A press on one of its buttons or links, which the keyboard reaches by themselves. */}
      <div onClickCapture={chosen}>{open && children}</div>
    </details>
  );
}
