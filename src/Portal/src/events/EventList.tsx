import { Link } from "wouter-preact";
import type { ApiClient, Schemas } from "../api/api";
import { useAllClients } from "../api/queries";
import { sorted } from "../clients/order";
import { maySeeClients, useActing } from "../taxpayer/taxpayer";
import { useDates, useWords } from "../words/words";
import { useEventText } from "./useEventText";

type Event = Schemas["Event"];

/** Sentences under the days that they happened on, newest first. */
export function EventList({ events }: { events: readonly Event[] }) {
  const words = useWords();
  const dates = useDates();
  const text = useEventText();
  if (events.length === 0) {
    return <p>{words.start.noEvents}</p>;
  }
  const days: { day: string; events: Event[] }[] = [];
  for (const event of events) {
    const day = dates.day(event.at);
    const last = days.at(-1);
    if (last?.day === day) {
      last.events.push(event);
    } else {
      days.push({ day, events: [event] });
    }
  }
  return (
    <>
      {days.map(({ day, events: those }) => (
        <section key={day} class="day">
          <p>
            <strong>{day}</strong>
          </p>
          <ol class="events">
            {those.map((event) => (
              <EventLine key={event.eventId} event={event} text={text(event)} />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

function EventLine({ event, text }: { event: Event; text: string }) {
  const words = useWords();
  const dates = useDates();
  const { taxpayer, home } = useActing();
  const { clients, complete } = useAllClients(taxpayer.taxpayerId, maySeeClients(taxpayer));
  const to = event.clientId ? `/settings/api/clients/${event.clientId}` : event.secretId ? `/settings/api?secret=${event.secretId}&state=all` : null;
  const those = complete ? ofBulk(event, clients) : [];
  return (
    <li>
      <time dateTime={event.at}>{dates.time(event.at)}</time>
      <span>
        {text} {to && maySeeClients(taxpayer) && <Link href={`${home}${to}`}>{event.clientId ? words.events.toDriver : words.events.toDrivers}</Link>}
        {those.length > 0 && (
          <details>
            <summary>{words.events.who(those.length)}</summary>
            <ul class="names">
              {those.map(({ clientId, driver }) => (
                <li key={clientId}>
                  <Link href={`${home}/settings/api/clients/${clientId}`}>{driver.name}</Link>
                </li>
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
  if (clientId !== undefined) {
    return [];
  }
  const time = { "clients-registered": "createdAt", "clients-annulled": "annulledAt" } as const;
  const column = action === "clients-registered" || action === "clients-annulled" ? time[action] : null;
  return column === null ? [] : sorted(clients.filter((client) => client[column] === at), { by: "driver", ascending: true });
}
