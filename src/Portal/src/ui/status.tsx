import { useEffect, useState } from "preact/hooks";

const SHOWN_MS = 8000;
let show: (text: string) => void = () => undefined;

/** Says in passing that something was done; screen readers read it out. */
export function tell(text: string): void {
  show(text);
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
