import { expect, test } from "vitest";
import { countFaulty, type DriverRow, isEmpty, judge, newRow, suggestedName, toPersons } from "./driverRows";

const none = new Set<string>();

test("faults stand at their fields", () => {
  const rows = [
    newRow("030303-10012", "Jānis Bērziņš"),
    newRow("030303-10013", "A\u200bB"),
    newRow("", "Anna"),
    newRow("161175-19997", ""),
    newRow("", " "),
  ];
  expect(judge(rows, none)).toEqual([
    [],
    [{ field: "personalCode", code: "personal-code-check-digit" }, { field: "name", code: "name-characters" }],
    [{ field: "personalCode", code: "personal-code-missing" }],
    [{ field: "name", code: "name-missing" }],
    [],
  ]);
});

test("a driver who stands twice, in any spelling, is faulty the second time and told where the first is", () => {
  const rows = [newRow(), newRow("03030310012", "Jānis"), newRow("161175-19997", "Anna"), newRow("030303\u201310012", "Jānis"), newRow("030303-10012", "Jānis")];
  expect(judge(rows, none)).toEqual([
    [], [], [],
    [{ field: "personalCode", code: "driver-repeated" }],
    [{ field: "personalCode", code: "driver-repeated" }],
  ]);
});

test("a driver with an active client is told", () => {
  expect(judge([newRow("03030310012", "Jānis")], new Set(["030303-10012"]))).toEqual([[{ field: "personalCode", code: "driver-already-registered" }]]);
});

test("what is sent is normal, and empty rows are not", () => {
  expect(toPersons([newRow(" 03030310012", " Ja\u0304nis  Be\u0304rzin\u0327s\u030c "), newRow("  ", ""), newRow("329999-99901", "Anna")])).toEqual([
    { personalCode: "030303-10012", name: "Jānis Bērziņš" },
    { personalCode: "329999-99901", name: "Anna" },
  ]);
  expect(() => toPersons([newRow("030303-10013", "Jānis")])).toThrow(RangeError);
});

test("who is registered already is not counted among the rows to correct, whatever else is wrong with his row", () => {
  const rows = [newRow("030303-10012", "Jānis"), newRow("329999-99901", ""), newRow("329999-99709", ""), newRow()];
  expect(countFaulty(judge(rows, new Set(["030303-10012", "329999-99901"])))).toEqual({ registered: 2, toCorrect: 1 });
});

test("a row is empty without visible text, whatever its key", () => {
  expect(isEmpty(newRow(" \t", "\u00a0"))).toBe(true);
  expect(isEmpty(newRow("", "x"))).toBe(false);
  expect(newRow().id).not.toBe(newRow().id);
});

test("five thousand rows are judged in linear time", () => {
  const rows: DriverRow[] = Array.from({ length: 5_000 }, (_, i) => ({ id: `${i}`, personalCode: `32${`${i % 4_999}`.padStart(9, "0")}`, name: "Jānis Bērziņš" }));
  const started = performance.now();
  const faults = judge(rows, none);
  expect(performance.now() - started).toBeLessThan(500);
  expect(faults.filter((row) => row.length > 0)).toEqual([[{ field: "personalCode", code: "driver-repeated" }]]);
});

test.each([["Ozols, Pēteris", "Pēteris Ozols"], ["1. Jānis Bērziņš", "Jānis Bērziņš"], ["12) Ozols, Anna Marija", "Anna Marija Ozols"], ["Jānis Bērziņš", null], ["SIA Alfa, 2", null], ["", null]])(
  "for %j is suggested %j",
  (name, better) => {
    expect(suggestedName(name)).toBe(better);
  },
);
