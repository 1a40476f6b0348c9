import { useState } from "preact/hooks";
import { answer } from "../api/api";
import { usePortal } from "../portal";
import { Notice, useReason } from "../ui/notices";
import { useWords } from "../words/words";
import type { HandedClient } from "./handover";

type Change = (update: (clients: readonly HandedClient[]) => readonly HandedClient[]) => void;

/** Says plainly that secrets got lost on the way, and gives these clients new ones: rotations without an overlap, which may be repeated. */
export function LostSecrets({ taxpayerId, lost, onNew }: { taxpayerId: string; lost: readonly HandedClient[]; onNew: Change }) {
  const words = useWords().handover;
  const reason = useReason();
  const { api } = usePortal();
  const [working, setWorking] = useState<{ done: number; total: number } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);

  async function renew() {
    setFailure(null);
    const secretIds = [...new Set(lost.map((client) => client.secretId))];
    for (const [done, secretId] of secretIds.entries()) {
      setWorking({ done, total: secretIds.length });
      try {
        const { secret } = await answer(
          api.POST("/api/taxpayers/{taxpayerId}/taxi/secrets/{secretId}/rotation", {
            params: { path: { taxpayerId, secretId } },
            body: { secret: { generate: true }, overlapHours: 0 },
          }),
        );
        onNew((clients) => clients.map((client) => (client.secretId === secretId ? { ...client, secret } : client)));
      } catch (error) {
        setFailure(error);
      }
    }
    setWorking(null);
  }

  return (
    <Notice kind="fault" title={words.lostTitle}>
      <p>{words.lost(lost.length)}</p>
      {failure !== null && !working && (
        <p>
          {words.lostFailed(lost.length)} {reason(failure)}
        </p>
      )}
      {working ? (
        <label>
          {words.lostWorking(working.done, working.total)}
          <progress value={working.done} max={working.total} />
        </label>
      ) : (
        <button type="button" onClick={() => void renew()}>
          {words.lostButton}
        </button>
      )}
    </Notice>
  );
}
