import type { ApiClient } from "../api/api";

const LONG_MS = 90 * 24 * 60 * 60 * 1000;

export function activeClients(clients: readonly ApiClient[]): ApiClient[] {
  return clients.filter((client) => client.state === "active");
}

export function neverUsed(client: ApiClient): boolean {
  return client.lastUsedAt === null;
}

/** Not used for 90 days; one that was never used counts from when it was created. */
export function unused(client: ApiClient, now: Date): boolean {
  return now.getTime() - Date.parse(client.lastUsedAt ?? client.createdAt) > LONG_MS;
}

/** The active clients of each secret, by secretId. */
export function bySecret(clients: readonly ApiClient[]): ReadonlyMap<string, readonly ApiClient[]> {
  const found = new Map<string, ApiClient[]>();
  for (const client of activeClients(clients)) {
    const same = found.get(client.secretId);
    if (same) {
      same.push(client);
    } else {
      found.set(client.secretId, [client]);
    }
  }
  return found;
}
