import { useEffect, useState } from "preact/hooks";

const SHOWN_MS = 8000;
const FRESH_MS = 1000;
let show: (text: string) => void = () => undefined;
let shownAt = 0;

/** Says in passing that something was done; screen readers read it out. */
export function tell(text: string): void {
  shownAt = Date.now();
  show(text);
}

/** On a new page what was said on the one before is over, but for what has just been said. `all`: that, too. */
export function hush(all = false): void {
  if (all || Date.now() - shownAt > FRESH_MS) {
    show("");
  }
}

export function Status() {
  const [told, setTold] = useState({ text: "", times: 0 });
  useEffect(() => {
    show = (text) => setTold(({ times }) => ({ text, times: times + 1 }));
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
    </div>
  );
}
