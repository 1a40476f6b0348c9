import { expect, test } from "vitest";
import { addDays, daysOf, everyDay, faultOf, latvianDay, latvianInstant, startOf } from "./period";

test.each([
  ["2026-11-28", "2026-11-27T22:00:00.000Z"],
  ["2026-07-01", "2026-06-30T21:00:00.000Z"],
  ["2026-03-29", "2026-03-28T22:00:00.000Z"], // the clocks go forward at 03:00
  ["2026-03-30", "2026-03-29T21:00:00.000Z"],
  ["2026-10-25", "2026-10-24T21:00:00.000Z"], // and back at 04:00
  ["2026-10-26", "2026-10-25T22:00:00.000Z"],
])("%s begins at %s", (day, instant) => {
  expect(startOf(day)).toBe(instant);
  expect(latvianDay(instant)).toBe(day);
  expect(latvianDay(new Date(Date.parse(instant) - 1))).toBe(addDays(day, -1));
});

test("the offset tells the two instants of the repeated hour apart", () => {
  expect(latvianInstant("2026-10-25T00:30:00Z")).toBe("2026-10-25T03:30:00+03:00");
  expect(latvianInstant("2026-10-25T01:30:00.75Z")).toBe("2026-10-25T03:30:00+02:00");
});

test.each([
  ["today", "2026-11-28", "2026-11-28", "2026-11-28"],
  ["week", "2026-11-28", "2026-11-23", "2026-11-28"],
  ["week", "2026-11-23", "2026-11-23", "2026-11-23"],
  ["week", "2026-11-29", "2026-11-23", "2026-11-29"],
  ["month", "2026-11-28", "2026-11-01", "2026-11-28"],
  ["lastMonth", "2026-03-31", "2026-02-01", "2026-02-28"],
  ["lastMonth", "2026-01-01", "2025-12-01", "2025-12-31"],
] as const)("%s on %s is %s to %s", (period, today, from, to) => {
  expect(daysOf(period, today)).toEqual({ from, to });
});

test.each([
  ["2026-10-01", "2026-10-31", null],
  ["2026-10-01", "2026-11-01", "too-long"],
  ["2026-10-02", "2026-10-01", "backwards"],
  ["", "2026-10-01", "missing"],
])("%s to %s: %s", (from, to, fault) => {
  expect(faultOf({ from, to })).toBe(fault);
});

test("a month has each of its days once, over the change of clocks, too", () => {
  const days = everyDay({ from: "2026-10-01", to: "2026-10-31" });
  expect(new Set(days).size).toBe(31);
  expect(days.at(24)).toBe("2026-10-25");
});
