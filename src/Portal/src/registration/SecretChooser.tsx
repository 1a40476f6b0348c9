import { useEffect, useId, useMemo } from "preact/hooks";
import type { ApiClient, Schemas } from "../api/api";
import { useSecrets } from "../api/queries";
import type { Problem } from "../api/problem";
import { compare, names } from "../clients/order";
import { useDriversOf, useNames } from "../clients/useDriversOf";
import { useActing } from "../taxpayer/taxpayer";
import { Field } from "../ui/Field";
import { useDates, useWords } from "../words/words";
import { type Chosen, ChosenSecretField } from "./ChosenSecret";
import type { Choice } from "./draft";

type Secret = Schemas["Secrets"]["secrets"][number];

/** One secret for all or one each; made by the system, thought up, or one that other drivers have: while none is chosen its id is "". */
export function SecretChooser({ choice, onChoice, one, chosen, tried, refused }: {
  choice: Choice;
  onChoice: (choice: Choice) => void;
  /** There is one driver at most, of whom nothing is said as of several. */
  one: boolean;
  chosen: Chosen;
  /** Whether what is missing is a fault by now. */
  tried: boolean;
  refused: Problem | undefined;
}) {
  const words = useWords();
  const { taxpayerId } = useActing().taxpayer;
  const { data, isFetching } = useSecrets(taxpayerId);
  const secrets = useMemo(() => (data ?? []).filter((secret) => secret.clients > 0), [data]);
  const refusedSecret = refused?.errors?.find(({ pointer }) => /^\/secret(?!\/name)/.test(pointer))?.code;
  const refusedName = refused?.errors?.find(({ pointer }) => pointer === "/secret/name")?.code;
  const isGone = choice.kind === "existing" && choice.secretId !== "" && data !== undefined && !isFetching
    && !secrets.some((secret) => secret.secretId === choice.secretId);
  useEffect(() => {
    if (isGone) {
      onChoice({ kind: "each" });
    }
  }, [isGone, onChoice]);
  const options: { choice: Choice; text: string; help: string }[] = [
    { choice: { kind: "each" }, text: one ? words.secrets.forOne.generated : words.newClients.each, help: one ? words.newClients.oneHelp : words.newClients.eachHelp },
    ...(one ? [] : [{ choice: { kind: "generated" } as const, text: words.newClients.generated, help: words.newClients.generatedHelp }]),
    { choice: { kind: "chosen" }, text: one ? words.secrets.forOne.chosen : words.newClients.chosen, help: words.newClients.chosenHelp },
    ...(secrets.length > 0 ? [{ choice: { kind: "existing", secretId: "" } as const, text: words.newClients.existing, help: words.newClients.existingHelp }] : []),
  ];
  const kind = one && choice.kind === "generated" ? "each" : choice.kind;
  return (
    <fieldset>
      <legend>
        <h2>{words.newClients.secretTitle}</h2>
      </legend>
      <p>{words.newClients.secretIntro}</p>
      {options.map((option) => (
        <label key={option.choice.kind} class="tick">
          <input type="radio" name="secret" checked={kind === option.choice.kind} onChange={() => onChoice(option.choice)} />
          <span>
            {option.text}
            <small>{option.help}</small>
          </span>
        </label>
      ))}
      {choice.kind === "chosen" && <ChosenSecretField chosen={chosen} refused={refusedSecret} />}
      {(choice.kind === "chosen" || kind === "generated") && (
        <Field
          label={words.newClients.secretName}
          help={words.secrets.nameHelp}
          fault={refused?.code === "secret-name-taken" ? words.problems["secret-name-taken"] : refusedName && words.faults[refusedName]}
          value={("name" in choice && choice.name) || ""}
          required={false}
          maxLength={100}
          onInput={(name) => onChoice({ kind: choice.kind as "chosen" | "generated", name })}
        />
      )}
      {choice.kind === "existing" && (
        <ExistingSecretField
          secrets={secrets}
          secretId={choice.secretId}
          fault={tried && choice.secretId === "" ? words.newClients.existingMissing : refusedSecret && words.faults[refusedSecret]}
          onChosen={(secretId) => onChoice({ kind: "existing", secretId })}
        />
      )}
    </fieldset>
  );
}

function ExistingSecretField({ secrets, secretId, fault, onChosen }: {
  secrets: readonly Secret[];
  secretId: string;
  fault: string | undefined;
  onChosen: (secretId: string) => void;
}) {
  const words = useWords();
  const dates = useDates();
  const id = useId();
  const { drivers } = useDriversOf(useActing().taxpayer.taxpayerId);
  const namesOf = useNames();
  const options = useMemo(() => inOrder(secrets, drivers), [secrets, drivers]).map((secret) => ({ secret, text: secret.name ?? namesOf(drivers.get(secret.secretId) ?? []) }));
  const times = new Map<string, number>();
  for (const { text } of options) {
    times.set(text, (times.get(text) ?? 0) + 1);
  }
  return (
    <div class="field">
      <label for={id}>{words.newClients.existingField}</label>
      <select
        id={id}
        required
        value={secretId}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? `${id}-about` : undefined}
        onChange={(event) => onChosen(event.currentTarget.value)}
      >
        <option value="">{words.newClients.existingChoose}</option>
        {options.map(({ secret: { secretId: of, clients, kind, createdAt }, text }) => {
          // Drivers of the same name are told apart by their codes.
          const code = clients === 1 && times.get(text) !== 1 ? drivers.get(of)?.[0]?.driver.personalCode : undefined;
          return (
            <option key={of} value={of}>
              {words.newClients.existingOption(clients, words.secrets.kinds[kind], dates.day(createdAt), code ? `${text} (${code})` : text)}
            </option>
          );
        })}
      </select>
      {fault && (
        <small id={`${id}-about`} class="fault">
          {fault}
        </small>
      )}
    </div>
  );
}

/** Those of several drivers first; then by the name of the first driver. */
function inOrder(secrets: readonly Secret[], drivers: ReadonlyMap<string, readonly ApiClient[]>): Secret[] {
  const first = ({ secretId }: Secret) => drivers.get(secretId)?.[0]?.driver.name ?? "";
  return [...secrets].sort((a, b) => Number(b.clients > 1) - Number(a.clients > 1) || names.compare(first(a), first(b)) || compare(a.secretId, b.secretId));
}
