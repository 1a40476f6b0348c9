import { expect, test } from "vitest";
import type { ApiClient } from "../api/api";
import { ofBulk } from "./ofBulk";

const STARTED = "2026-11-02T08:00:00.1Z";
const event = { action: "secrets-rotated", at: "2026-11-02T08:00:00.25Z", secrets: 2 } as const;

const rotating = (secretId: string, startedAt = STARTED) => ({ secretId, rotation: { startedAt, previousExpiresAt: "2026-11-05T08:00:00Z", clientsMoved: 0, clients: 1 } });
const client = (secretId: string, name: string, state: ApiClient["state"] = "active") => ({ clientId: `of-${name}`, secretId, driver: { name }, state }) as ApiClient;

const clients = [client("a", "Zane"), client("b", "Anna"), client("c", "Juris"), client("b", "Gatis", "annulled")];
const names = (secrets: Parameters<typeof ofBulk>[2]) => ofBulk(event, clients, secrets).map(({ driver }) => driver.name);

test("names the drivers whose passwords began to rotate just before the event", () => {
  expect(names([rotating("a"), rotating("b"), { secretId: "c", rotation: null }])).toEqual(["Anna", "Zane"]);
  expect(names([rotating("a"), rotating("b"), rotating("c", "2026-11-02T07:59:59Z")])).toEqual(["Anna", "Zane"]);
});

test("names nobody when one of those rotations is over, or others would be taken for them", () => {
  expect(names([rotating("a"), { secretId: "b", rotation: null }])).toEqual([]);
  expect(names([rotating("a", "2026-11-02T07:58:00Z"), rotating("b", "2026-11-02T07:58:00Z")])).toEqual([]);
  expect(names([rotating("a", "2026-11-02T08:00:01Z"), rotating("b", "2026-11-02T08:00:01Z")])).toEqual([]);
  expect(names([])).toEqual([]);
});
