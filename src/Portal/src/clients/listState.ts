import { useState } from "preact/hooks";
import { useHistoryState } from "wouter-preact/use-browser-location";
import { usePortal } from "../portal";
import { forget, remember, remembered } from "../remember";
import { useAddressQuery } from "../ui/useAddressQuery";
import { type Filter, parseState, parseUsage } from "./ClientFilter";
import { type Order, parseOrder, writeOrder } from "./order";

const PREFIX = "eds.search.";

/**
 * How the list is looked at, so that Back and a reload show it as it was: in the address's query, but for the search text. That may be a
 * driver's name or personal code, which belong in no URL: it stays in this tab, and the history entry only tells that it has one.
 */
export function useListState() {
  const { session } = usePortal();
  const key = `${PREFIX}${session.subject}`;
  const [parameters, setQuery] = useAddressQuery();
  const searched = useHistoryState<{ searched?: boolean } | null>()?.searched === true;
  const [text, setText] = useState(() => remembered(key, "tab") ?? "");
  const filter: Filter = {
    search: searched ? text : "",
    state: parseState(parameters.get("state")),
    usage: parseUsage(parameters.get("usage")),
  };
  const change = (changes: Record<string, string>, nowSearched = searched) => setQuery(changes, nowSearched ? { searched: true } : null);
  return {
    secretId: parameters.get("secret"),
    filter,
    order: parseOrder(parameters.get("sort")),
    /** Counts from 0, and may be behind the last. */
    page: Math.max(0, Math.trunc(Number(parameters.get("page") ?? 1)) - 1) || 0,
    setFilter: ({ search, state, usage }: Filter) => {
      const typed = search !== filter.search;
      if (typed) {
        setText(search);
        remember(key, search, "tab");
      }
      // Not at every key: browsers allow only so many changes of an entry.
      if (!typed || !searched || parameters.has("page")) {
        const changes = { state: state === parseState(null) ? "" : state, usage: usage === parseUsage(null) ? "" : usage, page: "" };
        change(changes, searched || typed);
      }
    },
    clearFilter: () => change({ state: "", usage: "", secret: "", page: "" }, false),
    setSecret: (secretId: string) => change({ secret: secretId, page: "" }),
    setOrder: (order: Order) => change({ sort: writeOrder(order) }),
    setPage: (page: number) => change({ page: page === 0 ? "" : String(page + 1) }),
  };
}

/** When somebody signs out. */
export const forgetSearch = (): void => forget(PREFIX, "tab");
