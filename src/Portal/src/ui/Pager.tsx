import { useEffect, useRef, useState } from "preact/hooks";
import { remember, remembered } from "../remember";
import { useWords } from "../words/words";
import { Button } from "./Button";
import { LabelledSelect } from "./Field";
import { focusOn } from "./focus";

export const PAGE_SIZE = 50;
const SIZES = [25, 50, 100];
const KEY = "eds.pageSize";

/** How many rows this browser shows at once. */
export function usePageSize(): [size: number, choose: (size: number) => void] {
  const [size, setSize] = useState(() => SIZES.find((known) => `${known}` === remembered(KEY)) ?? PAGE_SIZE);
  return [
    size,
    (chosen) => {
      remember(KEY, `${chosen}`);
      setSize(chosen);
    },
  ];
}

/** The part of a long list that is shown, which is its last where the page is behind that; pages count from 0. */
export function pageOf<Item>(items: readonly Item[], page: number, size = PAGE_SIZE): { here: number; shown: readonly Item[] } {
  const here = Math.min(page, Math.max(0, Math.ceil(items.length / size) - 1));
  return { here, shown: items.slice(here * size, (here + 1) * size) };
}

/** Stands right after its list: a page that was turned to is read from the list's top, and the focus goes there. */
export function Pager({ total, page, onPage, isLast, busy = false, size = PAGE_SIZE, onSize }: {
  /** Null: not counted yet. */
  total: number | null;
  page: number;
  onPage: (page: number) => void;
  /** Where pages come one after the other, it is known of the shown one whether there is another; else it follows from the total. */
  isLast?: boolean;
  busy?: boolean;
  size?: number;
  onSize?: (size: number) => void;
}) {
  const words = useWords();
  const bar = useRef<HTMLElement>(null);
  const turned = useRef(false);
  useEffect(() => {
    const list = bar.current?.previousElementSibling;
    if (turned.current && list instanceof HTMLElement) {
      focusOn(list);
      list.scrollIntoView();
    }
    turned.current = false;
  }, [page]);
  const turn = (to: number) => {
    turned.current = true;
    onPage(to);
  };
  const pages = total === null ? null : Math.max(Math.ceil(total / size), isLast === false ? page + 2 : page + 1);
  const ends = isLast ?? (pages !== null && page >= pages - 1);
  if (total !== null && total <= Math.min(size, ...(onSize ? SIZES : []))) {
    return null;
  }
  return (
    <nav ref={bar} class="pager" aria-label={words.actions.page(page + 1, pages)}>
      {pages !== 1 && (
        <>
          <Button class="secondary small" disabled={page === 0} onClick={() => turn(page - 1)}>{words.actions.previous}</Button>
          <span aria-live="polite">{words.actions.page(page + 1, pages)}</span>
          <Button class="secondary small" disabled={ends} busy={busy} onClick={() => turn(page + 1)}>{words.actions.next}</Button>
        </>
      )}
      {onSize && (
        <LabelledSelect text={words.actions.pageSize} value={size} options={SIZES.map((known) => [known, `${known}`])} onChoose={onSize} />
      )}
    </nav>
  );
}
