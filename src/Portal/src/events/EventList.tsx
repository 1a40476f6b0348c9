import { Link } from "wouter-preact";
import type { Schemas } from "../api/api";
import { useAllClients, type useEvents, useSecrets } from "../api/queries";
import { maySeeClients, useActing } from "../taxpayer/taxpayer";
import { Pending } from "../ui/notices";
import { Section } from "../ui/Section";
import { useDates, useWords } from "../words/words";
import { ofBulk } from "./ofBulk";
import { useEventText } from "./useEventText";

type Event = Schemas["Event"];
const LATEST = 5;
const FEW = 3;

/** The first few, and the way to all: `more` is the query of its address. */
export function LatestEvents({ query, more = "" }: { query: ReturnType<typeof useEvents>; more?: string }) {
  const words = useWords().start;
  const { home } = useActing();
  return (
    <Section id="events" title={words.eventsTitle}>
      <Pending query={query} />
      {query.data && <EventList events={query.data.pages[0]?.events.slice(0, LATEST) ?? []} />}
      <Link href={`${home}/events${more}`}>{words.allEvents}</Link>
    </Section>
  );
}

/** Sentences under the days that they happened on, newest first. */
export function EventList({ events }: { events: readonly Event[] }) {
  const words = useWords();
  const dates = useDates();
  const text = useEventText();
  if (events.length === 0) {
    return <p>{words.start.noEvents}</p>;
  }
  const days = new Map<string, Event[]>();
  for (const event of events) {
    const day = dates.day(event.at);
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return (
    <>
      {[...days].map(([day, those]) => (
        <section key={day} class="day">
          <p><strong>{day}</strong></p>
          <ol class="events">{those.map((event) => <EventLine key={event.eventId} event={event} text={text(event)} />)}</ol>
        </section>
      ))}
    </>
  );
}

function EventLine({ event, text }: { event: Event; text: string }) {
  const words = useWords();
  const dates = useDates();
  const { taxpayer, list } = useActing();
  const { clients, complete } = useAllClients();
  const to = event.clientId ? `/clients/${event.clientId}` : event.secretId ? `?secret=${event.secretId}&state=all` : null;
  const secrets = useSecrets().data ?? [];
  const those = complete ? ofBulk(event, clients, secrets) : [];
  const names = those.map(({ clientId, driver }) => (
    <Link key={clientId} href={`${list}/clients/${clientId}`}>
      {driver.name}
    </Link>
  ));
  return (
    <li>
      <time dateTime={event.at}>{dates.time(event.at)}</time>
      <span>
        {text}{" "}
        {to && names.length === 0 && maySeeClients(taxpayer) && (
          <Link href={list + to}>{event.clientId ? words.events.toDriver : words.events.toDrivers}</Link>
        )}
        {names.length <= FEW && names.flatMap((name, place) => (place > 0 ? [", ", name] : [name]))}
        {names.length > FEW && (
          <details>
            <summary>{words.events.who(names.length)}</summary>
            <ul class="names">
              {those.map(({ clientId }, place) => (
                <li key={clientId}>{names[place]}</li>
              ))}
            </ul>
          </details>
        )}
      </span>
    </li>
  );
}
