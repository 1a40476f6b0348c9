import type { Schemas } from "../api/api";
import { useEvents } from "../api/queries";
import { MissingRight } from "../settings/MissingRight";
import { useActing } from "../taxpayer/taxpayer";
import { Pending } from "../ui/notices";
import { PageTitle } from "../ui/PageTitle";
import { useDates, useWords } from "../words/words";
import { useEventText } from "./useEventText";

export function EventList({ events }: { events: readonly Schemas["Event"][] }) {
  const words = useWords();
  const dates = useDates();
  const text = useEventText();
  return events.length === 0 ? (
    <p>{words.start.noEvents}</p>
  ) : (
    <ol class="events">
      {events.map((event) => (
        <li key={event.eventId}>
          <time dateTime={event.at}>{dates.minute(event.at)}</time> {text(event)}
        </li>
      ))}
    </ol>
  );
}

export function EventsPage() {
  const words = useWords();
  const { taxpayer } = useActing();
  return (
    <>
      <PageTitle title={words.events.title} />
      {taxpayer.rights.rightsManager ? <AllEvents /> : <MissingRight />}
    </>
  );
}

function AllEvents() {
  const words = useWords();
  const { taxpayer } = useActing();
  const events = useEvents(taxpayer.taxpayerId);
  return (
    <>
      <p>{words.events.intro}</p>
      <Pending query={events} />
      {events.data && <EventList events={events.data.pages.flatMap((page) => page.events)} />}
      {events.hasNextPage && (
        <button type="button" class="secondary" aria-busy={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
          {words.actions.more}
        </button>
      )}
    </>
  );
}
