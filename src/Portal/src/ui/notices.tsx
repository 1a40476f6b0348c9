import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Refusal } from "../api/problem";
import { askAgain } from "../api/queries";
import { useWords } from "../words/words";
import { Button } from "./Button";

/** Something the reader must not miss. `focus` moves the focus to it when it appears, but not away from a field at fault. */
export function Notice({ kind, title, text, focus = false, children }: {
  kind: "fault" | "warning" | "good" | "info";
  title?: string;
  text?: string;
  focus?: boolean;
  children?: ComponentChildren;
}) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (focus && !document.activeElement?.matches("[aria-invalid=true]")) {
      box.current?.focus();
    }
  }, [focus]);
  return (
    <section ref={box} class={`notice ${kind}`} role={kind === "fault" ? "alert" : undefined} tabIndex={focus ? -1 : undefined}>
      {title && <strong>{title}</strong>}
      {text && <p>{text}</p>}
      {children}
    </section>
  );
}

/** Why it did not work, in the reader's words. */
export function useReason(): (error: unknown) => string {
  const words = useWords();
  return (error) => (error instanceof Refusal ? words.problems[error.code] : words.problems.failed);
}

export function FaultNotice({ error, retry }: { error: unknown; retry?: () => unknown }) {
  const words = useWords();
  const reason = useReason();
  const trace = error instanceof Refusal && error.code === "failed" ? error.problem?.traceId : undefined;
  return (
    <Notice kind="fault" text={reason(error)}>
      {trace && <small>{words.trace(trace)}</small>}
      {retry && <Button class="secondary" onClick={() => void retry()}>{words.actions.retry}</Button>}
    </Notice>
  );
}

const SLOW_MS = 5000;

/** What stands instead of something that is still loading or failed to load. After five seconds it says so and offers to ask again. */
export function Pending({ query, rows = 3 }: { query: { isPending: boolean; error: unknown; refetch: () => unknown }; rows?: number }) {
  if (query.error) {
    return <FaultNotice error={query.error} retry={query.refetch} />;
  }
  return query.isPending ? <Loading rows={rows} /> : null;
}

/** Grey lines where the contents will be. */
export function Loading({ rows = 3 }: { rows?: number }) {
  const words = useWords();
  const [tries, setTries] = useState(0);
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    setSlow(false);
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, [tries]);
  const retry = () => {
    setTries(tries + 1);
    void askAgain();
  };
  return (
    <div>
      {slow && (
        <Notice kind="info">
          <p role="status">{words.app.slow}</p>
          <Button class="secondary small" onClick={retry}>{words.actions.retry}</Button>
        </Notice>
      )}
      <div class="skeleton">
        <span class="unseen">{words.app.loading}</span>
        {Array.from({ length: rows }, (_, row) => <span key={row} />)}
      </div>
    </div>
  );
}
