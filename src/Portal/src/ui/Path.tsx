import { Link } from "wouter-preact";
import { useWords } from "../words/words";

/** Where the page stands: below the one that `to` leads to. */
export function Path({ to, above, here }: { to: string; above: string; here: string }) {
  const words = useWords();
  return (
    <nav aria-label={words.app.path} class="path">
      <span><Link href={to}>{above}</Link><span aria-hidden="true">&ensp;›&ensp;</span>{here}</span>
    </nav>
  );
}
