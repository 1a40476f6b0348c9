import { Link } from "wouter-preact";
import { useAllClients, useEvents, useUsers } from "../api/queries";
import { activeClients, neverUsed, unused } from "../clients/usage";
import { EventList } from "../events/EventsPage";
import { usePortal } from "../portal";
import { loadDraft } from "../registration/draftStore";
import { MissingRight } from "../settings/MissingRight";
import { maySeeClients, useActing } from "../taxpayer/taxpayer";
import { Notice, Pending } from "../ui/notices";
import { PageTitle } from "../ui/PageTitle";
import { useWords } from "../words/words";

/** The steps of the source document as a checklist that knows which are done, numbers, latest events. */
export function StartPage() {
  const words = useWords();
  const { me, taxpayer, home } = useActing();
  const { session } = usePortal();
  const may = maySeeClients(taxpayer);
  const unfinished = may && loadDraft(localStorage, session.subject, taxpayer.taxpayerId, new Date()) !== null;
  return (
    <>
      <PageTitle title={words.start.title} />
      <p>{words.start.welcome(me.person.name)}</p>
      {unfinished && (
        <Notice kind="warning">
          <p>
            {words.start.unfinished} <Link href={`${home}/settings/api/new`}>{words.start.unfinishedLink}</Link>
          </p>
        </Notice>
      )}
      {taxpayer.rights.rightsManager ? <Steps /> : <MissingRight />}
      {may && <Numbers />}
      {taxpayer.rights.rightsManager && <LatestEvents />}
    </>
  );
}

function Steps() {
  const words = useWords().start;
  const { taxpayer, home } = useActing();
  const may = maySeeClients(taxpayer);
  const { clients, complete, query } = useAllClients(taxpayer.taxpayerId, may);
  const active = activeClients(clients);
  // Null: not known, because he may not see the clients, or not all of them are loaded.
  const known = (found: boolean) => (found ? true : complete ? false : null);
  const self = useUsers(taxpayer.taxpayerId).data?.find((user) => user.isSelf);
  const steps = [
    { text: words.stepRight, how: words.stepRightHow, to: self ? `${home}/users/${self.userId}` : `${home}/users`, done: may },
    { text: words.stepClient, how: words.stepClientHow, to: `${home}/settings/api/new`, done: known(active.length > 0) },
    { text: words.stepToken, how: words.stepTokenHow, to: `${home}/settings/api`, done: known(active.some((client) => !neverUsed(client))) },
  ];
  return (
    <section aria-labelledby="steps">
      <h2 id="steps">{words.stepsTitle}</h2>
      {may && <Pending query={query} />}
      <ol class="steps">
        {steps.map(({ text, how, to, done }, place) => (
          <li key={to} class={done ? "done" : undefined}>
            <span class="mark" {...(done === null ? { "aria-hidden": true } : { role: "img", "aria-label": done ? words.done : words.toDo })}>
              {!done && place + 1}
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

function Numbers() {
  const words = useWords();
  const { taxpayer, home } = useActing();
  const { clients, complete } = useAllClients(taxpayer.taxpayerId);
  if (!complete || clients.length === 0) {
    return null;
  }
  const list = `${home}/settings/api`;
  const active = activeClients(clients);
  const now = new Date();
  const numbers = [
    { text: words.start.drivers, number: active.length, to: list },
    { text: words.start.neverUsed, number: active.filter(neverUsed).length, to: `${list}?usage=never` },
    { text: words.start.unused, number: active.filter((client) => unused(client, now)).length, to: `${list}?usage=unused` },
  ];
  return (
    <section aria-labelledby="numbers">
      <h2 id="numbers">{words.start.numbersTitle}</h2>
      <ul class="numbers">
        {numbers.map(({ text, number, to }) => (
          <li key={to}>
            <Link href={to}>
              <strong>{number}</strong> {text}
            </Link>
          </li>
        ))}
      </ul>
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
