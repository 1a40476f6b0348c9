import { useEffect, useRef, useState } from "preact/hooks";
import { csvLines } from "../exports/csv";
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
  const { api, taxpayerId } = useActing();
  const [done, setDone] = useState<number | null>(null);
  const stopping = useRef<AbortController | null>(null);
  useEffect(() => () => stopping.current?.abort(), []); // nobody waits for it on another page

  async function fetchAll(take: (rides: readonly Ride[]) => Promise<void> | void): Promise<boolean> {
    const stop = new AbortController();
    stopping.current = stop;
    setDone(0);
    try {
      const ask = (continuation: string) => askRides(api, taxpayerId, search, { limit: LARGEST_PAGE, continuation }, stop.signal);
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
  const formats = {
    csv: {
      type: "text/csv;charset=utf-8",
      start: async () => `\ufeff${await csvLines([words.rides.exportHead])}`,
      lines: (rides: readonly Ride[]) => csvLines(rides.map((ride) => rideCells(ride, words.rides.payments))),
      end: "",
    },
    xml: { type: "application/xml", start: () => XML_START, lines: ridesXml, end: XML_END },
  };
  return {
    done,
    stop: () => stopping.current?.abort(),
    save: async (format: keyof typeof formats) => {
      const { type, start, lines, end } = formats[format];
      const parts: string[] = [];
      const isWhole = await fetchAll(async (rides) => {
        parts.push(parts.length === 0 ? await start() : "", rides.length > 0 ? await lines(rides) : "");
      });
      if (isWhole) {
        download(`${words.rides.exportName}-${search.from}-${search.to}.${format}`, new Blob([...parts, end], { type }));
      }
    },
    all: async (): Promise<readonly Ride[] | null> => {
      const found: Ride[] = [];
      return (await fetchAll((rides) => void found.push(...rides))) ? found : null;
    },
  };
}
