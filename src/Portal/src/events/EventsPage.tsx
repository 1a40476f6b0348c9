import { useSearchParams } from "wouter-preact";
import { type EventFilter, useAllClients, useEvents } from "../api/queries";
import { names } from "../clients/order";
import { eventsCsv } from "../exports/csv";
import { addDays, startOf } from "../rides/period";
import { MissingRight } from "../settings/MissingRight";
import { maySeeClients, useActing } from "../taxpayer/taxpayer";
import { download, fileName } from "../ui/download";
import { Icon } from "../ui/Icon";
import { Pending } from "../ui/notices";
import { PageTitle } from "../ui/PageTitle";
import { tell } from "../ui/status";
import { useWords } from "../words/words";
import { EventList } from "./EventList";
import { actions, useEventText } from "./useEventText";

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

/** Filtered by what stands in the address: what was done, whose client, from which day to which. */
function AllEvents() {
  const words = useWords();
  const { taxpayer } = useActing();
  const [parameters, setParameters] = useSearchParams();
  const { clients } = useAllClients(taxpayer.taxpayerId, maySeeClients(taxpayer));
  const text = useEventText();
  const read = (name: string) => parameters.get(name) ?? "";
  const [action, clientId, from, to] = [read("action"), read("client"), read("from"), read("to")];
  const filter: EventFilter = {
    ...(action && { action }),
    ...(clientId && { clientId }),
    ...(from && { from: startOf(from) }),
    ...(to && { to: startOf(addDays(to, 1)) }),
  };
  const events = useEvents(taxpayer.taxpayerId, filter);
  const shown = events.data?.pages.flatMap((page) => page.events) ?? [];
  const change = (name: string, value: string) =>
    setParameters(
      (now) => {
        if (value === "") {
          now.delete(name);
        } else {
          now.set(name, value);
        }
        return now;
      },
      { replace: true },
    );
  async function save() {
    try {
      download(fileName(words.events.exportName), await eventsCsv(shown.map((event) => [event.at, event.action, text(event), event.clientId ?? ""]), words.events.exportHead));
    } catch {
      tell(words.problems["no-connection"]);
    }
  }
  return (
    <>
      <p>{words.events.intro}</p>
      <search class="filter open">
        <label>
          {words.events.action}
          <select value={action} onChange={(event) => change("action", event.currentTarget.value)}>
            <option value="">{words.events.anyAction}</option>
            {actions.map((known) => (
              <option key={known} value={known}>
                {words.events.actions[known]}
              </option>
            ))}
          </select>
        </label>
        {clients.length > 0 && (
          <label>
            {words.clients.driver}
            <select value={clientId} onChange={(event) => change("client", event.currentTarget.value)}>
              <option value="">{words.events.anyDriver}</option>
              {[...clients].sort((a, b) => names.compare(a.driver.name, b.driver.name)).map((client) => (
                <option key={client.clientId} value={client.clientId}>
                  {client.driver.name}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          {words.events.from}
          <input type="date" value={from} onInput={(event) => change("from", event.currentTarget.value)} />
        </label>
        <label>
          {words.events.to}
          <input type="date" value={to} onInput={(event) => change("to", event.currentTarget.value)} />
        </label>
      </search>
      <Pending query={events} rows={8} />
      {events.data && <EventList events={shown} />}
      <p class="buttons">
        {events.hasNextPage && (
          <button type="button" class="secondary" aria-busy={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
            {words.actions.more}
          </button>
        )}
        {shown.length > 0 && (
          <button type="button" class="quiet" onClick={() => void save()}>
            <Icon name="download" />
            {words.events.export}
          </button>
        )}
      </p>
    </>
  );
}
