import { useState } from "preact/hooks";
import { answer } from "../api/api";
import { Refusal } from "../api/problem";
import { usePortal } from "../portal";
import type { HandedClient } from "./handover";

type Change = (update: (clients: readonly HandedClient[]) => readonly HandedClient[]) => void;

export interface Renewal {
  /** Null: it is not going on. */
  working: { done: number; total: number } | null;
  /** Why the last of those failed that did; null if none. */
  failure: unknown;
  renew: (clients: readonly HandedClient[]) => void;
}

/** Gives clients new secrets: rotations without an overlap, which may be repeated. */
export function useRenewal(taxpayerId: string, onClients: Change): Renewal {
  const { api } = usePortal();
  const [working, setWorking] = useState<Renewal["working"]>(null);
  const [failure, setFailure] = useState<unknown>(null);

  async function renew(given: readonly HandedClient[]) {
    setFailure(null);
    const seen = new Map(given.map((client) => [client.secretId, client.seen === true]));
    for (const [done, [secretId, wasSeen]] of [...seen].entries()) {
      setWorking({ done, total: seen.size });
      const change = (changed: Partial<HandedClient>) =>
        onClients((clients) => clients.map((client) => (client.secretId === secretId ? { ...client, ...changed } : client)));
      change({ seen: false }); // from here on what was seen may not work any more
      try {
        const { secret } = await answer(
          api.POST("/api/taxpayers/{taxpayerId}/taxi/secrets/{secretId}/rotation", {
            params: { path: { taxpayerId, secretId } },
            body: { secret: { generate: true }, overlapHours: 0 },
          }),
        );
        change({ secret });
      } catch (error) {
        setFailure(error);
        if (wasSeen && error instanceof Refusal && error.decided) {
          change({ seen: true });
        }
      }
    }
    setWorking(null);
  }

  return { working, failure, renew: (clients) => void renew(clients) };
}
