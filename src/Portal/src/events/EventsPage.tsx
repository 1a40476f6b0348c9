import { useMemo } from "preact/hooks";
import type { Schemas } from "../api/api";
import { useAllClients, useEvents } from "../api/queries";
import { sorted } from "../clients/order";
import { eventsCsv } from "../exports/csv";
import { addDays, startOf } from "../rides/period";
import { Button } from "../ui/Button";
import { readDay } from "../ui/days";
import { fileName, useDownload } from "../ui/download";
import { LabelledSelect } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { Pending } from "../ui/notices";
import { PageTitle } from "../ui/PageTitle";
import { useAddressQuery } from "../ui/useAddressQuery";
import { useWords } from "../words/words";
import { EventList } from "./EventList";
import { useEventText } from "./useEventText";

/** Filtered by what stands in the address: what was done, whose client, from which day to which. */
export function EventsPage() {
  const words = useWords().events;
  const { columns, states } = useWords().clients;
  const { more, export: exportText } = useWords().actions;
  const [parameters, change] = useAddressQuery();
  const { clients } = useAllClients();
  const drivers = useMemo(
    () => sorted(clients, { by: "driver", ascending: true }).map(({ clientId: id, driver }) => [id, driver.name] as const),
    [clients],
  );
  const text = useEventText();
  const save = useDownload();
  const [action, clientId] = [parameters.get("action") ?? "", parameters.get("client") ?? ""];
  const days = { from: readDay(parameters.get("from")), to: readDay(parameters.get("to")) };
  const events = useEvents({
    ...(action && { action }),
    ...(clientId && { clientId }),
    ...(days.from && { from: startOf(days.from) }),
    ...(days.to && { to: startOf(addDays(days.to, 1)) }),
  });
  const shown = events.data?.pages.flatMap((page) => page.events) ?? [];
  const actions = Object.entries(words.actions) as [Schemas["Event"]["action"], string][];
  const table = () => eventsCsv(shown.map((event) => [event.at, event.action, text(event), event.clientId ?? ""]), words.exportHead);
  return (
    <>
      <PageTitle title={words.title} />
      <p>{words.intro}</p>
      <search class="filter open">
        <LabelledSelect
          text={words.action}
          value={action}
          options={[["", words.anyAction], ...actions]}
          onChoose={(chosen) => change({ action: chosen })}
        />
        {clients.length > 0 && (
          <LabelledSelect
            text={columns.driver}
            value={clientId}
            options={[["", states.all], ...drivers]}
            onChoose={(client) => change({ client })}
          />
        )}
        {(["from", "to"] as const).map((end) => (
          <label key={end}>
            {words[end]}
            <input type="date" value={days[end] ?? ""} onInput={(event) => change({ [end]: event.currentTarget.value })} />
          </label>
        ))}
      </search>
      <Pending query={events} rows={8} />
      {events.data && <EventList events={shown} />}
      <p class="buttons">
        {events.hasNextPage && (
          <Button class="secondary" aria-busy={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>{more}</Button>
        )}
        {shown.length > 0 && (
          <button type="button" class="quiet" onClick={() => save(fileName(words.exportName), table)}>
            <Icon name="download" />
            {exportText}
          </button>
        )}
      </p>
    </>
  );
}
