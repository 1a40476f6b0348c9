import { useEffect, useRef, useState } from "preact/hooks";
import type { ApiClient } from "../api/api";
import { useSecrets } from "../api/queries";
import { finder } from "../search/fold";
import { Button } from "../ui/Button";
import { LabelledSelect, SearchField } from "../ui/Field";
import { useWords } from "../words/words";
import { columns, type Order, parseOrder, writeOrder } from "./order";
import { useSecretLabel } from "./usedSecrets";
import { forgotten, neverUsed, unused } from "./usage";

const usages = ["any", "never", "forgotten", "unused"] as const;
const states = ["active", "suspended", "annulled", "all"] as const;

export interface Filter {
  search: string;
  state: (typeof states)[number];
  usage: (typeof usages)[number];
}

export const parseUsage = (text: string | null): Filter["usage"] => usages.find((usage) => usage === text) ?? "any";

export const parseState = (text: string | null): Filter["state"] => states.find((state) => state === text) ?? "active";

/** `kept` stay although their state has just been changed: a row does not vanish under the finger. */
export function filtered(clients: readonly ApiClient[], filter: Filter, kept: ReadonlySet<string>, now: Date): ApiClient[] {
  const { search, state, usage } = filter;
  const isFound = finder(search);
  const isUsed: Record<Filter["usage"], (client: ApiClient) => boolean> = {
    any: () => true,
    never: neverUsed,
    forgotten: (client) => forgotten(client, now),
    unused: (client) => unused(client, now),
  };
  const isIn = (client: ApiClient) => state === "all" || client.state === state || kept.has(client.clientId);
  return clients.filter((client) => isIn(client) && isUsed[usage](client) && isFound(client));
}

export function ClientFilter({ filter, onFilter, order, onOrder, secretId, onSecret }: {
  filter: Filter;
  onFilter: (filter: Filter) => void;
  order: Order;
  onOrder: (order: Order) => void;
  secretId: string | null;
  onSecret: (secretId: string) => void;
}) {
  const words = useWords().clients;
  const labelOf = useSecretLabel();
  const secrets = useSecrets().data ?? [];
  const offered = secrets.filter((secret) => secret.name !== null || secret.clients > 1 || secret.secretId === secretId);
  // On a phone they are out of the way until they are wanted, or in use.
  const [open, setOpen] = useState(filter.state !== "active" || filter.usage !== "any" || secretId !== null);
  const search = useRef<HTMLElement>(null);
  useEffect(() => {
    const seek = (event: KeyboardEvent) => {
      if (event.key === "/" && !(event.target instanceof Element && event.target.closest("input, select, textarea, dialog"))) {
        event.preventDefault();
        search.current?.querySelector("input")?.focus();
      }
    };
    document.addEventListener("keydown", seek);
    return () => document.removeEventListener("keydown", seek);
  }, []);
  return (
    <search ref={search} class={`filter${open ? " open" : ""}`}>
      <SearchField help={words.searchHint} value={filter.search} onInput={(search) => onFilter({ ...filter, search })} />
      <Button class="secondary narrow-only" aria-expanded={open} onClick={() => setOpen(!open)}>{words.filters}</Button>
      <LabelledSelect
        text={words.state}
        value={filter.state}
        options={states.map((state) => [state, words.states[state]])}
        onChoose={(state) => onFilter({ ...filter, state })}
      />
      <LabelledSelect
        text={words.usage}
        value={filter.usage}
        options={usages.map((usage) => [usage, words.usages[usage]])}
        onChoose={(usage) => onFilter({ ...filter, usage })}
      />
      {offered.length > 0 && (
        <LabelledSelect
          text={words.secret}
          value={secretId ?? ""}
          options={[["", words.anySecret], ...offered.map((secret) => [secret.secretId, labelOf(secret)] as const)]}
          onChoose={onSecret}
        />
      )}
      {/* Where the table is shown as cards, it has no headings to sort by. */}
      <LabelledSelect
        class="narrow-only"
        text={words.sort}
        value={writeOrder(order)}
        options={columns.flatMap((by) => [
          [writeOrder({ by, ascending: true }), `${words.columns[by]}, ${words.ascending}`] as const,
          [writeOrder({ by, ascending: false }), `${words.columns[by]}, ${words.descending}`] as const,
        ])}
        onChoose={(text) => onOrder(parseOrder(text))}
      />
    </search>
  );
}
