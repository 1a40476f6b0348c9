import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import type { ApiClient } from "../api/api";
import { useClient, useEvents, useSecrets } from "../api/queries";
import { EventList } from "../events/EventList";
import { addDays, latvianDay, startOf } from "../rides/period";
import { ApiTabs } from "../settings/ApiTabs";
import { useActing } from "../taxpayer/taxpayer";
import { CopyButton } from "../ui/CopyButton";
import { FaultNotice, Notice, Pending } from "../ui/notices";
import { onDemand } from "../ui/onDemand";
import { PageTitle } from "../ui/PageTitle";
import { useDates, useWords } from "../words/words";
import { AnnulDialog } from "./AnnulDialog";
import { useAnnulling } from "./Annulments";
import { StateTag } from "./ClientTable";
import { useRegisterAgain } from "./ClientsPage";
import { RenameDialog } from "./RenameDialog";
import { useSecretLabel } from "./useDriversOf";
import { useValidity } from "./useValidity";

const DriverRides = onDemand(async () => (await import("../rides/DriverRides")).DriverRides);

/** All about one client: its state, password, end date and events, and what can be done with it. */
export function DriverPage({ clientId }: { clientId: string }) {
  const words = useWords();
  const { taxpayer } = useActing();
  const client = useClient(taxpayer.taxpayerId, clientId);
  return (
    <>
      <ApiTabs />
      <PageTitle title={client.data?.driver.name ?? words.driverPage.title} />
      <Pending query={client} rows={5} />
      {client.data && <Driver client={client.data} />}
    </>
  );
}

function Driver({ client }: { client: ApiClient }) {
  const words = useWords();
  const { taxpayer, home } = useActing();
  const dates = useDates();
  const labelOf = useSecretLabel();
  const registerAgain = useRegisterAgain();
  const { leaving } = useAnnulling();
  const [dialog, setDialog] = useState<"annul" | "rename" | null>(null);
  const secret = useSecrets(taxpayer.taxpayerId).data?.find(({ secretId }) => secretId === client.secretId);
  const { clientId, driver, state, createdAt, createdBy, lastUsedAt, lastRideAt } = client;
  const isLive = state !== "annulled" && !leaving.has(clientId);
  return (
    <>
      <dl class="facts">
        <dt>{words.clients.state}</dt>
        <dd>
          <StateTag client={client} />
        </dd>
        <dt>{words.clients.clientId}</dt>
        <dd class="id" translate={false}>
          <code>{clientId}</code> <CopyButton text={clientId} label={words.clients.copyId(driver.name)} copied={words.clients.idCopied} />
        </dd>
        <dt>{words.newClients.code}</dt>
        <dd translate={false}>{driver.personalCode}</dd>
        <dt>{words.clients.secret}</dt>
        <dd>
          {secret ? <Link href={`${home}/settings/api/secrets#${secret.secretId}`}>{labelOf(secret)}</Link> : "…"}
          {secret?.name && <small>{words.clients.shared(secret.clients)}</small>}
        </dd>
        <dt>{words.clients.created}</dt>
        <dd>
          {dates.minute(createdAt)}
          <small>{createdBy.name}</small>
        </dd>
        <dt>{words.clients.lastUsed}</dt>
        <dd>{lastUsedAt ? dates.minute(lastUsedAt) : words.clients.never}</dd>
        <dt>{words.driverPage.lastRide}</dt>
        <dd>{lastRideAt ? dates.minute(lastRideAt) : words.clients.never}</dd>
      </dl>
      {isLive && <Validity key={client.etag} client={client} />}
      <p class="buttons">
        {isLive && (
          <>
            <Link href={`${home}/settings/api/secrets?rotate=1#${client.secretId}`} role="button" class="secondary">
              {words.secrets.rotate}
            </Link>
            <button type="button" class="secondary" onClick={() => setDialog("rename")}>
              {words.clients.rename}
            </button>
            <button type="button" class="outline danger" onClick={() => setDialog("annul")}>
              {words.clients.annul}
            </button>
          </>
        )}
        {state === "annulled" && (
          <button type="button" class="secondary" onClick={() => registerAgain(client)}>
            {words.clients.registerAgain}
          </button>
        )}
      </p>
      <DriverRides client={client} />
      <Events clientId={clientId} />
      {dialog === "annul" && <AnnulDialog clients={[client]} onClose={() => setDialog(null)} />}
      {dialog === "rename" && <RenameDialog client={client} onClose={() => setDialog(null)} />}
    </>
  );
}

/** Until when it works: without an end, to the end of a day, or not at all for now. */
function Validity({ client }: { client: ApiClient }) {
  const words = useWords().driverPage;
  const validity = useValidity();
  const { state, validUntil } = client;
  const [day, setDay] = useState(state === "active" && validUntil ? latvianDay(new Date(Date.parse(validUntil) - 1)) : "");
  const change = (until: string | null) => validity.mutate({ client, validUntil: until });
  const busy = validity.isPending;
  return (
    <section aria-labelledby="validity">
      <h2 id="validity">{words.validity}</h2>
      {validity.error && <FaultNotice error={validity.error} />}
      {state === "suspended" && (
        <Notice kind="warning">
          <p>{words.isSuspended}</p>
        </Notice>
      )}
      <form
        class="buttons"
        onSubmit={(event) => {
          event.preventDefault();
          change(day === "" ? null : startOf(addDays(day, 1)));
        }}
      >
        {state === "active" && (
          <>
            <label>
              {words.lastDay}
              <input type="date" value={day} min={latvianDay(new Date())} onInput={(event) => setDay(event.currentTarget.value)} />
            </label>
            <button type="submit" class="secondary" disabled={busy}>
              {words.saveDay}
            </button>
            <button type="button" class="secondary" disabled={busy} onClick={() => change(new Date().toISOString())}>
              {words.suspend}
            </button>
          </>
        )}
        {state === "suspended" && (
          <button type="button" disabled={busy} onClick={() => change(null)}>
            {words.bringBack}
          </button>
        )}
      </form>
      <small>{words.validityHelp}</small>
    </section>
  );
}

function Events({ clientId }: { clientId: string }) {
  const words = useWords().start;
  const { taxpayer, home } = useActing();
  const events = useEvents(taxpayer.taxpayerId, { clientId });
  return (
    <section aria-labelledby="events">
      <h2 id="events">{words.eventsTitle}</h2>
      <Pending query={events} />
      {events.data && <EventList events={events.data.pages.flatMap((page) => page.events).slice(0, 5)} />}
      <Link href={`${home}/events?client=${clientId}`}>{words.allEvents}</Link>
    </section>
  );
}
