import { useState } from "preact/hooks";
import type { FieldError } from "../api/problem";
import { checkForm } from "../secrets/secretRules";
import { Field } from "../ui/Field";
import { faultText, useWords } from "../words/words";

export type Chosen = ReturnType<typeof useChosenSecret>;

/** A secret being thought up. `tried`: a rule not met is a fault, and no longer a hint. */
export function useChosenSecret() {
  const [value, setValue] = useState("");
  const [tried, setTried] = useState(false);
  const rules = checkForm(value);
  return {
    value,
    type: setValue,
    rules,
    tried,
    /** True if the form is right; else what is wrong with it is shown as a fault. */
    check: () => {
      setTried(true);
      return rules.every((rule) => rule.met);
    },
  };
}

export function ChosenSecretField({ chosen, refused }: { chosen: Chosen; refused?: FieldError["code"] | undefined }) {
  const words = useWords();
  const [shown, setShown] = useState(false);
  const [refusedValue, setRefusedValue] = useState({ code: refused, value: chosen.value });
  if (refusedValue.code !== refused) {
    setRefusedValue({ code: refused, value: chosen.value });
  }
  const broken = chosen.tried ? chosen.rules.find((rule) => !rule.met) : undefined;
  const fault = broken?.code ?? (refused && refusedValue.value === chosen.value ? refused : undefined);
  return (
    <>
      <Field
        label={words.newClients.value}
        type={shown ? "text" : "password"}
        autoComplete="new-password"
        value={chosen.value}
        onInput={chosen.type}
        fault={faultText(words, fault)}
      >
        <label>
          <input type="checkbox" checked={shown} onChange={(event) => setShown(event.currentTarget.checked)} />
          {words.newClients.show}
        </label>
      </Field>
      <p id="secret-rules">{words.newClients.rulesTitle}:</p>
      <ul class="rules" aria-labelledby="secret-rules">
        {chosen.rules.map(({ code, met }) => (
          <li key={code} class={chosen.value !== "" && met ? "met" : undefined}>
            <span role="img" aria-label={chosen.value !== "" && met ? words.newClients.met : words.newClients.notMet}>
              {chosen.value !== "" && met ? "✓" : "–"}
            </span>{" "}
            {words.secretRules[code]}
          </li>
        ))}
      </ul>
      <p><small>{words.newClients.judged}</small></p>
    </>
  );
}
