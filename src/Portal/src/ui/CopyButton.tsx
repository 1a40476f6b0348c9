import { useWords, type Words } from "../words/words";
import { Button } from "./Button";
import { tell } from "./status";

export async function copyText(text: string, { actions }: Words): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    tell(actions.copied);
  } catch {
    tell(actions.copyFailed);
  }
}

export function CopyButton({ text, label }: { text: string; label: string }) {
  const words = useWords();
  return (
    <Button class="outline small" aria-label={label} onClick={() => void copyText(text, words)}>{words.actions.copy}</Button>
  );
}
