import { useState } from "preact/hooks";
import { answer } from "../api/api";
import { Refusal } from "../api/problem";
import { usePortal } from "../portal";
import type { HandedClient } from "./handover";

type Change = (update: (clients: readonly HandedClient[]) => readonly HandedClient[]) => void;

export type Renewal = ReturnType<typeof useRenewal>;

/** Gives clients new secrets: rotations without an overlap, which may be repeated. `failure`: of the last that failed. */
export function useRenewal(taxpayerId: string, onClients: Change) {
  const { api } = usePortal();
  const [working, setWorking] = useState<{ done: number; total: number } | null>(null);
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

  return { working, failure, renew: (clients: readonly HandedClient[]) => void renew(clients) };
}
