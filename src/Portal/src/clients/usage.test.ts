import { expect, test } from "vitest";
import type { ApiClient } from "../api/api";
import { bySecret, forgotten, isNew, liveClients, neverUsed, unused } from "./usage";

const registered: ApiClient = {
  clientId: "tx-7k2m9-q4x0d-3hs8v-1bt6w-ze5nc-yd4e6",
  driver: { name: "Jānis Bērziņš", personalCode: "030303-10012" },
  secretId: "0000000000000001",
  state: "active",
  createdAt: "2026-01-15T08:00:00Z",
  createdBy: { userId: "00000000000000000000000001", name: "Anna Kalna" },
  lastUsedAt: null,
  lastRideAt: null,
  annulledAt: null,
  validUntil: null,
  etag: "\"1\"",
};

const now = new Date("2026-07-01T12:00:00Z");

test("a client without a token so far was never used", () => {
  expect(neverUsed(registered)).toBe(true);
  expect(neverUsed({ ...registered, lastUsedAt: "2026-01-15T08:00:01Z" })).toBe(false);
});

test.each([
  ["2026-07-01T12:00:00Z", false],
  ["2026-04-02T12:00:00Z", false],
  ["2026-04-02T11:59:59Z", true],
  ["2025-04-02T12:00:00Z", true],
])("last used at %s: unused for 90 days is %j", (at, expected) => {
  expect(unused({ ...registered, createdAt: "2020-01-01T00:00:00Z", lastUsedAt: at }, now)).toBe(expected);
});

test("a client never used is forgotten after 14 days, not unused", () => {
  expect(unused({ ...registered, createdAt: "2020-01-01T00:00:00Z" }, now)).toBe(false);
  expect(forgotten({ ...registered, createdAt: "2026-06-17T11:59:59Z" }, now)).toBe(true);
  expect(forgotten({ ...registered, createdAt: "2026-06-17T12:00:01Z" }, now)).toBe(false);
  expect(forgotten({ ...registered, state: "suspended" }, now)).toBe(false);
});

test("a client created long ago and used of late is in use", () => {
  expect(unused({ ...registered, createdAt: "2020-01-01T00:00:00Z", lastUsedAt: "2026-06-30T12:00:00Z" }, now)).toBe(false);
});

test("a client stands out for ten minutes", () => {
  expect(isNew({ ...registered, createdAt: "2026-07-01T11:50:01Z" }, now)).toBe(true);
  expect(isNew({ ...registered, createdAt: "2026-07-01T11:50:00Z" }, now)).toBe(false);
});

test("annulled clients are not live, suspended ones are, and no secret counts the annulled", () => {
  const one = { ...registered, clientId: "a" };
  const two: ApiClient = { ...registered, clientId: "b", state: "suspended" };
  const elsewhere = { ...registered, clientId: "c", secretId: "0000000000000002" };
  const annulled: ApiClient = { ...registered, clientId: "d", state: "annulled", annulledAt: "2026-02-01T00:00:00Z" };

  expect(liveClients([one, annulled, two])).toEqual([one, two]);
  expect([...bySecret([one, elsewhere, annulled, two])]).toEqual([["0000000000000001", [one, two]], ["0000000000000002", [elsewhere]]]);
});
