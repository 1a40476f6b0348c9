import type { ApiClient } from "../api/api";

const DAY_MS = 24 * 60 * 60 * 1000;
const NEW_MS = 10 * 60 * 1000;

/** Not annulled: a suspended driver still has a client, and cannot be registered again. */
export function liveClients(clients: readonly ApiClient[]): ApiClient[] {
  return clients.filter((client) => client.state !== "annulled");
}

/** Just registered: it stands out in the list. */
export const isNew = ({ createdAt }: ApiClient, now: Date): boolean => now.getTime() - Date.parse(createdAt) < NEW_MS;

export const neverUsed = (client: ApiClient): boolean => client.lastUsedAt === null;

/** Registered 14 days ago or more, and no device has signed in with it. */
export function forgotten(client: ApiClient, now: Date): boolean {
  return client.state === "active" && neverUsed(client) && now.getTime() - Date.parse(client.createdAt) > 14 * DAY_MS;
}

/** Used, but not for 90 days. */
export function unused(client: ApiClient, now: Date): boolean {
  return client.lastUsedAt !== null && now.getTime() - Date.parse(client.lastUsedAt) > 90 * DAY_MS;
}

/** The live clients of each secret, by secretId. */
export function bySecret(clients: readonly ApiClient[]): ReadonlyMap<string, readonly ApiClient[]> {
  const found = new Map<string, ApiClient[]>();
  for (const client of liveClients(clients)) {
    const same = found.get(client.secretId) ?? [];
    same.push(client);
    found.set(client.secretId, same);
  }
  return found;
}
