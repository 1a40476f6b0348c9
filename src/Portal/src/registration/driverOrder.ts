import { names } from "../clients/order";
import type { DriverRow, RowFaults } from "../drivers/driverRows";

export const sorts = ["faults", "entered", "personalCode", "name"] as const;
export type Sort = (typeof sorts)[number];

/** The indexes of the rows as they are shown. It is made anew only on purpose: no row moves while it is typed in. */
export function orderOf(rows: readonly DriverRow[], faults: readonly RowFaults[], sort: Sort, onlyFaulty: boolean): number[] {
  const isFaulty = (index: number) => (faults[index]?.length ?? 0) > 0;
  const shown = rows.map((_, index) => index).filter((index) => !onlyFaulty || isFaulty(index));
  if (sort === "entered") {
    return shown;
  }
  return sort === "faults"
    ? shown.sort((a, b) => Number(isFaulty(b)) - Number(isFaulty(a)))
    : shown.sort((a, b) => names.compare(rows[a]?.[sort] ?? "", rows[b]?.[sort] ?? ""));
}
