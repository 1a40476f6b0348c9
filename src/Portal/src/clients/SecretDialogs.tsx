import { useMutation } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { answer, type Schemas } from "../api/api";
import { Refusal } from "../api/problem";
import { refreshFleet } from "../api/queries";
import { useActing } from "../taxpayer/taxpayer";
import { FormDialog } from "../ui/Dialog";
import { Field, Labelled } from "../ui/Field";
import { useWords } from "../words/words";

interface Of {
  secret: Schemas["Secret"];
  onClose: () => void;
}

/** A change of the secret as it was read; then all that tells of it is read again. */
function useSecretChange({ secret, onClose }: Of) {
  const { api, taxpayerId } = useActing();
  const params = { path: { taxpayerId, secretId: secret.secretId }, header: { "If-Match": secret.etag } };
  const settled = { onSuccess: onClose, onSettled: () => refreshFleet(taxpayerId) };
  return { api, params, settled };
}

/** What people call a password: “Nakts maiņa”. */
export function NameSecretDialog(of: Of) {
  const words = useWords().secrets;
  const { api, params, settled } = useSecretChange(of);
  const [name, setName] = useState(of.secret.name ?? "");
  const body = { name: name.trim() || null };
  const save = useMutation({
    mutationFn: () => answer(api.PATCH("/api/taxpayers/{taxpayerId}/taxi/secrets/{secretId}", { params, body })),
    ...settled,
  });
  return (
    <FormDialog title={words.rename} saving={save} onSubmit={() => save.mutate()} onClose={of.onClose}>
      <Field label={words.name} help={words.nameHelp} value={name} required={false} maxLength={100} onInput={setName} />
    </FormDialog>
  );
}

/** From where a password may be used, one network a line; from anywhere, if none is named. */
export function NetworksDialog(of: Of) {
  const words = useWords().secrets;
  const { api, params, settled } = useSecretChange(of);
  const [text, setText] = useState(of.secret.networks.join("\n"));
  const networks = text.split(/[\s,;]+/).filter((line) => line !== "");
  const save = useMutation({
    mutationFn: () => answer(api.PUT("/api/taxpayers/{taxpayerId}/taxi/secrets/{secretId}/networks", { params, body: { networks } })),
    ...settled,
  });
  const errors = save.error instanceof Refusal ? save.error.errors : [];
  const wrong = errors.map(({ pointer }) => networks[Number(pointer.split("/")[2])]).filter((network) => network !== undefined);
  return (
    <FormDialog title={words.networks} saving={save} silent={errors.length > 0} onSubmit={() => save.mutate()} onClose={of.onClose}>
      <Labelled
        label={words.networksField}
        help={words.networksHelp}
        fault={errors.length > 0 ? words.networksWrong(wrong.join(", ")) : undefined}
        control={(described) => (
          <textarea
            {...described}
            rows={4}
            spellcheck={false}
            translate={false}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
      />
    </FormDialog>
  );
}
