import { Link } from "wouter-preact";
import { maySeeClients, useActing } from "../taxpayer/taxpayer";
import { Heading, Table } from "../ui/Table";
import { useDates, useWords } from "../words/words";
import type { Ride } from "./rides";
import { useAmounts } from "./useAmounts";

/** Rides in the time of Latvia, newest first. */
export function RideTable({ rides }: { rides: readonly Ride[] }) {
  const { rides: words, clients } = useWords();
  const heading = (kind?: string) => (text: string) => <Heading key={text} class={kind}>{text}</Heading>;
  return (
    <Table
      class="list rides"
      headings={[
        ...[words.time, clients.columns.driver, words.plate].map(heading()),
        ...[words.distance, words.serviceFee].map(heading("number")),
        heading("number spare")(words.commission),
        ...[words.payment, words.received].map(heading("spare")),
      ]}
    >
      {rides.map((ride) => <Row key={ride.receipt} ride={ride} />)}
    </Table>
  );
}

function Row({ ride }: { ride: Ride }) {
  const words = useWords().rides;
  const dates = useDates();
  const amounts = useAmounts();
  const { taxpayer, list } = useActing();
  const { driver, clientId, paymentType, commission, receipt } = ride;
  const sameDay = dates.day(ride.startedAt) === dates.day(ride.endedAt);
  return (
    <tr role="row">
      <th role="rowheader" scope="row" class="main">
        {dates.minute(ride.startedAt)}
        <small>– {sameDay ? dates.time(ride.endedAt) : dates.minute(ride.endedAt)}</small>
      </th>
      <td role="cell" class="used">
        {maySeeClients(taxpayer) ? <Link href={`${list}/clients/${clientId}`}>{driver.name}</Link> : driver.name}
        <span class="narrow-only" translate={false}> · {ride.numberPlate}</span>
        <small translate={false}>{driver.personalCode}</small>
      </td>
      <td role="cell" class="plate extra" translate={false}>{ride.numberPlate}</td>
      <td role="cell" class="number km">
        {amounts.kilometres(ride.distance)}
        <span class="narrow-only"> km</span>
      </td>
      <td role="cell" class="number state">
        {amounts.euros(ride.serviceFee)}
        <span class="narrow-only"> €</span>
      </td>
      <td role="cell" class="number spare">{commission === null ? "–" : amounts.euros(commission)}</td>
      <td role="cell" class="spare">{paymentType ? words.payments[paymentType] : "–"}</td>
      <td role="cell" class="spare">
        {dates.minute(ride.receivedAt)}
        <small translate={false}><code>{receipt}</code></small>
      </td>
    </tr>
  );
}
