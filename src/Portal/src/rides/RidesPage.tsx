import { useEffect, useState } from "preact/hooks";
import { now } from "../api/clock";
import { queryClient, useAllClients } from "../api/queries";
import { finder } from "../search/fold";
import { useActing } from "../taxpayer/taxpayer";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { FaultNotice, Pending } from "../ui/notices";
import { PageTitle } from "../ui/PageTitle";
import { Pager, usePageSize } from "../ui/Pager";
import { ProgressDialog } from "../ui/ProgressDialog";
import { useNameList } from "../words/useNameList";
import { useDates, useWords } from "../words/words";
import { ByDay, PeriodTotals } from "./DayTotals";
import { everyDay, startOf } from "./period";
import { useRides, useRideTotals } from "./queries";
import { RideFilter } from "./RideFilter";
import type { Ride, RideSearch } from "./rides";
import { RideTable } from "./RideTable";
import { byDay } from "./totals";
import { useRideFile } from "./useRideFile";
import { useRideSearch } from "./useRideSearch";

const PRINTED_ROWS = 1000; // of more, only the sums are printed

/** Pārskats par taksometru datu saņemšanu tiešsaistē. */
export function RidesPage() {
  const words = useWords().rides;
  const looking = useRideSearch(now());
  const { search, fault } = looking;
  const totals = useRideTotals(search, fault === null);
  const days = totals.data && fault === null ? byDay(everyDay(search), totals.data.days) : [];
  return (
    <>
      <PageTitle title={words.title} />
      <p class="on-screen">{words.intro}</p>
      <RideFilter looking={looking} />
      <Printed search={search} />
      {fault === null && (
        <>
          {search.driver !== "" && <Whose driver={search.driver} />}
          {totals.data ? <PeriodTotals days={days} /> : <Pending query={totals} rows={1} />}
          {days.length > 1 && totals.data && totals.data.rides > 0 && <ByDay days={days} />}
          <Rows key={JSON.stringify(search)} looking={looking} total={totals.data?.rides ?? null} />
        </>
      )}
    </>
  );
}

/** Whose rides these are: a part of a name may be in several. */
function Whose({ driver: sought }: { driver: string }) {
  const words = useWords().handover;
  const { clients } = useAllClients();
  const listOf = useNameList();
  const drivers = new Map(clients.filter(finder(sought)).map(({ driver }) => [driver.personalCode, driver.name]));
  return drivers.size === 0 ? null : (
    <p role="status">{words.clientsTitle(drivers.size)}: {listOf([...drivers.values()])}</p>
  );
}

/** What was asked for, on paper; the fields are not printed. */
function Printed({ search }: { search: RideSearch }) {
  const words = useWords().rides;
  const dates = useDates();
  const { name, registrationNumber } = useActing().taxpayer;
  const days = [search.from, search.to].filter((day) => day !== "").map((day) => dates.day(startOf(day)));
  const sought = [search.driver, search.plate].filter((text) => text !== "");
  return (
    <p class="on-paper">
      {[`${name}, ${registrationNumber}`, ...days, ...sought].join(" · ")}
      <br />
      {words.intro}
    </p>
  );
}

function Rows({ looking, total }: { looking: ReturnType<typeof useRideSearch>; total: number | null }) {
  const { rides: words, actions } = useWords();
  const { taxpayerId } = useActing();
  const { search, page, setPage } = looking;
  const [size, setSize] = usePageSize();
  const rides = useRides(search, size);
  const file = useRideFile(search);
  const [printing, setPrinting] = useState<readonly Ride[] | null>(null);
  useEffect(() => {
    if (printing) {
      print();
      setPrinting(null);
    }
  }, [printing]);
  const pages = rides.data?.pages ?? [];
  const here = Math.min(page, Math.max(0, pages.length - 1));
  const shown = pages[here]?.carriages ?? [];
  const isLast = here === pages.length - 1 && !rides.hasNextPage;
  const counted = total ?? pages.reduce((sum, { carriages }) => sum + carriages.length, 0);

  async function turn(to: number) {
    if (to < pages.length || !(await rides.fetchNextPage()).isError) {
      setPage(to);
    }
  }
  async function printAll() {
    setPrinting(counted <= PRINTED_ROWS ? await file.all() : []);
  }
  return (
    <section aria-labelledby="rides">
      <div class="bar">
        <h2 id="rides">{words.list}</h2>
        <span class="buttons">
          <Button class="quiet" onClick={() => void refresh(taxpayerId)}>{words.refresh}</Button>
          {shown.length > 0 && (
            <>
              {(["csv", "xml"] as const).map((format) => (
                <Button key={format} class="quiet" aria-label={words.exports[format]} onClick={() => void file.save(format)}>
                  <Icon name="download" />
                  <span class="wide-only">{words.exports[format]}</span>
                  <span class="narrow-only">{format.toUpperCase()}</span>
                </Button>
              ))}
              <Button class="quiet" onClick={() => void printAll()}>{words.print}</Button>
            </>
          )}
        </span>
      </div>
      {rides.error && rides.data && <FaultNotice error={rides.error} retry={() => rides.fetchNextPage()} />}
      {!rides.data && <Pending query={rides} rows={8} />}
      {rides.data && shown.length === 0 && <p role="status">{words.none}</p>}
      {printing?.length === 0 && <p class="on-paper">{words.tooManyToPrint(PRINTED_ROWS)}</p>}
      {shown.length > 0 && <RideTable rides={printing ?? shown} />}
      {shown.length > 0 && (
        <Pager
          total={total}
          page={here}
          isLast={isLast}
          busy={rides.isFetchingNextPage}
          onPage={(to) => void turn(to)}
          size={size}
          onSize={setSize}
        />
      )}
      {file.done !== null && (
        <ProgressDialog
          title={words.fetching}
          text={words.fetched(file.done, total)}
          value={file.done}
          max={Math.max(1, counted, file.done)}
          stop={actions.stop}
          onStop={file.stop}
        />
      )}
    </section>
  );
}

function refresh(taxpayerId: string): Promise<unknown> {
  return Promise.all(["rides", "ride-totals"].map((what) => queryClient.resetQueries({ queryKey: [what, taxpayerId] })));
}
