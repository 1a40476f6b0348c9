import { useMutation } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { type ApiClient, answer } from "../api/api";
import { isRefusal } from "../api/problem";
import { refreshFleet } from "../api/queries";
import { readDriverName } from "../identifiers/driverName";
import { useActing } from "../taxpayer/taxpayer";
import { FormDialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { Notice } from "../ui/notices";
import { tell } from "../ui/status";
import { faultText, useWords } from "../words/words";

/** The client as the list has it now: after a lost race the list is read again, and so is the name that stands here. */
export function RenameDialog({ client, onClose }: { client: ApiClient; onClose: () => void }) {
  const words = useWords();
  const { api, taxpayerId } = useActing();
  const { clientId, driver, etag } = client;
  const [typed, setTyped] = useState({ on: etag, name: driver.name });
  const name = typed.on === etag ? typed.name : driver.name;
  const read = readDriverName(name);
  const params = { path: { taxpayerId, clientId }, header: { "If-Match": etag } };
  const rename = useMutation({
    mutationFn: (correct: string) =>
      answer(api.PATCH("/api/taxpayers/{taxpayerId}/taxi/clients/{clientId}", { params, body: { driver: { name: correct } } })),
    onSuccess: (changed) => {
      tell(words.clients.renamed(changed.driver.name));
      onClose();
    },
    onSettled: () => refreshFleet(taxpayerId),
  });
  const conflict = isRefusal(rename.error, "changed-meanwhile");
  const refused = isRefusal(rename.error, "invalid-request") ? rename.error.at("/driver/name") : undefined;
  return (
    <FormDialog
      title={words.clients.renameTitle}
      disabled={"fault" in read}
      saving={rename}
      silent={conflict}
      onSubmit={() => "name" in read && rename.mutate(read.name)}
      onClose={onClose}
    >
      <p>
        <strong>{driver.name}</strong>, {driver.personalCode}
        <br />
        <small translate={false}>{clientId}</small>
      </p>
      {conflict && <Notice kind="warning" text={words.clients.renameChanged} focus />}
      <Field
        label={words.newClients.name}
        value={name}
        onInput={(text) => setTyped({ on: etag, name: text })}
        fault={faultText(words, "fault" in read ? read.fault : refused?.code)}
      />
    </FormDialog>
  );
}
