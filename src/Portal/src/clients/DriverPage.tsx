import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import type { ApiClient } from "../api/api";
import { now } from "../api/clock";
import { useClient, useEvents, useSecrets } from "../api/queries";
import { LatestEvents } from "../events/EventList";
import { useRegisterAgain } from "../registration/storedRows";
import { addDays, latvianDay, startOf } from "../rides/period";
import { ApiTabs } from "../settings/ApiTabs";
import { useActing } from "../taxpayer/taxpayer";
import { Button } from "../ui/Button";
import { CopyButton } from "../ui/CopyButton";
import { prevented } from "../ui/focus";
import { FaultNotice, Notice, Pending } from "../ui/notices";
import { onDemand } from "../ui/onDemand";
import { PageTitle } from "../ui/PageTitle";
import { Section } from "../ui/Section";
import { useDates, useWords } from "../words/words";
import { AnnulDialog } from "./AnnulDialog";
import { useAnnulling } from "./Annulments";
import { StateTag } from "./ClientTable";
import { RenameDialog } from "./RenameDialog";
import { useSecretLabel } from "./usedSecrets";
import { useValidity } from "./useValidity";

const DriverRides = onDemand(async () => (await import("../rides/DriverRides")).DriverRides);

/** All about one client: its state, password, end date and events, and what can be done with it. */
export function DriverPage({ clientId }: { clientId: string }) {
  const words = useWords();
  const client = useClient(clientId);
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
  const { list } = useActing();
  const dates = useDates();
  const labelOf = useSecretLabel();
  const registerAgain = useRegisterAgain();
  const { leaving } = useAnnulling();
  const [dialog, setDialog] = useState<"annul" | "rename" | null>(null);
  const secret = useSecrets().data?.find(({ secretId }) => secretId === client.secretId);
  const { clientId, driver, state, createdAt, createdBy, lastUsedAt, lastRideAt } = client;
  const isLive = state !== "annulled" && !leaving.has(clientId);
  const events = useEvents({ clientId });
  return (
    <>
      <dl class="facts">
        <dt>{words.clients.state}</dt>
        <dd><StateTag client={client} /></dd>
        <dt>{words.clients.columns.clientId}</dt>
        <dd class="id" translate={false}>
          <code>{clientId}</code> <CopyButton text={clientId} label={words.clients.copyId(driver.name)} copied={words.clients.idCopied} />
        </dd>
        <dt>{words.newClients.code}</dt>
        <dd translate={false}>{driver.personalCode}</dd>
        <dt>{words.clients.secret}</dt>
        <dd>
          {secret ? <Link href={`${list}/secrets#${secret.secretId}`}>{labelOf(secret)}</Link> : "…"}
          {secret?.name && <small>{words.clients.shared(secret.clients)}</small>}
        </dd>
        <dt>{words.clients.columns.createdAt}</dt>
        <dd>
          {dates.minute(createdAt)}
          <small>{createdBy.name}</small>
        </dd>
        <dt>{words.clients.columns.lastUsedAt}</dt>
        <dd>{lastUsedAt ? dates.minute(lastUsedAt) : words.clients.never}</dd>
        <dt>{words.driverPage.lastRide}</dt>
        <dd>{lastRideAt ? dates.minute(lastRideAt) : words.clients.never}</dd>
      </dl>
      {isLive && <Validity key={client.etag} client={client} />}
      <p class="buttons">
        {isLive && (
          <>
            <Link href={`${list}/secrets?rotate=1#${client.secretId}`} role="button" class="secondary">{words.secrets.rotate}</Link>
            <Button class="secondary" onClick={() => setDialog("rename")}>{words.clients.rename}</Button>
            <Button class="outline danger" onClick={() => setDialog("annul")}>{words.clients.annul}</Button>
          </>
        )}
        {state === "annulled" && (
          <Button class="secondary" onClick={() => registerAgain(client)}>{words.clients.registerAgain}</Button>
        )}
      </p>
      <DriverRides client={client} />
      <LatestEvents query={events} more={`?client=${clientId}`} />
      {dialog === "annul" && <AnnulDialog clients={[client]} onClose={() => setDialog(null)} />}
      {dialog === "rename" && <RenameDialog client={client} onClose={() => setDialog(null)} />}
    </>
  );
}

/** Until when it works: without an end, to the end of a day, or not at all for now. */
function Validity({ client }: { client: ApiClient }) {
  const words = useWords().driverPage;
  const { bringBack } = useWords().clients;
  const validity = useValidity();
  const { state, validUntil } = client;
  const [day, setDay] = useState(state === "active" && validUntil ? latvianDay(new Date(Date.parse(validUntil) - 1)) : "");
  const change = (until: Date | "now" | null) => validity.mutate({ client, until });
  const busy = validity.isPending;
  return (
    <Section id="validity" title={words.validity}>
      {validity.error && <FaultNotice error={validity.error} />}
      {state === "suspended" && <Notice kind="warning" text={words.isSuspended} />}
      <form class="buttons" onSubmit={prevented(() => change(day === "" ? null : new Date(startOf(addDays(day, 1)))))}>
        {state === "active" && (
          <>
            <label>
              {words.lastDay}{" "}
              <input type="date" value={day} min={latvianDay(now())} onInput={(event) => setDay(event.currentTarget.value)} />
            </label>
            <Button type="submit" class="secondary" disabled={busy}>{words.saveDay}</Button>
            <Button class="secondary" disabled={busy} onClick={() => change("now")}>{words.suspend}</Button>
          </>
        )}
        {state === "suspended" && <Button disabled={busy} onClick={() => change(null)}>{bringBack}</Button>}
      </form>
      {state === "active" && <small>{words.validityHelp}</small>}
    </Section>
  );
}
