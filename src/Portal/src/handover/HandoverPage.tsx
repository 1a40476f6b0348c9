import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { queryClient, useMe, useTokenEndpoint } from "../api/queries";
import { secretCells, secretsCsv } from "../exports/csv";
import { workbook } from "../exports/workbook";
import { Frame } from "../Frame";
import { usePortal } from "../portal";
import { Alert, Button } from "../ui/Button";
import { CopyButton } from "../ui/CopyButton";
import { fileName, useDownload } from "../ui/download";
import { prevented } from "../ui/focus";
import { Notice } from "../ui/notices";
import { PageTitle } from "../ui/PageTitle";
import { hush, tell } from "../ui/status";
import { useDates, useWords } from "../words/words";
import { type HandedClient, type Handover, missingOf, sharedSecret } from "./handover";
import { HandedTable } from "./HandedTable";
import { useLeavingIsAsked, useSeen } from "./leaving";
import { MissingSecrets } from "./MissingSecrets";
import { PrintSheets } from "./PrintSheets";
import { useRenewal } from "./useRenewal";

/** The only moment a secret is seen: in place of all pages until the person confirms that it is saved. Closing the tab asks first. */
export function HandoverPage({ handover, onDone }: { handover: Handover; onDone: () => void }) {
  const words = useWords();
  const { config } = usePortal();
  const save = useDownload();
  const [, go] = useLocation();
  const [clients, setClients] = useState(handover.clients);
  const [confirmed, setConfirmed] = useState(false);
  const [asked, setAsked] = useState(false);
  const [held, setHeld] = useState(false);
  const [downloaded, setDownloaded] = useState(false);
  const tick = useRef<HTMLInputElement>(null);
  const isRotated = handover.deed === "rotated";
  const now: Handover = { ...handover, clients };
  const { lost, unconfirmed } = missingOf(now);
  const pending = held ? [] : unconfirmed;
  const missing = [...lost, ...pending];
  const known = clients.filter((client) => client.secret !== null);
  const unknown = lost.length + unconfirmed.length;
  const secrets = new Set(clients.map(({ secretId }) => secretId)).size;
  const shared = known.length === clients.length ? sharedSecret(clients) : null;
  const tokenEndpoint = useTokenEndpoint().data ?? `${config.api || location.origin}/api/taxi/auth`;
  const taxpayer = useMe().data?.taxpayers.find(({ taxpayerId }) => taxpayerId === handover.taxpayerId);
  // A natural person's is the personal code.
  const registrationNumber = taxpayer?.kind === "legal" ? taxpayer.registrationNumber : null;
  useLeavingIsAsked();
  useSeen(now);
  useLayoutEffect(() => hush(true), []); // nothing may stand before the secrets

  // What was confirmed without a secret is not confirmed with it.
  const renewed: typeof setClients = (change) => {
    setClients(change);
    setConfirmed(false);
  };
  const renewal = useRenewal(handover.taxpayerId, renewed);
  const locked = renewal.working !== null;

  const confirms = words.handover.confirms(clients.length, secrets)[lost.length > 0 ? "lost" : pending.length > 0 ? "later" : "all"];
  const head = words.handover.downloadHead;
  const formats = { csv: () => secretsCsv(clients, head), xlsx: () => workbook(secretCells(clients, head)) };
  const fileBase = [words.handover.downloadName, registrationNumber].filter(Boolean).join("-");
  function leave(without: readonly HandedClient[]) {
    handover.confirmed(without);
    void queryClient.invalidateQueries();
    onDone();
    go(handover.next);
    tell(isRotated ? words.handover.rotated(secrets) : words.handover.registered(clients.length));
  }

  function hold() {
    if (lost.length === 0 && known.length === 0) {
      leave([]);
      return;
    }
    setHeld(true);
    setConfirmed(false);
    tick.current?.focus(); // the button is gone
  }

  return (
    <Frame untranslated>
      <PageTitle title={isRotated ? words.handover.titleRotated(secrets) : words.handover.titleRegistered(clients.length)} />
      {taxpayer && (
        <p>
          {words.app.taxpayer}: {taxpayer.name}
          {registrationNumber && ` (${registrationNumber})`}
        </p>
      )}
      {(handover.origin !== "generated" || known.length > 0) && <Warning handover={now} secrets={secrets} />}
      {handover.part && (
        <Notice kind="info" text={words.handover.more(handover.part.done, handover.part.total)}>
          {handover.reason && <p>{words.problems[handover.reason]}</p>}
        </Notice>
      )}
      <MissingSecrets lost={lost} unconfirmed={pending} renewal={renewal} onHeld={hold} />
      {shared && (
        <section class="secret notice warning" aria-labelledby="secret">
          <h2 id="secret">{clients.length > 1 ? words.handover.secretForAll : words.handover.secret}</h2>
          <span class="id">
            <code>{shared}</code>
            <CopyButton text={shared} label={words.handover.copySecret} copied={words.handover.secretCopied} />
          </span>
        </section>
      )}
      <div class="bar">
        <h2>{words.handover.clientsTitle(clients.length)}</h2>
        <span class="buttons">
          {(["xlsx", "csv"] as const).map((extension) => (
            <Button
              key={extension}
              class={extension === "csv" || confirmed ? "secondary" : undefined}
              disabled={locked}
              onClick={() => save(fileName(fileBase, extension), formats[extension], () => setDownloaded(true))}
            >
              {extension === "csv" ? words.handover.download : words.handover.downloadWorkbook}
            </Button>
          ))}
          {known.length > 0 && (
            <PrintSheets taxpayer={taxpayer?.name ?? ""} clients={known} tokenEndpoint={tokenEndpoint} locked={locked} />
          )}
        </span>
      </div>
      {known.length > 0 && (
        <p role="status"><small>{downloaded && `✓ ${words.handover.downloaded}`} {words.handover.downloadWarning}</small></p>
      )}
      {unknown > 0 && !locked && (
        <p class="fault"><small>{words.handover.withoutSecret(unknown)}</small></p>
      )}
      <HandedTable clients={clients} eachSecret={!shared} tokenEndpoint={tokenEndpoint} />
      <form class="confirm" onSubmit={prevented(() => (confirmed ? leave(missing) : setAsked(true)))}>
        <label class="tick">
          <input
            ref={tick}
            type="checkbox"
            disabled={locked}
            checked={confirmed}
            aria-invalid={asked && !confirmed ? true : undefined}
            onChange={(event) => setConfirmed(event.currentTarget.checked)}
          />
          <span>{confirms[known.length > 0 ? "shown" : "none"]}</span>
        </label>
        {asked && !confirmed && <Alert text={words.handover.confirmFirst} />}
        <Button type="submit" class={confirmed ? undefined : "secondary"} disabled={locked}>{words.handover.finish}</Button>
      </form>
    </Frame>
  );
}

function Warning({ handover, secrets }: { handover: Handover; secrets: number }) {
  const words = useWords().handover;
  const dates = useDates();
  const { origin, deed, previousExpiresAt } = handover;
  return (
    <Notice kind="warning">
      <p><strong>{{ generated: words.once(secrets), chosen: words.onceChosen, existing: words.onceExisting }[origin]}</strong></p>
      {deed === "rotated" && (
        <p>{previousExpiresAt ? words.oldUntil(dates.minute(previousExpiresAt), secrets) : words.oldEnded(secrets)}</p>
      )}
    </Notice>
  );
}
