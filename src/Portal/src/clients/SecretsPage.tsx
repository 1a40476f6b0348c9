import { useEffect, useMemo, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import type { ApiClient, Schemas } from "../api/api";
import { useSecrets } from "../api/queries";
import { ApiTabs } from "../settings/ApiTabs";
import { useActing } from "../taxpayer/taxpayer";
import { finder, fold } from "../search/fold";
import { Field } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { Menu } from "../ui/Menu";
import { Notice, Pending } from "../ui/notices";
import { PAGE_SIZE, pageOf, Pager } from "../ui/Pager";
import { PageTitle } from "../ui/PageTitle";
import { useDates, useWords } from "../words/words";
import { CancelRotationDialog } from "./CancelRotationDialog";
import { NameSecretDialog } from "./NameSecretDialog";
import { NetworksDialog } from "./NetworksDialog";
import { compare, names } from "./order";
import { RotateDialog } from "./RotateDialog";
import { isUnconfirmed } from "./unconfirmed";
import { useDriversOf, useNames } from "./useDriversOf";

export type Secret = Schemas["Secret"];
type Dialog = "rotate" | "cancel" | "complete" | "name" | "networks";

/** An address with #secretId opens the page that it is on; one with ?rotate asks to change it. */
export function SecretsPage() {
  const words = useWords();
  const { taxpayer, home } = useActing();
  const secrets = useSecrets(taxpayer.taxpayerId);
  const { drivers, complete, query } = useDriversOf(taxpayer.taxpayerId);
  const [sought] = useState(() => location.hash.slice(1));
  const [open, setOpen] = useState<{ dialog: Dialog; secretId: string } | null>(new URLSearchParams(location.search).has("rotate") ? { dialog: "rotate", secretId: sought } : null);
  const [search, setSearch] = useState("");
  const [turnedTo, setTurnedTo] = useState<number | null>(null);
  // Unnamed ones are in the order of their first drivers' names, so all have to be known before any is shown.
  const used = useMemo(() => (complete && secrets.data ? inOrder(secrets.data, drivers) : null), [complete, secrets.data, drivers]);
  const loaded = used !== null;
  useEffect(() => {
    if (loaded && sought) {
      document.getElementById(sought)?.focus();
    }
  }, [loaded, sought]);
  const found = useMemo(() => used?.filter((secret) => isFound(secret, drivers.get(secret.secretId) ?? [], search)) ?? [], [used, drivers, search]);
  const page = turnedTo ?? Math.max(0, Math.floor(found.findIndex(({ secretId }) => secretId === sought) / PAGE_SIZE));
  const here = Math.min(page, Math.max(0, Math.ceil(found.length / PAGE_SIZE) - 1));
  const of = secrets.data?.find(({ secretId }) => secretId === open?.secretId);
  const close = () => setOpen(null);
  return (
    <>
      <ApiTabs />
      <PageTitle title={words.secrets.title}>
        <span class="buttons">
          <Link href={`${home}/settings/api/secrets/many`} role="button" class="secondary">
            {words.lost.manyTitle}
          </Link>
          <Link href={`${home}/settings/api/secrets/lost`} role="button" class="secondary">
            <Icon name="alert" />
            {words.lost.title}
          </Link>
        </span>
      </PageTitle>
      <p>{words.secrets.intro}</p>
      {secrets.error || query.error ? <Pending query={secrets.error ? secrets : query} /> : !loaded && <Pending query={{ ...query, isPending: true }} rows={8} />}
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
        <table role="table" class="list secrets">
          <thead role="rowgroup">
            <tr role="row">
              {[words.secrets.kind, words.secrets.drivers, words.secrets.state, words.secrets.changedHead].map((heading) => (
                <th key={heading} role="columnheader" scope="col">
                  {heading}
                </th>
              ))}
              <th role="columnheader" scope="col">
                <span class="unseen">{words.clients.deeds}</span>
              </th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {pageOf(found, here).map((secret) => (
              <SecretRow
                key={secret.secretId}
                secret={secret}
                sought={secret.secretId === sought}
                drivers={drivers.get(secret.secretId) ?? []}
                onOpen={(dialog) => setOpen({ dialog, secretId: secret.secretId })}
              />
            ))}
          </tbody>
        </table>
      )}
      <Pager total={found.length} page={here} onPage={setTurnedTo} />
      {of && loaded && !of.rotation && open?.dialog === "rotate" && <RotateDialog secret={of} drivers={drivers.get(of.secretId) ?? []} onClose={close} />}
      {of && (open?.dialog === "cancel" || open?.dialog === "complete") && (
        <CancelRotationDialog secretId={of.secretId} deed={open.dialog} left={(of.rotation?.clients ?? 0) - (of.rotation?.clientsMoved ?? 0)} onClose={close} />
      )}
      {of && open?.dialog === "name" && <NameSecretDialog secret={of} onClose={close} />}
      {of && open?.dialog === "networks" && <NetworksDialog secret={of} onClose={close} />}
    </>
  );
}

function isFound({ name }: Secret, drivers: readonly ApiClient[], search: string): boolean {
  return search.trim() === "" || (name !== null && fold(name).includes(fold(search.trim()))) || drivers.some(finder(search));
}

/** Those in use: by their names, then by the name of the first driver. */
function inOrder(secrets: readonly Secret[], drivers: ReadonlyMap<string, readonly ApiClient[]>): Secret[] {
  const called = ({ secretId, name }: Secret) => name ?? drivers.get(secretId)?.[0]?.driver.name ?? "";
  return secrets
    .filter((secret) => secret.clients > 0)
    .sort((a, b) => Number(a.name === null) - Number(b.name === null) || names.compare(called(a), called(b)) || compare(a.secretId, b.secretId));
}

function SecretRow({ secret, drivers, sought, onOpen }: {
  secret: Secret;
  drivers: readonly ApiClient[];
  /** The address names it. */
  sought: boolean;
  onOpen: (dialog: Dialog) => void;
}) {
  const words = useWords();
  const dates = useDates();
  const { home } = useActing();
  const whose = useNames()(drivers);
  const { secretId, name, kind, version, createdAt, clients, rotation, networks } = secret;
  const title = name ?? whose;
  const suspended = drivers.filter(({ state }) => state === "suspended").length;
  const only = drivers.length === 1 ? drivers[0] : undefined;
  const deeds: { dialog: Dialog; text: string }[] = [
    ...(rotation ? [{ dialog: "complete", text: words.secrets.complete } as const, { dialog: "cancel", text: words.secrets.cancel } as const] : []),
    { dialog: "name", text: words.secrets.rename },
    { dialog: "networks", text: words.secrets.networks },
  ];
  return (
    <tr id={secretId} role="row" tabIndex={-1} aria-current={sought ? "true" : undefined}>
      <th role="rowheader" scope="row" class="main">
        {title}
        <small translate={false}>{name === null ? only?.driver.personalCode : whose}</small>
      </th>
      <td role="cell" class="extra">
        <Link href={`${home}/settings/api?secret=${secretId}`} aria-label={words.secrets.showDrivers(clients)}>
          {clients}
        </Link>
      </td>
      <td role="cell" class="used">
        {rotation ? (
          <label>
            {words.secrets.moved(rotation.clientsMoved, rotation.clients, suspended)}, {words.secrets.until(dates.minute(rotation.previousExpiresAt))}
            <progress value={rotation.clientsMoved} max={Math.max(1, rotation.clients)} />
          </label>
        ) : (
          words.secrets.works
        )}
        {networks.length > 0 && <small>{words.secrets.fromNetworks(networks.length)}</small>}
        {isUnconfirmed(secret, new Date()) && (
          <Notice kind="warning">
            <p>{rotation ? words.secrets.unconfirmedCancel : words.secrets.unconfirmedRotate}</p>
          </Notice>
        )}
      </td>
      <td role="cell" class="extra">
        {/* When it was made first says nothing of the one that is used now. */}
        {rotation ? words.secrets.changed(dates.day(rotation.startedAt)) : version === 1 ? dates.day(createdAt) : ""}
        <small>{words.secrets.kinds[kind]}</small>
      </td>
      <td role="cell" class="deeds">
        {!rotation && (
          <button type="button" class="outline small" aria-label={words.secrets.rotateOf(title)} onClick={() => onOpen("rotate")}>
            {words.secrets.rotate}
          </button>
        )}
        <Menu label={words.clients.deedsOf(title)} text={<Icon name="more" />}>
          {deeds.map(({ dialog, text }) => (
            <button key={dialog} type="button" onClick={() => onOpen(dialog)}>
              {text}
            </button>
          ))}
        </Menu>
      </td>
    </tr>
  );
}
