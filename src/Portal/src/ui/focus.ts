import { type RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** Puts the focus on something that is read, not pressed; it is not scrolled to. */
export function focusOn(place: HTMLElement | null): void {
  if (place) {
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }
}

/** For a form: after each refused attempt, the page's or the server's, the first field at fault gets the focus. */
export function useFaultFocus(attempts: number, refusal: unknown): RefObject<HTMLFormElement> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [attempts, refusal]);
  return form;
}

/** For a form that the page itself sends. */
export function prevented(submit: () => void): (event: Event) => void {
  return (event) => {
    event.preventDefault();
    submit();
  };
}
