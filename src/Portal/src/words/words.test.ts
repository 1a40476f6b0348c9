import { expect, test } from "vitest";
import { newDates } from "./words";

test("times are those of Latvia, wherever the browser is", () => {
  expect(newDates("lv").minute("2026-11-28T23:54:00Z")).toBe("29.11.2026 01:54");
  expect(newDates("lv").day("2026-07-01T20:59:00Z")).toBe("01.07.2026");
});
