import { useMemo } from "preact/hooks";
import { useHistoryState } from "wouter-preact/use-browser-location";
import { readDay } from "../ui/days";
import { useAddressQuery } from "../ui/useAddressQuery";
import { daysOf, faultOf, latvianDay, type Period, periods } from "./period";
import type { RideSearch } from "./rides";

/** What stands in the history entry, where Back and a reload find it, and in no address. */
export interface Sought {
  driver?: string;
  plate?: string;
  /** Counts from 0. */
  page?: number;
}

/** How the report is looked at: the period in the address; the driver and the plate, which belong in no URL, in the history entry. */
export function useRideSearch(now: Date) {
  const [parameters, change] = useAddressQuery();
  const { driver = "", plate = "", page = 0 } = useHistoryState<Sought | null>() ?? {};
  const period = periods.find((known) => known === parameters.get("period")) ?? "today";
  const own = { from: readDay(parameters.get("from")) ?? "", to: readDay(parameters.get("to")) ?? "" };
  const today = latvianDay(now);
  const { from, to } = period === "own" ? own : daysOf(period, today);
  const search = useMemo<RideSearch>(() => ({ from, to, driver, plate }), [from, to, driver, plate]);

  return {
    period,
    search,
    today,
    fault: faultOf(search),
    page,
    setPeriod: (chosen: Period) => {
      const days = chosen === "own" ? { from, to } : { from: "", to: "" }; // own dates begin as the days that were on the screen
      change({ period: chosen === "today" ? "" : chosen, ...days }, { driver, plate });
    },
    setDay: (name: "from" | "to", day: string) => change({ [name]: day }, { driver, plate }),
    seek: (sought: Pick<Sought, "driver" | "plate">) => change({}, { driver, plate, ...sought }),
    setPage: (to: number) => change({}, { driver, plate, page: to }),
  };
}
