import { Link } from "wouter-preact";
import { useAllClients, useEvents, useSecrets, useSummary, useUsers } from "../api/queries";
import { isUnconfirmed } from "../clients/unconfirmed";
import { forgotten } from "../clients/usage";
import { EventList } from "../events/EventList";
import { usePortal } from "../portal";
import { latvianDay } from "../rides/period";
import { useRideTotals } from "../rides/queries";
import { loadDraft } from "../registration/draftStore";
import { MissingRight } from "../settings/MissingRight";
import { maySeeClients, useActing } from "../taxpayer/taxpayer";
import { Loading, Pending } from "../ui/notices";
import { PageTitle } from "../ui/PageTitle";
import { useDates, useWords } from "../words/words";

const SOON_MS = 3 * 24 * 60 * 60 * 1000;

/** What needs attention, numbers, latest events; the steps of the source document as long as they are not done. */
export function StartPage() {
  const words = useWords();
  const { me, taxpayer } = useActing();
  const may = maySeeClients(taxpayer);
  return (
    <>
      <PageTitle title={words.start.title} />
      <p>{words.start.welcome(me.person.name)}</p>
      {taxpayer.rights.rightsManager ? <Steps /> : <MissingRight />}
      {may && <Attention />}
      {may && <Numbers />}
      {taxpayer.rights.rightsManager && <LatestEvents />}
    </>
  );
}

function Steps() {
  const words = useWords().start;
  const { taxpayer, home } = useActing();
  const may = maySeeClients(taxpayer);
  const clients = useSummary(taxpayer.taxpayerId, may).data?.clients;
  const all = useAllClients(taxpayer.taxpayerId, may);
  const self = useUsers(taxpayer.taxpayerId).data?.find((user) => user.isSelf);
  if (may && (!clients || !all.complete)) {
    return null;
  }
  const registered = clients ? clients.active + clients.suspended : 0;
  const steps = [
    { text: words.stepRight, how: words.stepRightHow, to: self ? `${home}/users/${self.userId}` : `${home}/users`, done: may },
    { text: words.stepClient, how: words.stepClientHow, to: `${home}/settings/api/new`, done: registered > 0 },
    { text: words.stepToken, how: words.stepTokenHow, to: `${home}/settings/api`, done: all.clients.some(({ lastRideAt }) => lastRideAt !== null) },
  ];
  if (steps.every(({ done }) => done)) {
    return null;
  }
  return (
    <section aria-labelledby="steps">
      <h2 id="steps">{words.stepsTitle}</h2>
      <ol class="steps">
        {steps.map(({ text, how, to, done }, place) => (
          <li key={to} class={done ? "done" : undefined}>
            <span class="mark" role="img" aria-label={done ? words.done : words.toDo}>
              {done ? "✓" : place + 1}
            </span>
            <div>
              <Link href={to}>{text}</Link>
              <small>{how}</small>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Attention() {
  const words = useWords().start;
  const dates = useDates();
  const { taxpayer, home } = useActing();
  const { taxpayerId } = taxpayer;
  const { session } = usePortal();
  const summary = useSummary(taxpayerId);
  const secrets = useSecrets(taxpayerId);
  const { clients, complete, query } = useAllClients(taxpayerId);
  const known = summary.data && secrets.data && complete;
  if (!known) {
    return <Pending query={summary.error ? summary : secrets.error ? secrets : { ...query, isPending: true }} />;
  }
  const list = `${home}/settings/api`;
  const now = new Date();
  const nameOf = (id: string) => clients.find(({ clientId }) => clientId === id)?.driver.name ?? id;
  const never = clients.filter((client) => forgotten(client, now)).length;
  const items = [
    ...(loadDraft(localStorage, session.subject, taxpayerId, now) ? [{ to: `${list}/new`, text: words.unfinished }] : []),
    ...secrets.data.filter((secret) => isUnconfirmed(secret, now)).map(({ secretId }) => ({ to: `${list}/secrets#${secretId}`, text: words.unconfirmed })),
    ...summary.data.attacked.map(({ clientId, failures, lastAt }) => ({
      to: `${list}/clients/${clientId}`,
      text: words.attacked(nameOf(clientId), failures, dates.minute(lastAt)),
    })),
    ...summary.data.rotations
      .filter(({ previousExpiresAt, clientsMoved, clients: of }) => clientsMoved < of && Date.parse(previousExpiresAt) - now.getTime() < SOON_MS)
      .map((rotation) => ({
        to: `${list}/secrets#${rotation.secretId}`,
        text: words.rotationEnds(rotation.clients - rotation.clientsMoved, dates.minute(rotation.previousExpiresAt)),
      })),
    ...(never > 0 ? [{ to: `${list}?usage=forgotten`, text: words.forgotten(never) }] : []),
    ...(summary.data.clients.unusedFor90Days > 0 ? [{ to: `${list}?usage=unused`, text: words.unused(summary.data.clients.unusedFor90Days) }] : []),
  ];
  return (
    <section aria-labelledby="attention">
      <h2 id="attention">{words.attentionTitle}</h2>
      {items.length === 0 ? (
        <p class="all-well">{words.allWell}</p>
      ) : (
        <ul class="attention">
          {items.map(({ to, text }) => (
            <li key={to}>
              <Link href={to}>{text}</Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Numbers() {
  const words = useWords().start;
  const dates = useDates();
  const { taxpayer, home } = useActing();
  const summary = useSummary(taxpayer.taxpayerId);
  const today = latvianDay(new Date());
  const rides = useRideTotals(taxpayer.taxpayerId, { from: today, to: today, driver: "", plate: "" }).data;
  const all = useAllClients(taxpayer.taxpayerId).clients;
  const last = all.reduce((latest, { lastRideAt }) => (lastRideAt !== null && lastRideAt > latest ? lastRideAt : latest), rides?.lastReceivedAt ?? "");
  const list = `${home}/settings/api`;
  const { clients } = summary.data ?? {};
  const secrets = useSecrets(taxpayer.taxpayerId).data?.filter((secret) => secret.clients > 0).length;
  const numbers = [
    { text: words.active, number: clients?.active, to: list },
    { text: words.neverUsed, number: clients?.neverUsed, to: `${list}?usage=never` },
    { text: words.suspended, number: clients?.suspended, to: `${list}?state=suspended` },
    { text: words.secrets, number: secrets, to: `${list}/secrets` },
  ];
  return (
    <section aria-labelledby="numbers">
      <h2 id="numbers">{words.numbersTitle}</h2>
      {summary.data && secrets !== undefined ? (
        <ul class="numbers">
          <li>
            <Link href={`${home}/rides`}>
              <strong>{rides?.rides ?? "…"}</strong> {words.ridesToday(rides?.rides ?? 0)}
              {last && <small>{words.lastRide(dates.minute(last))}</small>}
            </Link>
          </li>
          {numbers.map(({ text, number = 0, to }) => (
            <li key={to}>
              <Link href={to}>
                <strong>{number}</strong> {text(number)}
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        !summary.error && <Loading rows={1} />
      )}
    </section>
  );
}

function LatestEvents() {
  const words = useWords().start;
  const { taxpayer, home } = useActing();
  const events = useEvents(taxpayer.taxpayerId);
  return (
    <section aria-labelledby="events">
      <h2 id="events">{words.eventsTitle}</h2>
      <Pending query={events} />
      {events.data && <EventList events={events.data.pages[0]?.events.slice(0, 5) ?? []} />}
      <Link href={`${home}/events`}>{words.allEvents}</Link>
    </section>
  );
}
