import { expect, test } from "vitest";
import type { ApiClient } from "../api/api";
import { sorted } from "./order";

test("times sort by instant, whatever zeros the API leaves out, and never used is earliest", () => {
  const used = ["2026-11-29T08:33:12.345678Z", "2026-11-29T08:33:12.34Z", null, "2026-11-29T08:33:12Z"];
  const clients = used.map((lastUsedAt, i) => ({ clientId: `tx-${i}`, lastUsedAt }) as ApiClient);
  expect(sorted(clients, { by: "lastUsedAt", ascending: true }).map(({ lastUsedAt }) => lastUsedAt)).toEqual([used[2], used[3], used[1], used[0]]);
});
