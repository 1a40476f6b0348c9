import { useRef, useState } from "preact/hooks";
import { csvLines } from "../exports/csv";
import { usePortal } from "../portal";
import { waitForConnection } from "../registration/sending";
import { useActing } from "../taxpayer/taxpayer";
import { download } from "../ui/download";
import { useReason } from "../ui/notices";
import { tell } from "../ui/status";
import { useWords } from "../words/words";
import { allPages, askRides, LARGEST_PAGE, type Ride, type RideSearch } from "./rides";
import { rideCells } from "./ridesCsv";
import { ridesXml, XML_END, XML_START } from "./ridesXml";

/** All rides of a search, page by page, as a file or to be printed; `done` counts those that are here, null while nothing is fetched. */
export function useRideFile(search: RideSearch) {
  const words = useWords();
  const reason = useReason();
  const { api } = usePortal();
  const { taxpayerId } = useActing().taxpayer;
  const [done, setDone] = useState<number | null>(null);
  const stopping = useRef<AbortController | null>(null);

  async function fetchAll(take: (rides: readonly Ride[]) => Promise<void> | void): Promise<boolean> {
    const stop = new AbortController();
    stopping.current = stop;
    setDone(0);
    try {
      const ask = (continuation: string) => askRides(api, taxpayerId, search, LARGEST_PAGE, continuation, stop.signal);
      for await (const rides of allPages(ask, (seconds) => waitForConnection(seconds, stop.signal), stop.signal)) {
        await take(rides);
        setDone((before) => (before ?? 0) + rides.length);
      }
      return true;
    } catch (error) {
      if (!stop.signal.aborted) {
        tell(reason(error));
      }
      return false;
    } finally {
      setDone(null);
    }
  }

  const name = `${words.rides.exportName}-${search.from}-${search.to}`;
  return {
    done,
    stop: () => stopping.current?.abort(),
    saveCsv: async () => {
      const parts: string[] = [];
      const write = async (rides: readonly Ride[]) => {
        const cells = rides.map((ride) => rideCells(ride, words.rides.payments));
        parts.push(await csvLines(parts.length === 0 ? [words.rides.exportHead, ...cells] : cells));
      };
      if (await fetchAll((rides) => (rides.length > 0 || parts.length === 0 ? write(rides) : undefined))) {
        download(`${name}.csv`, new Blob(["\ufeff", ...parts], { type: "text/csv;charset=utf-8" }));
      }
    },
    saveXml: async () => {
      const parts: string[] = [];
      if (await fetchAll((rides) => void parts.push(ridesXml(rides)))) {
        download(`${name}.xml`, new Blob([XML_START, ...parts, XML_END], { type: "application/xml" }));
      }
    },
    all: async (): Promise<readonly Ride[] | null> => {
      const found: Ride[] = [];
      return (await fetchAll((rides) => void found.push(...rides))) ? found : null;
    },
  };
}
