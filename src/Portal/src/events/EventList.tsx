import { Link } from "wouter-preact";
import type { ApiClient, Schemas } from "../api/api";
import { useAllClients, type useEvents } from "../api/queries";
import { sorted } from "../clients/order";
import { maySeeClients, useActing } from "../taxpayer/taxpayer";
import { Pending } from "../ui/notices";
import { Section } from "../ui/Section";
import { useDates, useWords } from "../words/words";
import { useEventText } from "./useEventText";

type Event = Schemas["Event"];
const LATEST = 5;

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
  const those = complete ? ofBulk(event, clients) : [];
  return (
    <li>
      <time dateTime={event.at}>{dates.time(event.at)}</time>
      <span>
        {text}{" "}
        {to && maySeeClients(taxpayer) && (
          <Link href={list + to}>{event.clientId ? words.events.toDriver : words.events.toDrivers}</Link>
        )}
        {those.length > 0 && (
          <details>
            <summary>{words.events.who(those.length)}</summary>
            <ul class="names">
              {those.map(({ clientId, driver }) => (
                <li key={clientId}><Link href={`${list}/clients/${clientId}`}>{driver.name}</Link></li>
              ))}
            </ul>
          </details>
        )}
      </span>
    </li>
  );
}

/** Of an act on many clients, those whose record is still there: each was created or annulled at the time of the event. */
function ofBulk({ action, at, clientId }: Event, clients: readonly ApiClient[]): readonly ApiClient[] {
  const column = action === "clients-registered" ? "createdAt" : action === "clients-annulled" ? "annulledAt" : null;
  const those = column === null || clientId !== undefined ? [] : clients.filter((client) => client[column] === at);
  return sorted(those, { by: "driver", ascending: true });
}
