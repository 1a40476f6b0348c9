import { Link } from "wouter-preact";
import type { Schemas } from "../api/api";
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
          <p class="date">{day}</p>
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
  const to = event.clientId ? `/settings/api/clients/${event.clientId}` : event.secretId ? `/settings/api?secret=${event.secretId}&state=all` : null;
  return (
    <li>
      <time dateTime={event.at}>{dates.time(event.at)}</time>
      <span>
        {text} {to && maySeeClients(taxpayer) && <Link href={`${home}${to}`}>{event.clientId ? words.events.toDriver : words.events.toDrivers}</Link>}
      </span>
    </li>
  );
}
