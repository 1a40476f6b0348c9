import { useWords } from "../words/words";

/** The page itself could not be loaded whole, or broke. */
export function CannotStart({ code }: { code: "no-connection" | "failed" }) {
  const words = useWords();
  return (
    <main class="container narrow">
      <h1>{words.app.failedTitle}</h1>
      <p role="alert">{words.problems[code]}</p>
      <button type="button" onClick={() => location.reload()}>
        {words.app.reload}
      </button>
    </main>
  );
}
