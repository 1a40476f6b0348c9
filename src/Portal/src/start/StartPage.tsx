import { Link } from "wouter-preact";
import { now as serverNow } from "../api/clock";
import { useAllClients, useEvents, useSecrets, useSummary, useUsers } from "../api/queries";
import { isUnconfirmed } from "../clients/unconfirmed";
import { forgotten } from "../clients/usage";
import { instant } from "../clients/order";
import { LatestEvents } from "../events/EventList";
import { latvianDay } from "../rides/period";
import { useRideTotals } from "../rides/queries";
import { loadDraft } from "../registration/draftStore";
import { MissingRight } from "../settings/MissingRight";
import { maySeeClients, useActing } from "../taxpayer/taxpayer";
import { Loading, Pending } from "../ui/notices";
import { PageTitle } from "../ui/PageTitle";
import { Section } from "../ui/Section";
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
      {taxpayer.rights.rightsManager && <Events />}
    </>
  );
}

function Events() {
  return <LatestEvents query={useEvents()} />;
}

function Steps() {
  const words = useWords().start;
  const { taxpayer, home, list } = useActing();
  const may = maySeeClients(taxpayer);
  const clients = useSummary().data?.clients;
  const all = useAllClients();
  const self = useUsers().data?.find((user) => user.isSelf);
  if (may && (!clients || !all.complete)) {
    return null;
  }
  const registered = clients ? clients.active + clients.suspended : 0;
  const steps = [
    { text: words.stepRight, how: words.stepRightHow, to: self ? `${home}/users/${self.userId}` : `${home}/users`, done: may },
    { text: words.stepClient, how: words.stepClientHow, to: `${list}/new`, done: registered > 0 },
    { text: words.stepToken, how: words.stepTokenHow, to: list, done: all.clients.some(({ lastRideAt }) => lastRideAt !== null) },
  ];
  if (steps.every(({ done }) => done)) {
    return null;
  }
  return (
    <Section id="steps" title={words.stepsTitle}>
      <ol class="steps">
        {steps.map(({ text, how, to, done }, place) => (
          <li key={to} class={done ? "done" : undefined}>
            <span class="mark" role="img" aria-label={done ? words.done : words.toDo}>{done ? "✓" : place + 1}</span>
            <div>
              <Link href={to}>{text}</Link>
              <small>{how}</small>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Attention() {
  const words = useWords().start;
  const dates = useDates();
  const { session, taxpayerId, list } = useActing();
  const summary = useSummary();
  const secrets = useSecrets();
  const { clients, complete, query } = useAllClients();
  if (!summary.data || !secrets.data || !complete) {
    return <Pending query={summary.error ? summary : secrets.error ? secrets : { ...query, isPending: true }} />;
  }
  const now = serverNow();
  const nameOf = (id: string) => clients.find(({ clientId }) => clientId === id)?.driver.name ?? id;
  const unused = summary.data.clients.unusedFor90Days;
  const never = clients.filter((client) => forgotten(client, now)).length;
  const items = [
    ...(loadDraft({ userId: session.subject, taxpayerId }, new Date()) ? [{ to: `${list}/new`, text: words.unfinished }] : []),
    ...secrets.data
      .filter((secret) => isUnconfirmed(secret, new Date()))
      .map(({ secretId }) => ({ to: `${list}/secrets#${secretId}`, text: words.unconfirmed })),
    ...summary.data.attacked.map(({ clientId, failures, lastAt }) => ({
      to: `${list}/clients/${clientId}`,
      text: words.attacked(nameOf(clientId), failures, dates.minute(lastAt)),
    })),
    ...summary.data.rotations
      .filter(({ clientsMoved, clients: all }) => clientsMoved < all)
      .filter(({ previousExpiresAt }) => Date.parse(previousExpiresAt) - now.getTime() < SOON_MS)
      .map((rotation) => ({
        to: `${list}/secrets#${rotation.secretId}`,
        text: words.rotationEnds(rotation.clients - rotation.clientsMoved, dates.minute(rotation.previousExpiresAt)),
      })),
    ...(never > 0 ? [{ to: `${list}?usage=forgotten`, text: words.forgotten(never) }] : []),
    ...(unused > 0 ? [{ to: `${list}?usage=unused`, text: words.unused(unused) }] : []),
  ];
  return (
    <Section id="attention" title={words.attentionTitle}>
      {items.length === 0 ? (
        <p class="all-well">{words.allWell}</p>
      ) : (
        <ul class="attention">
          {items.map(({ to, text }) => (
            <li key={to}><Link href={to}>{text}</Link></li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Numbers() {
  const words = useWords().start;
  const dates = useDates();
  const { home, list } = useActing();
  const summary = useSummary();
  const today = latvianDay(serverNow());
  const rides = useRideTotals({ from: today, to: today, driver: "", plate: "" }).data;
  const all = useAllClients().clients;
  const times = [rides?.lastReceivedAt ?? null, ...all.map(({ lastRideAt }) => lastRideAt)];
  const last = times.reduce((latest, at) => (instant(at) > instant(latest) ? at : latest));
  const { clients } = summary.data ?? {};
  const secrets = useSecrets().data?.filter((secret) => secret.clients > 0).length;
  if (summary.error) {
    return null; // said above
  }
  const numbers = [
    { text: words.active, number: clients?.active, to: list },
    { text: words.neverUsed, number: clients?.neverUsed, to: `${list}?usage=never` },
    { text: words.suspended, number: clients?.suspended, to: `${list}?state=suspended` },
    { text: words.secrets, number: secrets, to: `${list}/secrets` },
  ];
  return (
    <Section id="numbers" title={words.numbersTitle}>
      {summary.data && secrets !== undefined ? (
        <ul class="numbers">
          <li>
            <Link href={`${home}/rides`}>
              <strong>{rides?.rides ?? "…"}</strong> {words.ridesToday(rides?.rides ?? 0)}
              {last && <small>{words.lastRide(latvianDay(last) === today ? dates.time(last) : dates.minute(last))}</small>}
            </Link>
          </li>
          {numbers.map(({ text, number = 0, to }) => (
            <li key={to}>
              <Link href={to}><strong>{number}</strong> {text(number)}</Link>
            </li>
          ))}
        </ul>
      ) : (
        <Loading rows={1} />
      )}
    </Section>
  );
}
