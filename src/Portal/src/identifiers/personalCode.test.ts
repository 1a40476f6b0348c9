import { expect, test } from "vitest";
import { maskPersonalCode, readPersonalCode, restoreLeadingZero } from "./personalCode";

const valid = [
  "161175-19997", "030303-10012", "030303-10004", "040404-19999", "311299-19993", "020100-29990",
  "329999-99901", "329999-99709", "328673-00679", "390000-00000", "912345-67890", "290204-00001",
];

test.each(valid)("%s is read with and without its hyphen", (code) => {
  for (const typed of [code, code.replace("-", ""), ` ${code}\n`, code.replace("-", "\u2013"), code.replace("-", "\u2011"), code.replace("-", " - "), `\u00a0${code}\u200b`, code.replace("-", " ")]) {
    expect(readPersonalCode(typed)).toEqual({ code });
  }
});

test.each([
  ["", "missing"], [" \u00a0\u200b", "missing"],
  ["03o303-10012", "format"], ["030303-1001", "format"], ["030303-100122", "format"], ["0303031001", "format"],
  ["03030-310012", "format"], ["030303--10012", "format"], ["-03030310012", "format"], ["PNOLV-030303-10012", "format"], ["٠٣٠٣٠٣-١٠٠١٢", "format"],
  ["161375-19994", "date"], ["161375-19997", "date"], ["319999-99901", "date"], ["310403-10014", "date"], ["000303-10019", "date"],
  ["030303-30013", "date"], ["430303-10019", "date"], ["812345-67892", "date"], ["290200-00008", "date"], ["290200-10003", "date"], ["030003-10012", "date"],
  ["161175-19998", "check-digit"], ["030303-10013", "check-digit"],
])("%j is refused: %s", (typed, fault) => {
  expect(readPersonalCode(typed)).toEqual({ fault: `personal-code-${fault}` });
});

test("a leading zero that a spreadsheet dropped comes back", () => {
  expect(restoreLeadingZero("3030310012")).toBe("030303-10012");
  expect(restoreLeadingZero(" 2010029990 ")).toBe("020100-29990");
  expect(restoreLeadingZero("3030310013")).toBeNull(); // check digit
  expect(restoreLeadingZero("03030310012")).toBeNull(); // has it
  expect(restoreLeadingZero("30303-10012")).toBeNull(); // was text, so nothing was dropped
  expect(restoreLeadingZero("")).toBeNull();
});

test("of a masked code four digits are hidden", () => {
  expect(maskPersonalCode("030303-10012")).toBe("030303-1****");
});
