import { useId, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import type { ApiClient, Schemas } from "../api/api";
import { useSecrets } from "../api/queries";
import { useActing } from "../taxpayer/taxpayer";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { useFaultFocus } from "../ui/focus";
import { useWords } from "../words/words";
import { useAnnulling } from "./Annulments";

type Reason = Schemas["AnnulReason"];
const reasons: readonly Reason[] = ["left", "lost", "leaked", "replaced", "other"];
const MOST_UNTYPED = 20;

/** Asks for a reason and names every driver; of many, the number is typed, so that nobody annuls a list that is longer than the screen. */
export function AnnulDialog({ clients, onClose }: { clients: readonly ApiClient[]; onClose: () => void }) {
  const words = useWords();
  const { taxpayer, home } = useActing();
  const { annul } = useAnnulling();
  const secretsInUse = useSecrets(taxpayer.taxpayerId).data ?? [];
  // It has to be chosen: a leaked password must not be recorded as "left" because that stood there first.
  const [reason, setReason] = useState<Reason | "">("");
  const [typed, setTyped] = useState("");
  const [attempts, setAttempts] = useState(0);
  const form = useFaultFocus(attempts, null);
  const id = useId();
  const secrets = [...new Set(clients.map((client) => client.secretId))];
  const others = secretsInUse.reduce((sum, secret) => sum + (secrets.includes(secret.secretId) ? secret.clients : 0), 0) - clients.length;
  const many = clients.length > MOST_UNTYPED;
  const counted = !many || typed.replace(/\s/g, "") === `${clients.length}`;
  const missing = attempts > 0 && reason === "";
  return (
    <Dialog title={words.clients.annulTitle(clients.length)} onClose={onClose}>
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setAttempts(attempts + 1);
          if (reason !== "" && counted) {
            annul({ taxpayerId: taxpayer.taxpayerId, clients, reason });
            onClose();
          }
        }}
      >
        <p>{words.clients.annulText(clients.length)}</p>
        <p id="whom">{words.clients.annulWho(clients.length)}</p>
        {/* Reachable by keyboard, as a long list scrolls. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <ul class="names" tabIndex={0} aria-labelledby="whom">
          {clients.map(({ clientId, driver }) => (
            <li key={clientId}>
              {driver.name} <small translate={false}>{clientId}</small>
            </li>
          ))}
        </ul>
        <div class="field">
          <label for={id}>{words.clients.reason}</label>
          <select
            id={id}
            value={reason}
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
        {many && (
          <Field
            label={words.clients.typeNumber(clients.length)}
            inputMode="numeric"
            value={typed}
            onInput={setTyped}
            fault={attempts > 0 && !counted ? words.clients.numberDiffers(clients.length) : undefined}
          />
        )}
        {reason === "leaked" && others > 0 && (
          <p>
            {words.clients.leakedHint(others)} <Link href={`${home}/settings/api/secrets${secrets.length === 1 ? `#${secrets[0] ?? ""}` : ""}`}>{words.secrets.rotate}</Link>
          </p>
        )}
        <footer class="buttons">
          <button type="button" class="secondary" onClick={onClose}>
            {words.clients.keep}
          </button>
          <button type="submit" class="danger">
            {words.clients.annul}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
