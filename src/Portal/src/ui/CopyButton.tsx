import { useWords, type Words } from "../words/words";
import { Button } from "./Button";
import { tell } from "./status";

export async function copyText(text: string, copied: string, { actions }: Words): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    tell(copied);
  } catch {
    tell(actions.copyFailed);
  }
}

export function CopyButton({ text, label, copied, button }: {
  text: string;
  /** For screen readers: what, and whose. */
  label: string;
  copied: string;
  button?: string;
}) {
  const words = useWords();
  const copy = () => void copyText(text, copied, words);
  return <Button class="outline small" aria-label={label} onClick={copy}>{button ?? words.actions.copy}</Button>;
}
