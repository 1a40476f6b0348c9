import { useLayoutEffect, useRef, useState } from "preact/hooks";

const BEYOND = 6; // rows above and below what is seen, so that keys and fingers find them
const ALL_BELOW = 60;
const USUAL_ROW_PX = 52;

/** Of a list of rows that are all as high, those in sight of its scrolling box are drawn: thousands stay quick. */
export function useRowWindow(count: number) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800, row: USUAL_ROW_PX });
  useLayoutEffect(() => {
    const shown = box.current;
    if (!shown) {
      return undefined;
    }
    const look = () => {
      const row = shown.querySelector<HTMLElement>("[aria-rowindex]")?.offsetHeight ?? USUAL_ROW_PX;
      setView((old) => {
        const now = { top: shown.scrollTop, height: shown.clientHeight, row };
        return old.top === now.top && old.height === now.height && old.row === now.row ? old : now;
      });
    };
    look();
    const watch = new ResizeObserver(look);
    watch.observe(shown);
    shown.addEventListener("scroll", look, { passive: true });
    return () => {
      watch.disconnect();
      shown.removeEventListener("scroll", look);
    };
  }, []);
  const all = count <= ALL_BELOW;
  const from = all ? 0 : Math.max(0, Math.min(Math.floor(view.top / view.row), count) - BEYOND);
  const to = all ? count : Math.min(count, Math.ceil((view.top + view.height) / view.row) + BEYOND);
  return {
    box,
    from,
    to,
    before: from * view.row,
    after: (count - to) * view.row,
    /** So that the row is drawn and in sight. */
    scrollTo(row: number) {
      const shown = box.current;
      if (shown && (row * view.row < shown.scrollTop || (row + 2) * view.row > shown.scrollTop + shown.clientHeight)) {
        shown.scrollTop = Math.max(0, row * view.row - shown.clientHeight / 2);
      }
    },
  };
}
