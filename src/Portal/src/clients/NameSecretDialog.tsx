import { useMutation } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { answer } from "../api/api";
import { refreshFleet } from "../api/queries";
import { usePortal } from "../portal";
import { useActing } from "../taxpayer/taxpayer";
import { FormDialog } from "../ui/FormDialog";
import { Field } from "../ui/Field";
import { useWords } from "../words/words";
import type { Secret } from "./SecretsPage";

/** What people call a password: “Nakts maiņa”. */
export function NameSecretDialog({ secret, onClose }: { secret: Secret; onClose: () => void }) {
  const words = useWords();
  const { api } = usePortal();
  const { taxpayerId } = useActing().taxpayer;
  const [name, setName] = useState(secret.name ?? "");
  const save = useMutation({
    mutationFn: () =>
      answer(
        api.PATCH("/api/taxpayers/{taxpayerId}/taxi/secrets/{secretId}", {
          params: { path: { taxpayerId, secretId: secret.secretId }, header: { "If-Match": secret.etag } },
          body: { name: name.trim() === "" ? null : name.trim() },
        }),
      ),
    onSuccess: onClose,
    onSettled: () => refreshFleet(taxpayerId),
  });
  return (
    <FormDialog title={words.secrets.rename} save={save} onClose={onClose}>
      <Field label={words.secrets.name} help={words.secrets.nameHelp} value={name} required={false} maxLength={100} onInput={setName} />
    </FormDialog>
  );
}
