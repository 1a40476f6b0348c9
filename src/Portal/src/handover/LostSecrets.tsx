import { useState } from "preact/hooks";
import { answer } from "../api/api";
import { usePortal } from "../portal";
import { Notice } from "../ui/notices";
import { useWords } from "../words/words";
import type { HandedClient } from "./handover";

type Change = (update: (clients: readonly HandedClient[]) => readonly HandedClient[]) => void;

/** Says plainly that secrets got lost on the way, and gives these clients new ones: rotations without an overlap, which may be repeated. */
export function LostSecrets({ taxpayerId, lost, onNew }: { taxpayerId: string; lost: readonly HandedClient[]; onNew: Change }) {
  const words = useWords().handover;
  const { api } = usePortal();
  const [working, setWorking] = useState<{ done: number; total: number } | null>(null);
  const [failed, setFailed] = useState(false);

  async function renew() {
    setFailed(false);
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
      } catch {
        setFailed(true);
      }
    }
    setWorking(null);
  }

  return (
    <Notice kind="fault" title={words.lostTitle}>
      <p>{words.lost(lost.length)}</p>
      {failed && !working && <p>{words.lostFailed(lost.length)}</p>}
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
