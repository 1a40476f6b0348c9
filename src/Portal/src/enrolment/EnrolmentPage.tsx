import { useMutation } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { answer, type Schemas } from "../api/api";
import { Refusal } from "../api/problem";
import { usePortal } from "../portal";
import { Button } from "../ui/Button";
import { CopyButton } from "../ui/CopyButton";
import { Field } from "../ui/Field";
import { prevented, useFaultFocus } from "../ui/focus";
import { FaultNotice, Notice } from "../ui/notices";
import { PageTitle } from "../ui/PageTitle";
import { faultText, useWords } from "../words/words";

const EMPTY = { registrationNumber: "", name: "", code: "", manager: "" };

/** For operators: enrols a taxpayer with its first rights manager, and shows the answer. */
export function EnrolmentPage() {
  const words = useWords();
  const { api } = usePortal();
  const [kind, setKind] = useState<Schemas["TaxpayerKind"]>("legal");
  const [typed, setTyped] = useState(EMPTY);
  const [attempts, setAttempts] = useState(0);
  const enrol = useMutation({
    mutationFn: () =>
      answer(
        api.POST("/api/taxpayers", {
          body: {
            registrationNumber: kind === "natural" ? typed.code.trim() : typed.registrationNumber.trim(),
            name: kind === "natural" ? typed.manager.trim() : typed.name.trim(),
            kind,
            rightsManager: { personalCode: typed.code.trim(), name: typed.manager.trim() },
          },
        }),
      ),
    onSuccess: () => setTyped(EMPTY),
  });
  const form = useFaultFocus(attempts, enrol.error);
  const refusal = enrol.error instanceof Refusal ? enrol.error : null;
  const field = (name: keyof typeof EMPTY, label: string, pointers: string[], more?: { help: string; inputMode: "numeric" }) => {
    const found = pointers.map((pointer) => refusal?.at(pointer)).find((error) => error !== undefined);
    const code = attempts > 0 && typed[name].trim() === "" && !enrol.data ? "required" : found?.code;
    const set = (text: string) => setTyped({ ...typed, [name]: text });
    return <Field {...more} label={label} value={typed[name]} onInput={set} maxLength={100} fault={faultText(words, code)} />;
  };
  const digits = { help: words.enrolment.numberHelp, inputMode: "numeric" } as const;
  const needed: (keyof typeof EMPTY)[] = kind === "legal" ? ["registrationNumber", "name", "code", "manager"] : ["code", "manager"];
  return (
    <div class="narrow">
      <PageTitle title={words.enrolment.title} />
      <p>{words.enrolment.intro}</p>
      {enrol.data && (
        <Notice kind="good" title={words.enrolment.done(enrol.data.name)} focus>
          <p translate={false}>
            <code>{enrol.data.taxpayerId}</code>{" "}
            <CopyButton text={enrol.data.taxpayerId} label={words.enrolment.copyId} copied={words.clients.idCopied} />
          </p>
          <p>{words.enrolment.next}</p>
        </Notice>
      )}
      <form
        ref={form}
        noValidate
        onSubmit={prevented(() => {
          setAttempts(attempts + 1);
          if (needed.every((field) => typed[field].trim() !== "")) {
            enrol.mutate();
          }
        })}
      >
        <fieldset>
          <legend>{words.enrolment.kind}</legend>
          {(["legal", "natural"] as const).map((option) => (
            <label key={option}>
              <input type="radio" name="kind" checked={kind === option} onChange={() => setKind(option)} />
              {words.enrolment.kinds[option]}
            </label>
          ))}
        </fieldset>
        {kind === "legal" && (
          <>
            {field("registrationNumber", words.enrolment.number, ["/registrationNumber"], digits)}
            {field("name", words.enrolment.name, ["/name"])}
          </>
        )}
        <h2>{kind === "legal" ? words.enrolment.manager : words.enrolment.self}</h2>
        {field("code", words.newClients.code, ["/rightsManager/personalCode", ...(kind === "natural" ? ["/registrationNumber"] : [])])}
        {field("manager", words.newClients.name, ["/rightsManager/name"])}
        {enrol.error && !refusal?.errors.length && <FaultNotice error={enrol.error} />}
        <Button type="submit" busy={enrol.isPending}>{words.enrolment.submit}</Button>
      </form>
    </div>
  );
}
