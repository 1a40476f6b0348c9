import type { ApiClient } from "../api/api";
import { matches } from "../search/fold";
import { Field } from "../ui/Field";
import { useWords } from "../words/words";
import type { Column, Order } from "./order";
import { neverUsed, unused } from "./usage";

export type Usage = "any" | "never" | "unused";

export interface Filter {
  search: string;
  state: "active" | "annulled" | "all";
  usage: Usage;
}

const usages: readonly Usage[] = ["any", "never", "unused"];
const states: readonly Filter["state"][] = ["active", "annulled", "all"];

export function parseUsage(text: string | null): Usage {
  return usages.find((usage) => usage === text) ?? "any";
}

export function parseState(text: string | null): Filter["state"] {
  return states.find((state) => state === text) ?? "active";
}

export function filtered(clients: readonly ApiClient[], { search, state, usage }: Filter, now: Date): ApiClient[] {
  return clients.filter(
    (client) =>
      (state === "all" || client.state === state) &&
      (usage === "any" || (usage === "never" ? neverUsed(client) : unused(client, now))) &&
      (search.trim() === "" || matches(client, search)),
  );
}

export function ClientFilter({ filter, onFilter, order, onOrder }: {
  filter: Filter;
  onFilter: (filter: Filter) => void;
  order: Order;
  onOrder: (order: Order) => void;
}) {
  const words = useWords().clients;
  const columns: Record<Column, string> = { driver: words.driver, clientId: words.clientId, createdAt: words.created, lastUsedAt: words.lastUsed };
  return (
    <search class="filter">
      <Field
        type="search"
        label={words.search}
        help={words.searchHint}
        value={filter.search}
        required={false}
        maxLength={100}
        onInput={(search) => onFilter({ ...filter, search })}
      />
      <label>
        {words.state}
        <select value={filter.state} onChange={(event) => onFilter({ ...filter, state: event.currentTarget.value as Filter["state"] })}>
          {states.map((state) => (
            <option key={state} value={state}>
              {words.states[state]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.usage}
        <select value={filter.usage} onChange={(event) => onFilter({ ...filter, usage: parseUsage(event.currentTarget.value) })}>
          {usages.map((usage) => (
            <option key={usage} value={usage}>
              {words.usages[usage]}
            </option>
          ))}
        </select>
      </label>
      {/* Where the table is shown as cards, it has no headings to sort by. */}
      <label class="narrow-only">
        {words.sort}
        <select
          value={`${order.by} ${order.ascending}`}
          onChange={(event) => {
            const [by, ascending] = event.currentTarget.value.split(" ");
            onOrder({ by: by as Column, ascending: ascending === "true" });
          }}
        >
          {Object.entries(columns).flatMap(([by, name]) => [
            <option key={`${by}+`} value={`${by} true`}>{`${name}, ${words.ascending}`}</option>,
            <option key={`${by}-`} value={`${by} false`}>{`${name}, ${words.descending}`}</option>,
          ])}
        </select>
      </label>
    </search>
  );
}
