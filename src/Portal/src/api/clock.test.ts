import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { now, readClock } from "./clock";

const answered = (date: string | null, cache = "no-store") =>
  new Response(null, { headers: { "Cache-Control": cache, ...(date ? { Date: date } : {}) } });

beforeEach(() => vi.useFakeTimers({ now: new Date("2026-11-29T10:20:00.500Z") }));
afterEach(() => {
  readClock(answered(new Date().toUTCString()));
  vi.useRealTimers();
});

test.each([
  ["ahead", "Sun, 29 Nov 2026 10:00:00 GMT", "2026-11-29T10:00:00.000Z", "2026-11-29T10:05:00.000Z"],
  ["behind", "Sun, 29 Nov 2026 11:00:00 GMT", "2026-11-29T11:00:00.000Z", "2026-11-29T11:05:00.000Z"],
])("a machine whose clock is %s goes by the server's", (_, date, then, later) => {
  readClock(answered(date));
  expect(now().toISOString()).toBe(then);
  vi.advanceTimersByTime(300_000);
  expect(now().toISOString()).toBe(later);
});

test.each([
  ["without a date", answered(null)],
  ["with an unreadable one", answered("soon")],
  ["that a cache may have kept", answered("Sun, 29 Nov 2026 10:05:00 GMT", "public, max-age=900")],
])("an answer %s changes nothing", (_, answer) => {
  readClock(answered("Sun, 29 Nov 2026 10:00:00 GMT"));
  readClock(answer);
  expect(now().toISOString()).toBe("2026-11-29T10:00:00.000Z");
});
