import { useWords } from "../words/words";

/** The page itself could not be loaded whole, or broke. "no-storage": the browser keeps nothing for it, so that nobody could sign in. */
export function CannotStart({ code }: { code: "no-connection" | "no-storage" | "failed" }) {
  const words = useWords();
  return (
    <main class="container narrow">
      <h1>{words.app.failedTitle}</h1>
      <p role="alert">{code === "no-storage" ? words.app.noStorage : words.problems[code]}</p>
      <button type="button" onClick={() => location.reload()}>
        {words.app.reload}
      </button>
    </main>
  );
}
