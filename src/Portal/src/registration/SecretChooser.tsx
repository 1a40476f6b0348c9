import { useEffect } from "preact/hooks";
import { useSecrets } from "../api/queries";
import type { Problem } from "../api/problem";
import { useUsedSecrets } from "../clients/usedSecrets";
import { Field, Labelled, Select, Tick } from "../ui/Field";
import { faultText, useDates, useWords } from "../words/words";
import { type Chosen, ChosenSecretField } from "./ChosenSecret";
import type { Choice } from "./draft";

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
  const { data, isFetching } = useSecrets();
  const refusedSecret = refused?.errors?.find(({ pointer }) => /^\/secret(?!\/name)/.test(pointer))?.code;
  const refusedName = refused?.errors?.find(({ pointer }) => pointer === "/secret/name")?.code;
  const isGone = choice.kind === "existing" && choice.secretId !== "" && data !== undefined && !isFetching
    && !data.some(({ secretId, clients }) => secretId === choice.secretId && clients > 0);
  useEffect(() => {
    if (isGone) {
      onChoice({ kind: "each" });
    }
  }, [isGone, onChoice]);
  const options: { choice: Choice; text: string; help: string }[] = [
    one
      ? { choice: { kind: "each" }, text: words.secrets.forOne.generated, help: words.newClients.oneHelp }
      : { choice: { kind: "each" }, text: words.newClients.each, help: words.newClients.eachHelp },
    ...(one ? [] : [{ choice: { kind: "generated" } as const, text: words.newClients.generated, help: words.newClients.generatedHelp }]),
    { choice: { kind: "chosen" }, text: one ? words.secrets.forOne.chosen : words.newClients.chosen, help: words.newClients.chosenHelp },
    ...(data?.some(({ clients }) => clients > 0)
      ? [{ choice: { kind: "existing", secretId: "" } as const, text: words.newClients.existing, help: words.newClients.existingHelp }]
      : []),
  ];
  const kind = one && choice.kind === "generated" ? "each" : choice.kind;
  return (
    <fieldset>
      <legend><h2>{words.newClients.secretTitle}</h2></legend>
      <p>{words.newClients.secretIntro}</p>
      {options.map((option) => (
        <Tick
          key={option.choice.kind}
          text={option.text}
          help={option.help}
          type="radio"
          name="secret"
          checked={kind === option.choice.kind}
          onTick={() => onChoice(option.choice)}
        />
      ))}
      {choice.kind === "chosen" && <ChosenSecretField chosen={chosen} refused={refusedSecret} />}
      {(choice.kind === "chosen" || kind === "generated") && (
        <Field
          label={words.newClients.secretName}
          help={words.secrets.nameHelp}
          fault={refused?.code === "secret-name-taken" ? words.problems["secret-name-taken"] : faultText(words, refusedName)}
          value={("name" in choice && choice.name) || ""}
          required={false}
          maxLength={100}
          onInput={(name) => onChoice({ kind: choice.kind as "chosen" | "generated", name })}
        />
      )}
      {choice.kind === "existing" && (
        <ExistingSecretField
          secretId={choice.secretId}
          fault={tried && choice.secretId === "" ? words.newClients.existingMissing : faultText(words, refusedSecret)}
          onChosen={(secretId) => onChoice({ kind: "existing", secretId })}
        />
      )}
    </fieldset>
  );
}

function ExistingSecretField({ secretId, fault, onChosen }: {
  secretId: string;
  fault: string | undefined;
  onChosen: (secretId: string) => void;
}) {
  const words = useWords();
  const dates = useDates();
  // Those of several drivers first: it is one of them that is meant, as a rule.
  const used = [...(useUsedSecrets().used ?? [])].sort((a, b) => Number(b.secret.clients > 1) - Number(a.secret.clients > 1));
  const times = new Map<string, number>();
  used.forEach(({ title }) => times.set(title, (times.get(title) ?? 0) + 1));
  const options = used.map(({ secret: { secretId: of, clients, kind, createdAt }, drivers, title }) => {
    // Drivers of the same name are told apart by their codes.
    const code = clients === 1 && times.get(title) !== 1 ? drivers[0]?.driver.personalCode : undefined;
    const whose = code ? `${title} (${code})` : title;
    return [of, words.newClients.existingOption(clients, words.secrets.kinds[kind], dates.day(createdAt), whose)] as const;
  });
  const offered = [["", words.newClients.existingChoose] as const, ...options];
  return (
    <Labelled
      label={words.newClients.existingField}
      fault={fault}
      control={(described) => <Select {...described} required value={secretId} options={offered} onChoose={onChosen} />}
    />
  );
}
