import { useQuery } from "@tanstack/preact-query";
import { Link } from "wouter-preact";
import { type ApiClient, answer } from "../api/api";
import { usePortal } from "../portal";
import { useActing } from "../taxpayer/taxpayer";
import { Pending } from "../ui/notices";
import { useWords } from "../words/words";
import { RideTable } from "./RideTable";
import type { Sought } from "./useRideSearch";

const SHOWN = 5;

/** The latest rides of one client, and the way to all of its driver's. */
export function DriverRides({ client }: { client: ApiClient }) {
  const words = useWords().driverPage;
  const { api } = usePortal();
  const { taxpayer, home } = useActing();
  const { taxpayerId } = taxpayer;
  const { clientId, driver } = client;
  const rides = useQuery({
    queryKey: ["rides", taxpayerId, { clientId }],
    queryFn: async ({ signal }) =>
      (await answer(api.GET("/api/taxpayers/{taxpayerId}/taxi/carriages", { params: { path: { taxpayerId }, query: { clientId, limit: SHOWN } }, signal }))).carriages,
  });
  return (
    <section aria-labelledby="rides">
      <h2 id="rides">{words.rides}</h2>
      <Pending query={rides} />
      {rides.data?.length === 0 && <p>{words.ridesNone}</p>}
      {rides.data && rides.data.length > 0 && <RideTable rides={rides.data} />}
      {/* The code travels in the history entry: it belongs in no address. */}
      <Link href={`${home}/rides?period=month`} state={{ driver: driver.personalCode } satisfies Sought}>
        {words.allRides}
      </Link>
    </section>
  );
}
