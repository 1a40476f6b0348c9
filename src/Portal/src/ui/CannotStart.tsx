import { useWords } from "../words/words";
import { Button } from "./Button";

/** The page itself could not be loaded whole, is late, or broke. "no-storage": the browser keeps nothing, so nobody could sign in. */
export function CannotStart({ code }: { code: "no-connection" | "no-storage" | "failed" | "slow" }) {
  const words = useWords();
  return (
    <main class="container narrow">
      <h1>{code === "slow" ? words.app.loading : words.app.failedTitle}</h1>
      <p role="alert">{code === "no-storage" ? words.app.noStorage : code === "slow" ? words.app.slow : words.problems[code]}</p>
      <Button onClick={() => location.reload()}>{words.app.reload}</Button>
    </main>
  );
}
