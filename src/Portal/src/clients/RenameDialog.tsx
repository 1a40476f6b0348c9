import { useMutation } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { type ApiClient, answer } from "../api/api";
import { isRefusal } from "../api/problem";
import { refreshFleet } from "../api/queries";
import { readDriverName } from "../identifiers/driverName";
import { usePortal } from "../portal";
import { useActing } from "../taxpayer/taxpayer";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { useFaultFocus } from "../ui/focus";
import { FaultNotice, Notice } from "../ui/notices";
import { tell } from "../ui/status";
import { useWords } from "../words/words";

/** The client as the list has it now: after a lost race the list is read again, and so is the name that stands here. */
export function RenameDialog({ client, onClose }: { client: ApiClient; onClose: () => void }) {
  const words = useWords();
  const { api } = usePortal();
  const { taxpayerId } = useActing().taxpayer;
  const [typed, setTyped] = useState({ on: client.etag, name: client.driver.name });
  const name = typed.on === client.etag ? typed.name : client.driver.name;
  const read = readDriverName(name);
  const rename = useMutation({
    mutationFn: (correct: string) =>
      answer(
        api.PATCH("/api/taxpayers/{taxpayerId}/taxi/clients/{clientId}", {
          params: { path: { taxpayerId, clientId: client.clientId }, header: { "If-Match": client.etag } },
          body: { driver: { name: correct } },
        }),
      ),
    onSuccess: (changed) => {
      tell(words.clients.renamed(changed.driver.name));
      onClose();
    },
    onSettled: () => refreshFleet(taxpayerId),
  });
  const form = useFaultFocus(0, rename.error);
  const conflict = isRefusal(rename.error, "changed-meanwhile");
  const refused = rename.error && "at" in rename.error ? isRefusal(rename.error, "invalid-request") && rename.error.at("/driver/name") : undefined;
  return (
    <Dialog title={words.clients.renameTitle} onClose={onClose} busy={rename.isPending}>
      <p>
        <strong>{client.driver.name}</strong>, {client.driver.personalCode}
        <br />
        <small translate={false}>{client.clientId}</small>
      </p>
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if ("name" in read) {
            rename.mutate(read.name);
          }
        }}
      >
        {conflict && (
          <Notice kind="warning" focus>
            <p>{words.clients.renameChanged}</p>
          </Notice>
        )}
        <Field
          label={words.newClients.name}
          value={name}
          onInput={(text) => setTyped({ on: client.etag, name: text })}
          fault={"fault" in read ? words.faults[read.fault] : refused ? words.faults[refused.code] : undefined}
        />
        {rename.error && !conflict && <FaultNotice error={rename.error} />}
        <footer class="buttons">
          <button type="button" class="secondary" disabled={rename.isPending} onClick={onClose}>
            {words.actions.cancel}
          </button>
          <button type="submit" disabled={rename.isPending || "fault" in read} aria-busy={rename.isPending}>
            {words.actions.save}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
