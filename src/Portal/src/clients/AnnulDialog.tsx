import { useRef, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { type ApiClient, answer, type Schemas } from "../api/api";
import { queryClient } from "../api/queries";
import { usePortal } from "../portal";
import { useActing } from "../taxpayer/taxpayer";
import { runAll } from "../tasks/inTurn";
import { Dialog } from "../ui/Dialog";
import { FaultNotice } from "../ui/notices";
import { tell } from "../ui/status";
import { useWords } from "../words/words";

type Reason = Schemas["AnnulReason"];
const reasons: readonly Reason[] = ["left", "lost", "leaked", "replaced", "other"];
const AT_ONCE = 4;

/** Asks for a reason and names every driver before it annuls. Annulling again changes nothing, so what failed may simply be tried again. */
export function AnnulDialog({ clients, drivers, onClose }: {
  clients: readonly ApiClient[];
  /** Active clients of each secret. */
  drivers: ReadonlyMap<string, readonly ApiClient[]>;
  onClose: () => void;
}) {
  const words = useWords();
  const { api } = usePortal();
  const { taxpayer, home } = useActing();
  const { taxpayerId } = taxpayer;
  const [left, setLeft] = useState(clients);
  const [reason, setReason] = useState<Reason>("left");
  const [done, setDone] = useState<number | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const stopping = useRef(new AbortController());
  const secrets = [...new Set(left.map((client) => client.secretId))];
  const others = secrets.reduce((sum, secretId) => sum + (drivers.get(secretId)?.length ?? 0), 0) - left.length;

  async function annul() {
    setFailure(null);
    stopping.current = new AbortController();
    setDone(0);
    const { done: annulled, failed, left: notBegun } = await runAll(
      left,
      AT_ONCE,
      ({ clientId }) =>
        answer(api.DELETE("/api/taxpayers/{taxpayerId}/taxi/clients/{clientId}", { params: { path: { taxpayerId, clientId }, query: { reason } } })),
      { signal: stopping.current.signal, progress: setDone },
    );
    await queryClient.invalidateQueries({ queryKey: ["clients", taxpayerId] });
    void queryClient.invalidateQueries({ queryKey: ["secrets", taxpayerId] });
    void queryClient.invalidateQueries({ queryKey: ["events", taxpayerId] });
    setDone(null);
    if (annulled.length > 0) {
      tell(words.clients.annulled(annulled.length));
    }
    if (failed.length === 0) {
      onClose();
    } else {
      setLeft([...failed.map(({ item }) => item), ...notBegun]);
      setFailure(failed[0]?.error);
    }
  }

  const busy = done !== null;
  return (
    <Dialog title={words.clients.annulTitle(left.length)} onClose={onClose} busy={busy}>
      {failure !== null && (
        <>
          {clients.length > 1 && <p role="alert">{words.clients.annulFailed(left.length)}</p>}
          <FaultNotice error={failure} />
        </>
      )}
      <p>{words.clients.annulText}</p>
      <p id="whom">{words.clients.annulWho}</p>
      {/* Reachable by keyboard, as a long list scrolls. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul class="names" tabIndex={0} aria-labelledby="whom">
        {left.map(({ clientId, driver }) => (
          <li key={clientId}>
            {driver.name} <small>{clientId}</small>
          </li>
        ))}
      </ul>
      <label>
        {words.clients.reason}
        <select value={reason} disabled={busy} onChange={(event) => setReason(event.currentTarget.value as Reason)}>
          {reasons.map((known) => (
            <option key={known} value={known}>
              {words.clients.reasons[known]}
            </option>
          ))}
        </select>
      </label>
      {reason === "leaked" && others > 0 && (
        <p>
          {words.clients.leakedHint(others)} <Link href={`${home}/settings/api/secrets${secrets.length === 1 ? `#${secrets[0] ?? ""}` : ""}`}>{words.secrets.rotate}</Link>
        </p>
      )}
      {busy && left.length > 1 && (
        <label>
          {words.clients.annulling(done, left.length)}
          <progress value={done} max={left.length} />
        </label>
      )}
      <footer class="buttons">
        <button type="button" class="secondary" onClick={() => (busy ? stopping.current.abort() : onClose())}>
          {words.actions.cancel}
        </button>
        <button type="button" class="danger" disabled={busy} aria-busy={busy} onClick={() => void annul()}>
          {words.clients.annul}
        </button>
      </footer>
    </Dialog>
  );
}
