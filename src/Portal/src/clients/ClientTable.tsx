import { Link } from "wouter-preact";
import type { ApiClient } from "../api/api";
import { now } from "../api/clock";
import { useActing } from "../taxpayer/taxpayer";
import { Button } from "../ui/Button";
import { copyText } from "../ui/CopyButton";
import { Icon } from "../ui/Icon";
import { Menu } from "../ui/Menu";
import { Heading, Table, UnseenHeading } from "../ui/Table";
import { useDates, useWords } from "../words/words";
import { useAnnulling } from "./Annulments";
import type { Column, Order } from "./order";
import { type Secret, useSecretLabel } from "./usedSecrets";
import { isNew, liveClients } from "./usage";

interface Selecting {
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
}

type Deeds = Record<"annul" | "rename" | "suspend" | "bringBack" | "registerAgain", (client: ApiClient) => void>;

export function ClientTable({ clients, secrets, registered, order, onOrder, selected, onSelect, deeds }: Selecting & {
  clients: readonly ApiClient[];
  deeds: Deeds;
  secrets: ReadonlyMap<string, Secret>;
  /** Personal codes of the drivers who have a client. */
  registered: ReadonlySet<string>;
  order: Order;
  onOrder: (order: Order) => void;
}) {
  const words = useWords().clients;
  const { leaving } = useAnnulling();
  const here = liveClients(clients).filter(({ clientId }) => !leaving.has(clientId));
  const all = here.length > 0 && here.every(({ clientId }) => selected.has(clientId));
  const sorting = (column: Column) => <SortHeading key={column} column={column} order={order} onOrder={onOrder} />;
  return (
    <Table
      class="list"
      headings={
        <>
          <td role="columnheader" class="pick">
            <input
              type="checkbox"
              aria-label={words.selectPage(here.length)}
              title={words.selectPage(here.length)}
              checked={all}
              disabled={here.length === 0}
              onChange={() => onSelect(new Set(all ? [] : here.map((client) => client.clientId)))}
            />
          </td>
          {sorting("driver")}
          {sorting("clientId")}
          <Heading>{words.secret}</Heading>
          {sorting("lastUsedAt")}
          <Heading>{words.state}</Heading>
          <UnseenHeading>{words.deeds}</UnseenHeading>
        </>
      }
    >
      {clients.map((client) => (
        <Row
          key={client.clientId}
          client={client}
          secret={secrets.get(client.secretId)}
          hasAnother={registered.has(client.driver.personalCode)}
          isLeaving={leaving.has(client.clientId)}
          selected={selected}
          onSelect={onSelect}
          deeds={deeds}
        />
      ))}
    </Table>
  );
}

function SortHeading({ column, order, onOrder }: { column: Column; order: Order; onOrder: (order: Order) => void }) {
  const words = useWords().clients;
  const here = order.by === column;
  const text = words.columns[column];
  return (
    <Heading class={column === "clientId" ? "spare" : undefined} aria-sort={here ? (order.ascending ? "ascending" : "descending") : "none"}>
      <button
        type="button"
        class="quiet"
        title={words.sortBy(text)}
        onClick={() => onOrder({ by: column, ascending: here ? !order.ascending : column === "driver" || column === "clientId" })}
      >
        {text} {here && (order.ascending ? "↑" : "↓")}
      </button>
    </Heading>
  );
}

function Row({ client, secret, hasAnother, isLeaving, selected, onSelect, deeds }: Selecting & {
  client: ApiClient;
  deeds: Deeds;
  secret: Secret | undefined;
  /** An annulled one's driver has another client. */
  hasAnother: boolean;
  isLeaving: boolean;
}) {
  const words = useWords().clients;
  const dates = useDates();
  const { list } = useActing();
  const labelOf = useSecretLabel();
  const { clientId, driver, state, lastUsedAt, secretId } = client;
  const isLive = state !== "annulled";
  return (
    <tr role="row" class={isLeaving ? "annulled" : state}>
      <td role="cell" class="pick">
        {isLive && (
          <input
            type="checkbox"
            aria-label={words.select(driver.name)}
            disabled={isLeaving}
            checked={selected.has(clientId)}
            onChange={(event) => {
              const others = [...selected].filter((id) => id !== clientId);
              onSelect(new Set(event.currentTarget.checked ? [...others, clientId] : others));
            }}
          />
        )}
      </td>
      <th role="rowheader" scope="row" class="main">
        <Link href={`${list}/clients/${clientId}`}>{driver.name}</Link>
        <small translate={false}>{driver.personalCode}</small>
      </th>
      <td role="cell" class="id spare" translate={false}><code>{clientId}</code></td>
      <td role="cell" class="extra">
        {isLive && (secret ? <Link href={`${list}/secrets#${secretId}`}>{labelOf(secret)}</Link> : <span class="skeleton">…</span>)}
      </td>
      <td role="cell" class="used" data-label={words.columns.lastUsedAt}>{lastUsedAt ? dates.minute(lastUsedAt) : words.never}</td>
      <td role="cell" class="state">
        {isLive && !isLeaving && isNew(client, now()) && <span class="tag">{words.isNew}</span>} <StateTag client={client} />
      </td>
      <td role="cell" class="deeds">{!isLeaving && <RowMenu client={client} hasAnother={hasAnother} deeds={deeds} />}</td>
    </tr>
  );
}

/** “Aktīvs” needs no colour; what is not working does. */
export function StateTag({ client: { state, validUntil, annulledAt } }: { client: ApiClient }) {
  const words = useWords().clients;
  const dates = useDates();
  return (
    <>
      <span class={`tag ${state}`}>{words.stateOf[state]}</span>
      {annulledAt && <small>{dates.minute(annulledAt)}</small>}
      {validUntil && state === "active" && <small>{words.until(dates.day(validUntil))}</small>}
    </>
  );
}

function RowMenu({ client, hasAnother, deeds }: { client: ApiClient; hasAnother: boolean; deeds: Deeds }) {
  const words = useWords();
  const { list } = useActing();
  const { clientId, driver, state, secretId } = client;
  const offered = {
    annulled: hasAnother ? [] : ["registerAgain" as const],
    active: ["rename", "suspend"] as const,
    suspended: ["rename", "bringBack"] as const,
  }[state];
  return (
    <Menu label={words.clients.deedsOf(driver.name)} text={<Icon name="more" />}>
      <Button onClick={() => void copyText(clientId, words.clients.idCopied, words)}>{words.clients.copyClientId}</Button>
      {state !== "annulled" && <Link href={`${list}/secrets?rotate=1#${secretId}`}>{words.secrets.rotate}</Link>}
      {offered.map((deed) => <Button key={deed} onClick={() => deeds[deed](client)}>{words.clients[deed]}</Button>)}
      {state !== "annulled" && <Button class="destructive" onClick={() => deeds.annul(client)}>{words.clients.annul}</Button>}
    </Menu>
  );
}
