import { useQuery } from "@tanstack/preact-query";
import { Link } from "wouter-preact";
import { type ApiClient, answer } from "../api/api";
import { useActing } from "../taxpayer/taxpayer";
import { Pending } from "../ui/notices";
import { Section } from "../ui/Section";
import { useWords } from "../words/words";
import { RideTable } from "./RideTable";
import type { Sought } from "./useRideSearch";

const SHOWN = 5;

/** The latest rides of one client, and the way to all of its driver's. */
export function DriverRides({ client }: { client: ApiClient }) {
  const { driverPage: words, app } = useWords();
  const { api, taxpayerId, home } = useActing();
  const { clientId, driver } = client;
  const params = { path: { taxpayerId }, query: { clientId, limit: SHOWN } };
  const rides = useQuery({
    queryKey: ["rides", taxpayerId, { clientId }],
    queryFn: ({ signal }) => answer(api.GET("/api/taxpayers/{taxpayerId}/taxi/carriages", { params, signal })),
    select: ({ carriages }) => carriages,
  });
  return (
    <Section id="rides" title={app.rides}>
      <Pending query={rides} />
      {rides.data?.length === 0 && <p>{words.ridesNone}</p>}
      {rides.data && rides.data.length > 0 && <RideTable rides={rides.data} />}
      {/* The code travels in the history entry: it belongs in no address. */}
      <Link href={`${home}/rides?period=month`} state={{ driver: driver.personalCode } satisfies Sought}>{words.allRides}</Link>
    </Section>
  );
}
