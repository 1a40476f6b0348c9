import { useMemo, useState } from "preact/hooks";
import { useSearchParams } from "wouter-preact";
import { useAllClients } from "../api/queries";
import { liveClients } from "../clients/usage";
import { countFaulty, type DriverRow, isEmpty, judge, type RowFault, type RowFaults, toPersons } from "../drivers/driverRows";
import { readPersonalCode } from "../identifiers/personalCode";
import { ApiTabs } from "../settings/ApiTabs";
import { useActing } from "../taxpayer/taxpayer";
import { Alert, Button } from "../ui/Button";
import { prevented, useFaultFocus } from "../ui/focus";
import { Notice } from "../ui/notices";
import { PageTitle } from "../ui/PageTitle";
import { ProgressDialog } from "../ui/ProgressDialog";
import { Section } from "../ui/Section";
import { useWords } from "../words/words";
import { useChosenSecret } from "./ChosenSecret";
import { type Choice, type Draft, newDraft } from "./draft";
import { loadDraft } from "./draftStore";
import { DriverEditor } from "./DriverEditor";
import { FEW } from "./ListTools";
import { SecretChooser } from "./SecretChooser";
import { useStoredRows } from "./storedRows";
import { UnfinishedRegistration } from "./UnfinishedRegistration";
import { type Refused, type Registering, useRegistration } from "./useRegistration";

/** Izveidot jaunu API klienta identifikatoru (source document, step 4). */
export function NewClientsPage() {
  const words = useWords();
  const { session, taxpayerId } = useActing();
  const [unfinished, setUnfinished] = useState(() => loadDraft({ userId: session.subject, taxpayerId }, new Date()));
  const registering = useRegistration();
  const { progress } = registering;
  return (
    <>
      <ApiTabs />
      <PageTitle title={words.newClients.title} />
      {registering.trouble && <Notice kind="warning" text={words.newClients.troubles[registering.trouble]} focus />}
      {unfinished ? (
        <UnfinishedRegistration draft={unfinished} registering={registering} onLeft={setUnfinished} />
      ) : (
        <NewClientsForm registering={registering} onLeft={setUnfinished} />
      )}
      {progress && (
        <ProgressDialog
          title={words.newClients.progressTitle}
          text={progress.state === "waiting" ? words.newClients.waiting : words.newClients.progress(progress.registered, progress.total)}
          value={progress.registered}
          max={progress.total}
          stop={registering.stopping ? words.newClients.stopping : words.actions.stop}
          stopping={registering.stopping}
          onStop={registering.stop}
        />
      )}
    </>
  );
}

function NewClientsForm({ registering, onLeft }: { registering: Registering; onLeft: (draft: Draft | null) => void }) {
  const words = useWords();
  const { session, taxpayerId } = useActing();
  const [parameters] = useSearchParams();
  const [rows, setRows] = useStoredRows();
  const [choice, setChoice] = useState<Choice>(choiceOf(parameters.get("secret")));
  const [attempts, setAttempts] = useState(0);
  const chosen = useChosenSecret();
  const { clients, complete, query } = useAllClients();
  const known = complete || query.error !== null; // without them the server says who has a client
  const taken = useMemo(() => new Set(known ? liveClients(clients).map(({ driver }) => driver.personalCode) : []), [clients, known]);
  const { refused } = registering;
  const form = useFaultFocus(attempts, refused);
  const judged = useMemo(() => judge(rows, taken), [rows, taken]);
  const faults = useMemo(() => withServerFaults(rows, judged, refused), [rows, judged, refused]);
  const count = rows.filter((row) => !isEmpty(row)).length;
  const { registered, toCorrect } = useMemo(() => countFaulty(faults), [faults]);
  const good = count > 0 && judged.every((found) => found.length === 0);

  async function submit() {
    setAttempts(attempts + 1);
    const goodSecret = choice.kind === "chosen" ? chosen.check() : choice.kind !== "existing" || choice.secretId !== "";
    if (count === 0) {
      form.current?.querySelector<HTMLElement>(".drivers input[name]")?.focus();
    }
    if (!good || !goodSecret) {
      return;
    }
    const draft = newDraft({ taxpayerId, userId: session.subject, choice, drivers: toPersons(rows), now: new Date() });
    onLeft(await registering.start(draft, choice.kind === "chosen" ? chosen.value : null, true));
  }

  return (
    <form ref={form} noValidate onSubmit={prevented(() => void submit())}>
      {refused && (
        <Notice kind="fault" text={words.problems[refused.problem.code]} focus><p>{words.newClients.refused}</p></Notice>
      )}
      <Section id="drivers" title={words.newClients.driversTitle}>
        <p>{words.newClients.driversIntro}</p>
        <DriverEditor rows={rows} faults={faults} attempts={attempts} known={known} onRows={setRows} />
        {attempts > 0 && count === 0 && <Alert text={words.newClients.none} />}
      </Section>
      <SecretChooser choice={choice} onChoice={setChoice} one={count < 2} chosen={chosen} tried={attempts > 0} refused={refused?.problem} />
      <footer class="bar sticky">
        <span role="status">
          {words.newClients.total(count)}{" "}
          {known && (attempts > 0 || count > FEW) && <span class="fault">{words.newClients.withFaults(registered, toCorrect)}</span>}
        </span>
        {attempts > 0 && count > 0 && !good && <span role="alert" class="fault">{words.newClients.fix}</span>}
        <Button type="submit" disabled={registering.progress !== null}>{words.newClients.submit(count)}</Button>
      </footer>
    </form>
  );
}

/** A refusal counts in the list that was sent; the rows may have changed since, so they are found by the driver's code. */
function withServerFaults(rows: readonly DriverRow[], judged: readonly RowFaults[], refused: Refused | null): readonly RowFaults[] {
  const found = new Map<string, RowFault[]>();
  for (const { pointer, code } of refused?.problem.errors ?? []) {
    // A fault of the driver himself is shown at his code.
    const [, index, field] = /^\/drivers\/([0-9]+)(?:\/(personalCode|name))?$/.exec(pointer) ?? [];
    const driver = refused?.drivers[Number(index)];
    if (driver) {
      const fault: RowFault = { field: field === "name" ? field : "personalCode", code };
      found.set(driver.personalCode, [...(found.get(driver.personalCode) ?? []), fault]);
    }
  }
  return found.size === 0
    ? judged
    : rows.map((row, i) => {
        const read = readPersonalCode(row.personalCode);
        return [...(judged[i] ?? []), ...("code" in read ? (found.get(read.code) ?? []) : [])];
      });
}

/** The secret that an address names: "each", or a secretId. */
function choiceOf(secret: string | null): Choice {
  return secret === null || secret === "each" ? { kind: "each" } : { kind: "existing", secretId: secret };
}
