import { useEffect, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import type { ApiClient, Schemas } from "../api/api";
import { useSecrets } from "../api/queries";
import { ApiTabs } from "../settings/ApiTabs";
import { useActing } from "../taxpayer/taxpayer";
import { Notice, Pending } from "../ui/notices";
import { PageTitle } from "../ui/PageTitle";
import { useDates, useWords } from "../words/words";
import { CancelRotationDialog } from "./CancelRotationDialog";
import { RotateDialog } from "./RotateDialog";
import { isUnconfirmed } from "./unconfirmed";
import { useDriversOf, useNames } from "./useDriversOf";

export type Secret = Schemas["Secrets"]["secrets"][number];

export function SecretsPage() {
  const words = useWords().secrets;
  const { taxpayer } = useActing();
  const secrets = useSecrets(taxpayer.taxpayerId);
  const { drivers, complete, query } = useDriversOf(taxpayer.taxpayerId);
  const [rotating, setRotating] = useState<Secret | null>(null);
  const [cancelling, setCancelling] = useState<Secret | null>(null);
  const loaded = secrets.data !== undefined;
  useEffect(() => {
    if (loaded && location.hash) {
      document.getElementById(location.hash.slice(1))?.scrollIntoView();
    }
  }, [loaded]);
  const used = secrets.data?.filter((secret) => secret.clients > 0).sort((a, b) => b.clients - a.clients);
  return (
    <>
      <ApiTabs />
      <PageTitle title={words.title} />
      <p>{words.intro}</p>
      <Pending query={secrets} />
      {!secrets.error && <Pending query={query} />}
      {used?.length === 0 && <p>{words.empty}</p>}
      {used && used.length > 0 && (
        <ul class="secrets">
          {used.map((secret) => (
            <SecretCard
              key={secret.secretId}
              secret={secret}
              drivers={drivers.get(secret.secretId) ?? []}
              mayRotate={complete}
              onRotate={() => setRotating(secret)}
              onCancel={() => setCancelling(secret)}
            />
          ))}
        </ul>
      )}
      {rotating && <RotateDialog secret={rotating} drivers={drivers.get(rotating.secretId) ?? []} onClose={() => setRotating(null)} />}
      {cancelling && <CancelRotationDialog secretId={cancelling.secretId} onClose={() => setCancelling(null)} />}
    </>
  );
}

function SecretCard({ secret, drivers, mayRotate, onRotate, onCancel }: {
  secret: Secret;
  drivers: readonly ApiClient[];
  /** False: not all its drivers are known yet, who have to get what comes of it. */
  mayRotate: boolean;
  onRotate: () => void;
  onCancel: () => void;
}) {
  const words = useWords();
  const dates = useDates();
  const { home } = useActing();
  const names = useNames()(drivers);
  const { secretId, kind, createdAt, clients, rotation } = secret;
  return (
    <li id={secretId}>
      <h2>{names}</h2>
      <p>
        {clients > 1 ? words.clients.shared(clients) : words.clients.own} · {words.secrets.kinds[kind]} · {words.secrets.created}: {dates.day(createdAt)}
      </p>
      {isUnconfirmed(secret, new Date()) && (
        <Notice kind="warning">
          <p>{rotation ? words.secrets.unconfirmedCancel : words.secrets.unconfirmedRotate}</p>
        </Notice>
      )}
      {rotation && (
        <p>
          <label>
            {words.secrets.moved(rotation.clientsMoved, clients)}, {words.secrets.until(dates.minute(rotation.previousExpiresAt))}
            <progress value={rotation.clientsMoved} max={clients} />
          </label>
        </p>
      )}
      <p class="buttons">
        {rotation ? (
          <button type="button" class="secondary small" aria-label={words.secrets.cancelOf(names)} onClick={onCancel}>
            {words.secrets.cancel}
          </button>
        ) : (
          <button type="button" class="small" aria-label={words.secrets.rotateOf(names)} disabled={!mayRotate} onClick={onRotate}>
            {words.secrets.rotate}
          </button>
        )}
        <Link href={`${home}/settings/api?secret=${secretId}`}>{words.secrets.withClients}</Link>
      </p>
    </li>
  );
}
