import { Link } from "wouter-preact";
import type { ApiClient } from "../api/api";
import { useActing } from "../taxpayer/taxpayer";
import { CopyButton } from "../ui/CopyButton";
import { useDates, useWords } from "../words/words";
import type { Column, Order } from "./order";
import { activeClients } from "./usage";

interface Selecting {
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
}

interface Deeds {
  onAnnul: (client: ApiClient) => void;
  onRename: (client: ApiClient) => void;
  onRegisterAgain: (client: ApiClient) => void;
}

export function ClientTable({ clients, all, drivers, registered, order, onOrder, selected, onSelect, ...deeds }: Selecting & Deeds & {
  /** Those of this page. */
  clients: readonly ApiClient[];
  /** Those of all pages, which "select all" means. */
  all: readonly ApiClient[];
  /** Active clients of each secret. */
  drivers: ReadonlyMap<string, readonly ApiClient[]>;
  /** Personal codes of the drivers who have an active client. */
  registered: ReadonlySet<string>;
  order: Order;
  onOrder: (order: Order) => void;
}) {
  const words = useWords().clients;
  const active = activeClients(all);
  const everyone = active.length > 0 && active.every((client) => selected.has(client.clientId));
  return (
    <table role="table" class="cards">
      <thead role="rowgroup">
        <tr role="row">
          <td role="columnheader">
            <input
              type="checkbox"
              aria-label={words.selectAll(active.length)}
              title={words.selectAll(active.length)}
              checked={everyone}
              disabled={active.length === 0}
              onChange={() => onSelect(new Set(everyone ? [] : active.map((client) => client.clientId)))}
            />
          </td>
          <Heading column="driver" text={words.driver} order={order} onOrder={onOrder} />
          <Heading column="clientId" text={words.clientId} order={order} onOrder={onOrder} />
          <th role="columnheader" scope="col">
            {words.secret}
          </th>
          <Heading column="createdAt" text={words.created} order={order} onOrder={onOrder} />
          <Heading column="lastUsedAt" text={words.lastUsed} order={order} onOrder={onOrder} />
          <th role="columnheader" scope="col">
            <span class="unseen">{words.deeds}</span>
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {clients.map((client) => (
          <Row
            key={client.clientId}
            client={client}
            sharedBy={drivers.get(client.secretId)?.length ?? 0}
            hasAnother={registered.has(client.driver.personalCode)}
            selected={selected}
            onSelect={onSelect}
            {...deeds}
          />
        ))}
      </tbody>
    </table>
  );
}

function Heading({ column, text, order, onOrder }: { column: Column; text: string; order: Order; onOrder: (order: Order) => void }) {
  const words = useWords().clients;
  const here = order.by === column;
  return (
    <th role="columnheader" scope="col" aria-sort={here ? (order.ascending ? "ascending" : "descending") : "none"}>
      <button
        type="button"
        class="sort"
        title={words.sortBy(text)}
        onClick={() => onOrder({ by: column, ascending: here ? !order.ascending : column === "driver" || column === "clientId" })}
      >
        {text}
      </button>
    </th>
  );
}

function Row({ client, sharedBy, hasAnother, selected, onSelect, onAnnul, onRename, onRegisterAgain }: Selecting & Deeds & {
  client: ApiClient;
  sharedBy: number;
  /** An annulled one's driver has an active client. */
  hasAnother: boolean;
}) {
  const words = useWords().clients;
  const dates = useDates();
  const { home } = useActing();
  const { clientId, driver, state, createdAt, createdBy, lastUsedAt, annulledAt, secretId } = client;
  const isActive = state === "active";
  return (
    <tr role="row" class={state}>
      <td role="cell" class="pick">
        {isActive && (
          <input
            type="checkbox"
            aria-label={words.select(driver.name)}
            checked={selected.has(clientId)}
            onChange={(event) => {
              const chosen = new Set(selected);
              if (event.currentTarget.checked) {
                chosen.add(clientId);
              } else {
                chosen.delete(clientId);
              }
              onSelect(chosen);
            }}
          />
        )}
      </td>
      <th role="rowheader" scope="row" data-label={words.driver}>
        {driver.name}
        <small>{driver.personalCode}</small>
      </th>
      <td role="cell" data-label={words.clientId}>
        <span class="id">
          <code>{clientId}</code>
          <CopyButton text={clientId} label={words.copyId(driver.name)} />
        </span>
        {annulledAt && <small class="state">{words.annulledAt(dates.minute(annulledAt))}</small>}
      </td>
      <td role="cell" data-label={words.secret}>
        {isActive && <Link href={`${home}/settings/api/secrets#${secretId}`}>{sharedBy > 1 ? words.shared(sharedBy) : words.own}</Link>}
      </td>
      <td role="cell" data-label={words.created}>
        {dates.day(createdAt)}
        <small>{createdBy.name}</small>
      </td>
      <td role="cell" data-label={words.lastUsed}>
        {lastUsedAt ? dates.minute(lastUsedAt) : words.never}
      </td>
      <td role="cell" class="deeds">
        {!isActive && !hasAnother && (
          <button type="button" class="outline small" aria-label={words.registerAgainOf(driver.name)} onClick={() => onRegisterAgain(client)}>
            {words.registerAgain}
          </button>
        )}
        {isActive && (
          <>
            <button type="button" class="outline small" aria-label={words.renameOf(driver.name)} onClick={() => onRename(client)}>
              {words.rename}
            </button>
            <button type="button" class="outline danger small" aria-label={words.annulOf(driver.name)} onClick={() => onAnnul(client)}>
              {words.annul}
            </button>
          </>
        )}
      </td>
    </tr>
  );
}
