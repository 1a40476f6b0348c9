import { useMutation } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { answer } from "../api/api";
import { isRefusal } from "../api/problem";
import { queryClient } from "../api/queries";
import { readDriverName } from "../identifiers/driverName";
import { readPersonalCode } from "../identifiers/personalCode";
import { useActing } from "../taxpayer/taxpayer";
import { FormDialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { tell } from "../ui/status";
import { faultText, useWords } from "../words/words";

export function AddUserDialog({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const { api, taxpayerId } = useActing();
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
  const faultOf = (read: { fault: string } | object, pointer: string) => {
    const refused = isRefusal(add.error, "invalid-request") ? add.error.at(pointer)?.code : undefined;
    return faultText(words, "fault" in read && attempts > 0 ? read.fault : refused);
  };
  const submit = () => {
    setAttempts(attempts + 1);
    if ("code" in readCode && "name" in readName) {
      add.mutate({ personalCode: readCode.code, name: readName.name });
    }
  };
  return (
    <FormDialog title={words.users.add} submit={words.users.addButton} attempts={attempts} saving={add} onSubmit={submit} onClose={onClose}>
      <p>{words.users.addIntro}</p>
      <Field label={words.newClients.code} value={code} onInput={setCode} fault={faultOf(readCode, "/personalCode")} inputMode="numeric" />
      <Field label={words.newClients.name} value={name} onInput={setName} fault={faultOf(readName, "/name")} />
    </FormDialog>
  );
}
