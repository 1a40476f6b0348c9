import { useMutation } from "@tanstack/preact-query";
import { useId, useState } from "preact/hooks";
import { answer } from "../api/api";
import { Refusal } from "../api/problem";
import { refreshFleet } from "../api/queries";
import { usePortal } from "../portal";
import { useActing } from "../taxpayer/taxpayer";
import { FormDialog } from "../ui/FormDialog";
import { useWords } from "../words/words";
import type { Secret } from "./SecretsPage";

/** From where a password may be used, one network a line; from anywhere, if none is named. */
export function NetworksDialog({ secret, onClose }: { secret: Secret; onClose: () => void }) {
  const words = useWords();
  const { api } = usePortal();
  const { taxpayerId } = useActing().taxpayer;
  const id = useId();
  const [text, setText] = useState(secret.networks.join("\n"));
  const networks = text.split(/[\s,;]+/).filter((line) => line !== "");
  const save = useMutation({
    mutationFn: () =>
      answer(
        api.PUT("/api/taxpayers/{taxpayerId}/taxi/secrets/{secretId}/networks", {
          params: { path: { taxpayerId, secretId: secret.secretId }, header: { "If-Match": secret.etag } },
          body: { networks },
        }),
      ),
    onSuccess: onClose,
    onSettled: () => refreshFleet(taxpayerId),
  });
  const errors: Refusal["errors"] = save.error instanceof Refusal ? save.error.errors : [];
  const wrong = errors.map(({ pointer }) => networks[Number(pointer.split("/")[2])]).filter((network) => network !== undefined);
  return (
    <FormDialog title={words.secrets.networks} save={save} silent={errors.length > 0} onClose={onClose}>
      <div class="field">
        <label for={id}>{words.secrets.networksField}</label>
        <textarea
          id={id}
          rows={4}
          spellcheck={false}
          translate={false}
          value={text}
          aria-invalid={errors.length > 0 ? true : undefined}
          aria-describedby={`${id}-about`}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <small id={`${id}-about`} class={errors.length > 0 ? "fault" : undefined}>
          {errors.length > 0 ? words.secrets.networksWrong(wrong.join(", ")) : words.secrets.networksHelp}
        </small>
      </div>
    </FormDialog>
  );
}
