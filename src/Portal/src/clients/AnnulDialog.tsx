import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import type { ApiClient, Schemas } from "../api/api";
import { useSecrets } from "../api/queries";
import { useActing } from "../taxpayer/taxpayer";
import { FormDialog } from "../ui/Dialog";
import { Field, Labelled, Select } from "../ui/Field";
import { useWords } from "../words/words";
import { useAnnulling } from "./Annulments";

type Reason = Schemas["AnnulReason"];
const reasons: readonly Reason[] = ["left", "lost", "leaked", "replaced", "other"];
const MOST_UNTYPED = 20;

/** Asks for a reason and names every driver; of many, the number is typed, so that nobody annuls a list that is longer than the screen. */
export function AnnulDialog({ clients, onClose }: { clients: readonly ApiClient[]; onClose: () => void }) {
  const words = useWords();
  const { taxpayerId, list } = useActing();
  const { annul } = useAnnulling();
  const secretsInUse = useSecrets().data ?? [];
  // It has to be chosen: a leaked password must not be recorded as "left" because that stood there first.
  const [reason, setReason] = useState<Reason | "">("");
  const [typed, setTyped] = useState("");
  const [attempts, setAttempts] = useState(0);
  const secrets = [...new Set(clients.map((client) => client.secretId))];
  const others = secretsInUse.reduce((sum, secret) => sum + (secrets.includes(secret.secretId) ? secret.clients : 0), 0) - clients.length;
  const many = clients.length > MOST_UNTYPED;
  const counted = !many || typed.replace(/\s/g, "") === `${clients.length}`;
  const submit = () => {
    setAttempts(attempts + 1);
    if (reason !== "" && counted) {
      annul({ taxpayerId, clients, reason });
      onClose();
    }
  };
  return (
    <FormDialog
      title={words.clients.annulTitle(clients.length)}
      submit={words.clients.annul}
      back={words.clients.keep}
      danger
      attempts={attempts}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{words.clients.annulText(clients.length)}</p>
      <p id="whom">{words.clients.annulWho(clients.length)}</p>
      {/* Reachable by keyboard, as a long list scrolls. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul class="names" tabIndex={0} aria-labelledby="whom">
        {clients.map(({ clientId, driver }) => (
          <li key={clientId}>{driver.name} <small translate={false}>{clientId}</small></li>
        ))}
      </ul>
      <Labelled
        label={words.clients.reason}
        fault={attempts > 0 && reason === "" ? words.clients.reasonMissing : undefined}
        control={(described) => (
          <Select
            {...described}
            required
            value={reason}
            options={[["", words.clients.chooseReason], ...reasons.map((known) => [known, words.clients.reasons[known]] as const)]}
            onChoose={setReason}
          />
        )}
      />
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
          {words.clients.leakedHint(others)}{" "}
          <Link href={`${list}/secrets${secrets.length === 1 ? `#${secrets[0] ?? ""}` : ""}`}>{words.secrets.rotate}</Link>
        </p>
      )}
    </FormDialog>
  );
}
