import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Refusal } from "../api/problem";
import { useWords } from "../words/words";

/** Something the reader must not miss. `focus` moves the focus to it when it appears. */
export function Notice({ kind, title, focus = false, children }: {
  kind: "fault" | "warning" | "good" | "info";
  title?: string;
  focus?: boolean;
  children: ComponentChildren;
}) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (focus) {
      box.current?.focus();
    }
  }, [focus]);
  return (
    <section ref={box} class={`notice ${kind}`} role={kind === "fault" ? "alert" : undefined} tabIndex={focus ? -1 : undefined}>
      {title && <strong>{title}</strong>}
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
    <Notice kind="fault">
      <p>{reason(error)}</p>
      {trace && <small>{words.trace(trace)}</small>}
      {retry && (
        <button type="button" class="secondary" onClick={() => void retry()}>
          {words.actions.retry}
        </button>
      )}
    </Notice>
  );
}

/** What stands instead of something that is still loading or failed to load. */
export function Pending({ query }: { query: { isPending: boolean; error: unknown; refetch: () => unknown } }) {
  const words = useWords();
  if (query.error) {
    return <FaultNotice error={query.error} retry={query.refetch} />;
  }
  return query.isPending ? <p aria-busy="true">{words.app.loading}</p> : null;
}
