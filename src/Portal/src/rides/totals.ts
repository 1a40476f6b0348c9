import type { Schemas } from "../api/api";
import { millionths } from "./amounts";

export const measures = ["rides", "distance", "serviceFee", "commission"] as const;
export type Measure = (typeof measures)[number];

/** In millionths, but for the number of rides. */
export type Totals = Record<Measure, bigint>;

export interface DayTotals extends Totals {
  day: string;
}

/** A line for each of the days, in their order, also for those without rides. */
export function byDay(days: readonly string[], found: Schemas["CarriageTotals"]["days"]): DayTotals[] {
  const known = new Map(found.map((day) => [day.date, day]));
  return days.map((day) => {
    const { rides = 0, distance = 0, serviceFee = 0, commission = 0 } = known.get(day) ?? {};
    const amounts = { distance: millionths(distance), serviceFee: millionths(serviceFee), commission: millionths(commission) };
    return { day, rides: BigInt(rides), ...amounts };
  });
}

export function sumOf(days: readonly Totals[]): Totals {
  const sum = (measure: Measure) => days.reduce((total, day) => total + day[measure], 0n);
  return { rides: sum("rides"), distance: sum("distance"), serviceFee: sum("serviceFee"), commission: sum("commission") };
}

/** How high a bar is, of 100: for the eye only. What is not nothing is seen. */
export function heightOf(value: bigint, highest: bigint): number {
  return value === 0n ? 0 : Math.max(1, Number((value * 1000n) / highest) / 10);
}
