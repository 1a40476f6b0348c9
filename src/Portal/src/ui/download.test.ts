import { afterEach, expect, test, vi } from "vitest";
import { fileName } from "./download";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

test("a file is named by the date in Latvia, wherever the browser is", () => {
  vi.stubEnv("TZ", "America/New_York");
  vi.useFakeTimers({ now: new Date("2026-03-04T22:30:00Z") });
  expect(fileName("api-klienti")).toBe("api-klienti-2026-03-05.csv");
});
