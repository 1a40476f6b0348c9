import { useEffect, useRef, useState } from "preact/hooks";
import type { ApiClient } from "../api/api";
import { useSecrets } from "../api/queries";
import { finder } from "../search/fold";
import { useActing } from "../taxpayer/taxpayer";
import { Field } from "../ui/Field";
import { useWords } from "../words/words";
import type { Column, Order } from "./order";
import { useSecretLabel } from "./useDriversOf";
import { forgotten, neverUsed, unused } from "./usage";

export type Usage = "any" | "never" | "forgotten" | "unused";

export interface Filter {
  search: string;
  state: ApiClient["state"] | "all";
  usage: Usage;
}

const usages: readonly Usage[] = ["any", "never", "forgotten", "unused"];
const states: readonly Filter["state"][] = ["active", "suspended", "annulled", "all"];

export function parseUsage(text: string | null): Usage {
  return usages.find((usage) => usage === text) ?? "any";
}

export function parseState(text: string | null): Filter["state"] {
  return states.find((state) => state === text) ?? "active";
}

/** `kept` stay although their state has just been changed: a row does not vanish under the finger. */
export function filtered(clients: readonly ApiClient[], { search, state, usage }: Filter, kept: ReadonlySet<string>, now: Date): ApiClient[] {
  const isFound = finder(search);
  const isUsed: Record<Usage, (client: ApiClient) => boolean> = {
    any: () => true,
    never: neverUsed,
    forgotten: (client) => forgotten(client, now),
    unused: (client) => unused(client, now),
  };
  return clients.filter((client) => (state === "all" || client.state === state || kept.has(client.clientId)) && isUsed[usage](client) && isFound(client));
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
  const secrets = useSecrets(useActing().taxpayer.taxpayerId).data ?? [];
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
  const columns: Record<Column, string> = { driver: words.driver, clientId: words.clientId, createdAt: words.created, lastUsedAt: words.lastUsed };
  return (
    <search ref={search} class={`filter${open ? " open" : ""}`}>
      <Field
        type="search"
        label={words.search}
        help={words.searchHint}
        value={filter.search}
        required={false}
        maxLength={100}
        onInput={(search) => onFilter({ ...filter, search })}
      />
      <button type="button" class="secondary narrow-only" aria-expanded={open} onClick={() => setOpen(!open)}>
        {words.filters}
      </button>
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
      {offered.length > 0 && (
        <label>
          {words.secret}
          <select value={secretId ?? ""} onChange={(event) => onSecret(event.currentTarget.value)}>
            <option value="">{words.anySecret}</option>
            {offered.map((secret) => (
              <option key={secret.secretId} value={secret.secretId}>
                {labelOf(secret)}
              </option>
            ))}
          </select>
        </label>
      )}
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
