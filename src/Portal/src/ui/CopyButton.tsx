import { useWords } from "../words/words";
import { tell } from "./status";

export function CopyButton({ text, label }: { text: string; label: string }) {
  const words = useWords();
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      tell(words.actions.copied);
    } catch {
      tell(words.actions.copyFailed);
    }
  }
  return (
    <button type="button" class="outline small" aria-label={label} onClick={() => void copy()}>
      {words.actions.copy}
    </button>
  );
}
