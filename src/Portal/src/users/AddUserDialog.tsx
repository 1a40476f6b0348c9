import { useMutation } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { answer } from "../api/api";
import { isRefusal } from "../api/problem";
import { queryClient } from "../api/queries";
import { readDriverName } from "../identifiers/driverName";
import { readPersonalCode } from "../identifiers/personalCode";
import { usePortal } from "../portal";
import { useActing } from "../taxpayer/taxpayer";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { useFaultFocus } from "../ui/focus";
import { FaultNotice } from "../ui/notices";
import { tell } from "../ui/status";
import { useWords } from "../words/words";

export function AddUserDialog({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const { api } = usePortal();
  const { taxpayerId } = useActing().taxpayer;
  const [code, setCode] = useState("");
  const [name, setName] = useState("");
  const [attempts, setAttempts] = useState(0);
  const readCode = readPersonalCode(code);
  const readName = readDriverName(name);
  const add = useMutation({
    mutationFn: (body: { personalCode: string; name: string }) =>
      answer(api.POST("/api/taxpayers/{taxpayerId}/users", { params: { path: { taxpayerId } }, body })),
    onSuccess: async (user) => {
      await queryClient.invalidateQueries({ queryKey: ["users", taxpayerId] });
      tell(words.users.added(user.name));
      onClose();
    },
  });
  const form = useFaultFocus(attempts, add.error);
  const refusedAt = (pointer: string) => (isRefusal(add.error, "invalid-request") ? add.error.at(pointer) : undefined);
  const faultOf = (read: object, pointer: string) => {
    const code = "fault" in read && attempts > 0 ? (read.fault as keyof typeof words.faults) : refusedAt(pointer)?.code;
    return code && words.faults[code];
  };
  return (
    <Dialog title={words.users.addTitle} onClose={onClose} busy={add.isPending}>
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setAttempts(attempts + 1);
          if ("code" in readCode && "name" in readName) {
            add.mutate({ personalCode: readCode.code, name: readName.name });
          }
        }}
      >
        <p>{words.users.addIntro}</p>
        <Field label={words.users.code} value={code} onInput={setCode} fault={faultOf(readCode, "/personalCode")} inputMode="numeric" />
        <Field label={words.users.name} value={name} onInput={setName} fault={faultOf(readName, "/name")} />
        {add.error && <FaultNotice error={add.error} />}
        <footer class="buttons">
          <button type="button" class="secondary" disabled={add.isPending} onClick={onClose}>
            {words.actions.cancel}
          </button>
          <button type="submit" aria-busy={add.isPending} disabled={add.isPending}>
            {words.users.addButton}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
