import { useEffect, useRef } from "preact/hooks";
import { useWords } from "../words/words";
import { focusOn } from "./focus";

export const PAGE_SIZE = 50;

/** The part of a long list that is shown; pages count from 0. */
export function pageOf<Item>(items: readonly Item[], page: number): readonly Item[] {
  return items.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
}

/** Stands right after its list: a page that was turned to is read from the list's top, and the focus goes there. */
export function Pager({ total, page, onPage }: { total: number; page: number; onPage: (page: number) => void }) {
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
  const pages = Math.ceil(total / PAGE_SIZE);
  if (pages < 2) {
    return null;
  }
  return (
    <nav ref={bar} class="pager" aria-label={words.actions.page(page + 1, pages)}>
      <button type="button" class="secondary small" disabled={page === 0} onClick={() => turn(page - 1)}>
        {words.actions.previous}
      </button>
      <span aria-live="polite">{words.actions.page(page + 1, pages)}</span>
      <button type="button" class="secondary small" disabled={page >= pages - 1} onClick={() => turn(page + 1)}>
        {words.actions.next}
      </button>
    </nav>
  );
}
