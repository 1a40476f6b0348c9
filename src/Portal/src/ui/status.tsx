import { useEffect, useState } from "preact/hooks";
import { useWords } from "../words/words";

const SHOWN_MS = 8000;
const FRESH_MS = 1000;
let show: (text: string, undo?: () => void) => void = () => undefined;
let shownAt = 0;

/** Says in passing that something was done; screen readers read it out. `undo` takes it back. */
export function tell(text: string, undo?: () => void): void {
  shownAt = Date.now();
  show(text, undo);
}

/** On a new page what was said on the one before is over, but for what has just been said. `all`: that, too. */
export function hush(all = false): void {
  if (all || Date.now() - shownAt > FRESH_MS) {
    show("");
  }
}

export function Status() {
  const words = useWords();
  const [told, setTold] = useState<{ text: string; undo?: (() => void) | undefined; times: number }>({ text: "", times: 0 });
  useEffect(() => {
    show = (text, undo) => setTold(({ times }) => ({ text, undo, times: times + 1 }));
  }, []);
  useEffect(() => {
    if (told.text) {
      const timer = setTimeout(() => setTold(({ times }) => ({ text: "", times })), SHOWN_MS);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [told]);
  return (
    <div role="status" class={told.text ? "told" : undefined}>
      <span key={told.times}>{told.text}</span>
      {told.undo && <button type="button" class="quiet" onClick={told.undo}>{words.actions.undo}</button>}
    </div>
  );
}
