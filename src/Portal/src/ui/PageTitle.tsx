import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { hush } from "./status";
import { useWords } from "../words/words";

let shownBefore = false;

/** The page's heading. A new page takes the focus here, so that screen readers and keyboards begin at its top. */
export function PageTitle({ title, children }: { title: string; children?: ComponentChildren }) {
  const words = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – ${words.app.name}`;
  }, [title, words]);
  useEffect(() => {
    hush();
    if (shownBefore) {
      heading.current?.focus();
    }
    shownBefore = true;
  }, []);
  return (
    <header class="page-title">
      <h1 ref={heading} tabIndex={-1}>{title}</h1>
      {children}
    </header>
  );
}

export function NotFound() {
  const words = useWords();
  return (
    <>
      <PageTitle title={words.app.notFoundTitle} />
      <p>{words.app.notFound}</p>
      <a href="/" role="button">{words.app.toStart}</a>
    </>
  );
}
