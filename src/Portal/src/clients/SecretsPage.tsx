import { useEffect, useMemo, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import type { ApiClient, Schemas } from "../api/api";
import { useSecrets } from "../api/queries";
import { ApiTabs } from "../settings/ApiTabs";
import { useActing } from "../taxpayer/taxpayer";
import { matches } from "../search/fold";
import { Field } from "../ui/Field";
import { Notice, Pending } from "../ui/notices";
import { PAGE_SIZE, pageOf, Pager } from "../ui/Pager";
import { PageTitle } from "../ui/PageTitle";
import { useDates, useWords } from "../words/words";
import { CancelRotationDialog } from "./CancelRotationDialog";
import { compare, names } from "./order";
import { RotateDialog } from "./RotateDialog";
import { isUnconfirmed } from "./unconfirmed";
import { useDriversOf, useNames } from "./useDriversOf";

export type Secret = Schemas["Secrets"]["secrets"][number];

/** A password's name is its drivers'. An address with #secretId opens the page that it is on. */
export function SecretsPage() {
  const words = useWords();
  const { taxpayer } = useActing();
  const secrets = useSecrets(taxpayer.taxpayerId);
  const { drivers, complete, query } = useDriversOf(taxpayer.taxpayerId);
  const [rotating, setRotating] = useState<Secret | null>(null);
  const [cancelling, setCancelling] = useState<Secret | null>(null);
  const [sought] = useState(() => location.hash.slice(1));
  const [search, setSearch] = useState("");
  const [turnedTo, setTurnedTo] = useState<number | null>(null);
  // The first driver's name is what the list is in the order of, so all have to be known.
  const used = useMemo(() => (complete && secrets.data ? inOrder(secrets.data, drivers) : null), [complete, secrets.data, drivers]);
  const loaded = used !== null;
  useEffect(() => {
    if (loaded && sought) {
      document.getElementById(sought)?.focus();
    }
  }, [loaded, sought]);
  const found = used?.filter(({ secretId }) => search.trim() === "" || drivers.get(secretId)?.some((client) => matches(client, search))) ?? [];
  const page = turnedTo ?? Math.max(0, Math.floor(found.findIndex(({ secretId }) => secretId === sought) / PAGE_SIZE));
  const here = Math.min(page, Math.max(0, Math.ceil(found.length / PAGE_SIZE) - 1));
  return (
    <>
      <ApiTabs />
      <PageTitle title={words.secrets.title} />
      <p>{words.secrets.intro}</p>
      <Pending query={secrets} />
      {!secrets.error && <Pending query={query} />}
      {!loaded && secrets.data && !query.error && !query.isPending && <p aria-busy="true">{words.app.loading}</p>}
      {used?.length === 0 && <p>{words.secrets.empty}</p>}
      {used && used.length > 1 && (
        <search>
          <Field
            type="search"
            label={words.clients.search}
            help={words.secrets.searchHint}
            value={search}
            required={false}
            maxLength={100}
            onInput={(typed) => {
              setSearch(typed);
              setTurnedTo(0);
            }}
          />
          <p role="status">{found.length === 0 ? words.secrets.noMatch : words.clients.shown(found.length)}</p>
        </search>
      )}
      {found.length > 0 && (
        <ul class="secrets">
          {pageOf(found, here).map((secret) => (
            <SecretCard
              key={secret.secretId}
              secret={secret}
              sought={secret.secretId === sought}
              drivers={drivers.get(secret.secretId) ?? []}
              onRotate={() => setRotating(secret)}
              onCancel={() => setCancelling(secret)}
            />
          ))}
        </ul>
      )}
      <Pager total={found.length} page={here} onPage={setTurnedTo} />
      {rotating && <RotateDialog secret={rotating} drivers={drivers.get(rotating.secretId) ?? []} onClose={() => setRotating(null)} />}
      {cancelling && <CancelRotationDialog secretId={cancelling.secretId} onClose={() => setCancelling(null)} />}
    </>
  );
}

/** Those in use, by the name of the first driver. */
function inOrder(secrets: readonly Secret[], drivers: ReadonlyMap<string, readonly ApiClient[]>): Secret[] {
  const first = ({ secretId }: Secret) => drivers.get(secretId)?.[0]?.driver.name ?? "";
  return secrets.filter((secret) => secret.clients > 0).sort((a, b) => names.compare(first(a), first(b)) || compare(a.secretId, b.secretId));
}

function SecretCard({ secret, drivers, sought, onRotate, onCancel }: {
  secret: Secret;
  drivers: readonly ApiClient[];
  /** The address names it. */
  sought: boolean;
  onRotate: () => void;
  onCancel: () => void;
}) {
  const words = useWords();
  const dates = useDates();
  const { home } = useActing();
  const title = useNames()(drivers);
  const { secretId, kind, version, createdAt, clients, rotation } = secret;
  // When it was made first says nothing of the one that is used now.
  const since = rotation ? words.secrets.changed(dates.day(rotation.startedAt)) : version === 1 ? `${words.secrets.created}: ${dates.day(createdAt)}` : null;
  const only = drivers.length === 1 ? drivers[0] : undefined;
  return (
    <li id={secretId} tabIndex={-1} aria-current={sought ? "true" : undefined}>
      <hgroup>
        <h2>{title}</h2>
        {only && <p>{only.driver.personalCode}</p>}
      </hgroup>
      <p>{[clients > 1 ? words.clients.shared(clients) : words.clients.own, words.secrets.kinds[kind], since].filter((part) => part !== null).join(" · ")}</p>
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
          <button type="button" class="secondary small" aria-label={words.secrets.cancelOf(title)} onClick={onCancel}>
            {words.secrets.cancel}
          </button>
        ) : (
          <button type="button" class="small" aria-label={words.secrets.rotateOf(title)} onClick={onRotate}>
            {words.secrets.rotate}
          </button>
        )}
        <Link href={`${home}/settings/api?secret=${secretId}`}>{words.secrets.withClients}</Link>
      </p>
    </li>
  );
}
