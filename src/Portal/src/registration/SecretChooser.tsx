import { useEffect } from "preact/hooks";
import { useSecrets } from "../api/queries";
import type { FieldError } from "../api/problem";
import { useDriversOf, useNames } from "../clients/useDriversOf";
import { useActing } from "../taxpayer/taxpayer";
import { useDates, useWords } from "../words/words";
import { type Chosen, ChosenSecretField } from "./ChosenSecret";
import type { Choice } from "./draft";

/** One secret for all or one each; made by the system, thought up, or one that other drivers have. */
export function SecretChooser({ choice, onChoice, chosen, refused }: {
  choice: Choice;
  onChoice: (choice: Choice) => void;
  chosen: Chosen;
  refused: FieldError["code"] | undefined;
}) {
  const words = useWords();
  const dates = useDates();
  const { taxpayerId } = useActing().taxpayer;
  const { data, isFetching } = useSecrets(taxpayerId);
  const secrets = (data ?? []).filter((secret) => secret.clients > 0);
  const isGone = choice.kind === "existing" && data !== undefined && !isFetching && !secrets.some((secret) => secret.secretId === choice.secretId);
  useEffect(() => {
    if (isGone) {
      onChoice({ kind: "generated" });
    }
  }, [isGone, onChoice]);
  const { drivers } = useDriversOf(taxpayerId);
  const names = useNames();
  const first = secrets[0];
  const options: { choice: Choice; text: string; help: string }[] = [
    { choice: { kind: "generated" }, text: words.newClients.generated, help: words.newClients.generatedHelp },
    { choice: { kind: "each" }, text: words.newClients.each, help: words.newClients.eachHelp },
    { choice: { kind: "chosen" }, text: words.newClients.chosen, help: words.newClients.chosenHelp },
    ...(first ? [{ choice: { kind: "existing", secretId: first.secretId } as const, text: words.newClients.existing, help: words.newClients.existingHelp }] : []),
  ];
  return (
    <fieldset>
      <legend>
        <h2>{words.newClients.secretTitle}</h2>
      </legend>
      <p>{words.newClients.secretIntro}</p>
      {options.map((option) => (
        <label key={option.choice.kind} class="tick">
          <input type="radio" name="secret" checked={choice.kind === option.choice.kind} onChange={() => onChoice(option.choice)} />
          <span>
            {option.text}
            <small>{option.help}</small>
          </span>
        </label>
      ))}
      {choice.kind === "chosen" && <ChosenSecretField chosen={chosen} refused={refused} />}
      {choice.kind === "existing" && (
        <label>
          {words.newClients.existingField}
          <select value={choice.secretId} onChange={(event) => onChoice({ kind: "existing", secretId: event.currentTarget.value })}>
            {secrets.map(({ secretId, clients, kind, createdAt }) => (
              <option key={secretId} value={secretId}>
                {words.newClients.existingOption(clients, words.secrets.kinds[kind], dates.day(createdAt), names(drivers.get(secretId) ?? []))}
              </option>
            ))}
          </select>
          {refused && <small class="fault">{words.faults[refused]}</small>}
        </label>
      )}
    </fieldset>
  );
}
