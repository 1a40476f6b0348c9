import { useEffect, useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { queryClient, useTokenEndpoint } from "../api/queries";
import { secretsCsv } from "../exports/csv";
import { Frame } from "../Frame";
import { usePortal } from "../portal";
import { CopyButton } from "../ui/CopyButton";
import { download, fileName } from "../ui/download";
import { Notice } from "../ui/notices";
import { PageTitle } from "../ui/PageTitle";
import { tell } from "../ui/status";
import { useDates, useWords } from "../words/words";
import { type Handover, lostOf, sharedSecret } from "./handover";
import { HandedTable } from "./HandedTable";
import { LostSecrets } from "./LostSecrets";
import { PrintSheets } from "./PrintSheets";

/**
 * The only moment a secret is seen. It stands in place of all other pages until the person confirms that it is saved; closing the tab
 * asks first.
 */
export function HandoverPage({ handover, onDone }: { handover: Handover; onDone: () => void }) {
  const words = useWords();
  const { config } = usePortal();
  const [, go] = useLocation();
  const [clients, setClients] = useState(handover.clients);
  const [confirmed, setConfirmed] = useState(false);
  const [asked, setAsked] = useState(false);
  const now: Handover = { ...handover, clients };
  const lost = lostOf(now);
  const known = clients.filter((client) => client.secret !== null);
  const shared = known.length > 0 ? sharedSecret(known) : null;
  const tokenEndpoint = useTokenEndpoint().data ?? `${config.api || location.origin}/api/taxi/auth`;
  useLeavingIsAsked();

  // What was confirmed without a secret is not confirmed with it.
  const renewed: typeof setClients = (change) => {
    setClients(change);
    setConfirmed(false);
  };

  async function save() {
    try {
      const rows = clients.map((client) => ({ ...client, clientSecret: client.secret ?? "" }));
      download(fileName(words.handover.downloadName), await secretsCsv(rows, words.handover.downloadHead));
    } catch {
      tell(words.problems["no-connection"]);
    }
  }

  function finish() {
    if (!confirmed) {
      setAsked(true);
      return;
    }
    handover.confirmed(lost);
    void queryClient.invalidateQueries();
    onDone();
    go(handover.next);
  }

  return (
    <Frame>
      <PageTitle title={handover.deed === "rotated" ? words.handover.titleRotated : words.handover.titleRegistered} />
      {lost.length < clients.length && <Warning handover={now} />}
      {handover.part && (
        <Notice kind="info">
          <p>{words.handover.more(handover.part.done, handover.part.total)}</p>
          {handover.reason && <p>{words.problems[handover.reason]}</p>}
        </Notice>
      )}
      {lost.length > 0 && <LostSecrets taxpayerId={handover.taxpayerId} lost={lost} onNew={renewed} />}
      {shared && (
        <section class="secret" aria-labelledby="secret">
          <h2 id="secret">{clients.length > 1 ? words.handover.secretForAll : words.handover.secret}</h2>
          <code>{shared}</code>
          <CopyButton text={shared} label={words.handover.copySecret} />
        </section>
      )}
      <div class="bar">
        <h2>{words.handover.clientsTitle(clients.length)}</h2>
        <span class="buttons">
          <button
            type="button"
            class="secondary"
            onClick={() => void save()}
          >
            {words.handover.download}
          </button>
          {known.length > 0 && <PrintSheets taxpayerId={handover.taxpayerId} clients={known} tokenEndpoint={tokenEndpoint} />}
        </span>
      </div>
      {known.length > 0 && (
        <p>
          <small>{words.handover.downloadWarning}</small>
        </p>
      )}
      <HandedTable clients={clients} eachSecret={!shared} tokenEndpoint={tokenEndpoint} />
      <form
        class="confirm"
        onSubmit={(event) => {
          event.preventDefault();
          finish();
        }}
      >
        <label class="tick">
          <input
            type="checkbox"
            checked={confirmed}
            aria-invalid={asked && !confirmed ? true : undefined}
            onChange={(event) => setConfirmed(event.currentTarget.checked)}
          />
          <span>{lost.length > 0 ? words.handover.confirmLost : known.length > 0 ? words.handover.confirm : words.handover.confirmChosen}</span>
        </label>
        {asked && !confirmed && (
          <p role="alert" class="fault">
            {words.handover.confirmFirst}
          </p>
        )}
        <button type="submit">{words.handover.finish}</button>
      </form>
    </Frame>
  );
}

function Warning({ handover }: { handover: Handover }) {
  const words = useWords().handover;
  const dates = useDates();
  const { origin, deed, previousExpiresAt } = handover;
  return (
    <Notice kind="warning">
      <p>
        <strong>{{ generated: words.once, chosen: words.onceChosen, existing: words.onceExisting }[origin]}</strong>
      </p>
      {deed === "rotated" && <p>{previousExpiresAt ? words.oldUntil(dates.minute(previousExpiresAt)) : words.oldEnded}</p>}
    </Notice>
  );
}

function useLeavingIsAsked() {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, []);
}
