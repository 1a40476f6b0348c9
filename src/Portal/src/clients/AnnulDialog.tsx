import { useId, useRef, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { type ApiClient, answer, type Schemas } from "../api/api";
import { queryClient } from "../api/queries";
import { usePortal } from "../portal";
import { useActing } from "../taxpayer/taxpayer";
import { runAll } from "../tasks/inTurn";
import { Dialog } from "../ui/Dialog";
import { FaultNotice, Notice } from "../ui/notices";
import { tell } from "../ui/status";
import { useWords } from "../words/words";

type Reason = Schemas["AnnulReason"];
const reasons: readonly Reason[] = ["left", "lost", "leaked", "replaced", "other"];
const AT_ONCE = 4;

/** Asks for a reason and names every driver before it annuls. Annulling again changes nothing, so what failed may simply be tried again. */
export function AnnulDialog({ clients, drivers, onClose, onAnnulled }: {
  clients: readonly ApiClient[];
  /** Active clients of each secret. */
  drivers: ReadonlyMap<string, readonly ApiClient[]>;
  onClose: () => void;
  /** All of them are. */
  onAnnulled: () => void;
}) {
  const words = useWords();
  const { api } = usePortal();
  const { taxpayer, home } = useActing();
  const { taxpayerId } = taxpayer;
  const [left, setLeft] = useState(clients);
  // It has to be chosen: a leaked password must not be recorded as "left" because that stood there first.
  const [reason, setReason] = useState<Reason | "">("");
  const [unchosen, setUnchosen] = useState(false);
  const [done, setDone] = useState<number | null>(null);
  const [stopping, setStopping] = useState(false);
  const [annulledPart, setAnnulledPart] = useState<number | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const controller = useRef(new AbortController());
  const select = useRef<HTMLSelectElement>(null);
  const id = useId();
  const secrets = [...new Set(left.map((client) => client.secretId))];
  const others = secrets.reduce((sum, secretId) => sum + (drivers.get(secretId)?.length ?? 0), 0) - left.length;

  async function annul() {
    if (reason === "") {
      setUnchosen(true);
      select.current?.focus();
      return;
    }
    setFailure(null);
    setAnnulledPart(null);
    setStopping(false);
    controller.current = new AbortController();
    setDone(0);
    const { done: annulled, failed, left: notBegun } = await runAll(
      left,
      AT_ONCE,
      ({ clientId }) =>
        answer(api.DELETE("/api/taxpayers/{taxpayerId}/taxi/clients/{clientId}", { params: { path: { taxpayerId, clientId }, query: { reason } } })),
      { signal: controller.current.signal, progress: setDone },
    );
    await queryClient.invalidateQueries({ queryKey: ["clients", taxpayerId] });
    void queryClient.invalidateQueries({ queryKey: ["secrets", taxpayerId] });
    void queryClient.invalidateQueries({ queryKey: ["events", taxpayerId] });
    setDone(null);
    if (failed.length + notBegun.length === 0) {
      tell(words.clients.annulled(annulled.map(({ driver }) => driver.name)));
      onAnnulled();
    } else {
      setLeft([...failed.map(({ item }) => item), ...notBegun]);
      setAnnulledPart(annulled.length);
      setFailure(failed[0]?.error ?? null);
    }
  }

  function stop() {
    setStopping(true);
    controller.current.abort();
  }

  const busy = done !== null;
  const missing = unchosen && reason === "";
  return (
    <Dialog title={words.clients.annulTitle(left.length)} onClose={onClose} busy={busy}>
      {clients.length > 1 && annulledPart !== null && (
        <Notice kind="warning" focus>
          <p>{words.clients.annulledPart(annulledPart, left.length)}</p>
        </Notice>
      )}
      {failure !== null && <FaultNotice error={failure} />}
      <p>{words.clients.annulText(left.length)}</p>
      <p id="whom">{words.clients.annulWho(left.length)}</p>
      {/* Reachable by keyboard, as a long list scrolls. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul class="names" tabIndex={0} aria-labelledby="whom">
        {left.map(({ clientId, driver }) => (
          <li key={clientId}>
            {driver.name} <small>{clientId}</small>
          </li>
        ))}
      </ul>
      <div class="field">
        <label for={id}>{words.clients.reason}</label>
        <select
          id={id}
          ref={select}
          value={reason}
          disabled={busy}
          required
          aria-invalid={missing ? true : undefined}
          aria-describedby={missing ? `${id}-fault` : undefined}
          onChange={(event) => setReason(event.currentTarget.value as Reason | "")}
        >
          <option value="">{words.clients.chooseReason}</option>
          {reasons.map((known) => (
            <option key={known} value={known}>
              {words.clients.reasons[known]}
            </option>
          ))}
        </select>
        {missing && (
          <small id={`${id}-fault`} class="fault">
            {words.clients.reasonMissing}
          </small>
        )}
      </div>
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
        <button type="button" class="secondary" disabled={stopping && busy} onClick={() => (busy ? stop() : onClose())}>
          {busy ? (stopping ? words.newClients.stopping : words.newClients.stop) : annulledPart === null ? words.actions.cancel : words.actions.close}
        </button>
        <button type="button" class="danger" disabled={busy} aria-busy={busy} onClick={() => void annul()}>
          {words.clients.annul}
        </button>
      </footer>
    </Dialog>
  );
}
