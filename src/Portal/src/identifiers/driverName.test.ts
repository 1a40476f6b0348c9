import { expect, test } from "vitest";
import { readDriverName } from "./driverName";

test.each([
  ["Jānis Bērziņš", "Jānis Bērziņš"],
  ["  Anna \r\n", "Anna"],
  ["Anna\t Marija \u00a0 Kalniņa", "Anna Marija Kalniņa"],
  ["Ja\u0304nis Be\u0304rzin\u0327s\u030c", "Jānis Bērziņš"],
  ["SIA \"Ātrais taksis\" & Co. №1", "SIA \"Ātrais taksis\" & Co. №1"],
  ["O’Neil-Bērziņa", "O’Neil-Bērziņa"],
  ["𝒜", "𝒜"],
  ["7-24", "7-24"],
])("%j is read", (typed, name) => {
  expect(readDriverName(typed)).toEqual({ name });
});

test.each([
  ["", "missing"], [" \t\u00a0", "missing"],
  ["A\0B", "characters"], ["A\u202eB", "characters"], ["A\u200bB", "characters"], ["A\ue000B", "characters"],
  ["…", "missing"], ["-", "missing"], ["\u0301".repeat(100), "missing"], ["№", "missing"],
  ["A\u034fB", "characters"], ["A\u115fB", "characters"], ["A\u17b4B", "characters"], ["A\u180bB", "characters"], ["\u2800", "characters"], ["\u3164", "characters"],
  ["A\ufe0fB", "characters"], ["A\uffa0B", "characters"], ["A\u{e0100}B", "characters"], ["A\u{e01ef}B", "characters"],
  ["A\ufffdB", "characters"], ["A\ufffeB", "characters"], ["A\u{e0041}B", "characters"], ["A\ud800B", "characters"], ["A\udc00", "characters"],
])("%j is refused: %s", (typed, fault) => {
  expect(readDriverName(typed)).toEqual({ fault: `name-${fault}` });
});

test.each(["a", "𝒜", "u\u0308\u0304", "\u1100\u1161\u11a8"])("a hundred of %j are enough", (character) => {
  expect(readDriverName(character.repeat(100))).toHaveProperty("name");
  expect(readDriverName(character.repeat(101))).toEqual({ fault: "name-too-long" });
});
