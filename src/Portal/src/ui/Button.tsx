import type { ComponentProps } from "preact";

/** `busy`: what it does is under way, and it cannot be pressed again. */
export function Button({ busy = false, disabled, ...attributes }: ComponentProps<"button"> & { busy?: boolean }) {
  return <button type="button" disabled={disabled === true || busy} aria-busy={busy || undefined} {...attributes} />;
}

/** What keeps a form from being sent; screen readers read it out. */
export function Alert({ text }: { text: string }) {
  return <p role="alert" class="fault">{text}</p>;
}
