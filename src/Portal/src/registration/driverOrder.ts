import { names } from "../clients/order";
import type { DriverRow, RowFaults } from "../drivers/driverRows";

export type Sort = "faults" | "entered" | "personalCode" | "name";

/** The indexes of the rows as they are shown. It is made anew only on purpose: no row moves while it is typed in. */
export function orderOf(rows: readonly DriverRow[], faults: readonly RowFaults[], sort: Sort, onlyFaulty: boolean): number[] {
  const isFaulty = (index: number) => (faults[index]?.length ?? 0) > 0;
  const shown = rows.map((_, index) => index).filter((index) => !onlyFaulty || isFaulty(index));
  const text = (index: number) => (sort === "name" ? rows[index]?.name : rows[index]?.personalCode) ?? "";
  switch (sort) {
    case "entered":
      return shown;
    case "faults":
      return shown.sort((a, b) => Number(isFaulty(b)) - Number(isFaulty(a)));
    case "personalCode":
    case "name":
      return shown.sort((a, b) => names.compare(text(a), text(b)));
  }
}
