import type { ApiClient } from "../api/api";

export const columns = ["driver", "clientId", "createdAt", "lastUsedAt"] as const;
export type Column = (typeof columns)[number];

export interface Order {
  by: Column;
  ascending: boolean;
}

const START: Order = { by: "driver", ascending: true };

/** "lastUsedAt" is ascending, "-lastUsedAt" descending, "" the order at the beginning. */
export function writeOrder({ by, ascending }: Order): string {
  return by === START.by && ascending === START.ascending ? "" : `${ascending ? "" : "-"}${by}`;
}

export function parseOrder(text: string | null): Order {
  const by = columns.find((column) => column === text?.replace(/^-/, ""));
  return by ? { by, ascending: !text?.startsWith("-") } : START;
}

export const names = new Intl.Collator("lv");

const comparers: Record<Column, (a: ApiClient, b: ApiClient) => number> = {
  driver: (a, b) => names.compare(a.driver.name, b.driver.name),
  clientId: (a, b) => compare(a.clientId, b.clientId),
  createdAt: (a, b) => instant(a.createdAt) - instant(b.createdAt),
  lastUsedAt: (a, b) => instant(a.lastUsedAt) - instant(b.lastUsedAt), // never used is earliest
};

/** A second key keeps clients that are equal in the first in the same order, so that pages do not shuffle. */
export function sorted(clients: readonly ApiClient[], { by, ascending }: Order): ApiClient[] {
  const sign = ascending ? 1 : -1;
  return [...clients].sort((a, b) => sign * comparers[by](a, b) || compare(a.clientId, b.clientId));
}

/** As texts, times do not sort: the API leaves out zeros at the end of a fraction. */
export const instant = (at: string | null): number => (at === null ? 0 : Date.parse(at));

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
