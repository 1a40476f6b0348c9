import { useState } from "preact/hooks";
import type { FieldError } from "../api/problem";
import { checkSecret } from "../secrets/secretRules";
import { useActing } from "../taxpayer/taxpayer";
import { Field } from "../ui/Field";
import { useWords } from "../words/words";

const FORM_RULES = 5; // the first ones of checkSecret

export interface Chosen {
  value: string;
  type: (value: string) => void;
  rules: ReturnType<typeof checkSecret>;
  /** Whether it was tried, so that a rule not met is a fault and no longer a hint. */
  tried: boolean;
  /** True if all rules that a browser knows are met; else they are shown as faults. */
  check: () => boolean;
}

/** A secret being thought up. `drivers` are names that must not be in it, as the company's must not. */
export function useChosenSecret(drivers: readonly string[]): Chosen {
  const { taxpayer, me } = useActing();
  const [value, setValue] = useState("");
  const [tried, setTried] = useState(false);
  const rules = checkSecret(value, { words: [taxpayer.name, taxpayer.registrationNumber, me.person.name, ...drivers] });
  return {
    value,
    type: setValue,
    rules,
    tried,
    check() {
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
  // How strong it is, is judged once its form is right.
  const formMet = chosen.rules.slice(0, FORM_RULES).every((rule) => rule.met);
  const isMet = (met: boolean, place: number) => chosen.value !== "" && met && (place < FORM_RULES || formMet);
  return (
    <>
      <Field
        label={words.newClients.value}
        type={shown ? "text" : "password"}
        autoComplete="new-password"
        value={chosen.value}
        onInput={chosen.type}
        fault={fault && (broken?.word ? words.newClients.contextWord(broken.word) : words.faults[fault])}
      >
        <label>
          <input type="checkbox" checked={shown} onChange={(event) => setShown(event.currentTarget.checked)} />
          {words.newClients.show}
        </label>
      </Field>
      <p id="secret-rules">{words.newClients.rulesTitle}:</p>
      <ul class="rules" aria-labelledby="secret-rules">
        {chosen.rules.map(({ code, met }, place) => (
          <li key={code} class={isMet(met, place) ? "met" : undefined}>
            <span class="mark" role="img" aria-label={isMet(met, place) ? words.newClients.met : words.newClients.notMet} />
            {words.secretRules[code]}
          </li>
        ))}
      </ul>
      <small>{words.newClients.judged}</small>
    </>
  );
}
