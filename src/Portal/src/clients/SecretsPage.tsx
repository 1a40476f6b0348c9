import { useEffect, useMemo, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { ApiTabs } from "../settings/ApiTabs";
import { useActing } from "../taxpayer/taxpayer";
import { Button } from "../ui/Button";
import { SearchField } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { Menu } from "../ui/Menu";
import { Notice, Pending } from "../ui/notices";
import { PAGE_SIZE, pageOf, Pager } from "../ui/Pager";
import { PageTitle } from "../ui/PageTitle";
import { Heading, Table, UnseenHeading } from "../ui/Table";
import { useDates, useWords } from "../words/words";
import { CancelRotationDialog } from "./CancelRotationDialog";
import { RotateDialog } from "./RotateDialog";
import { NameSecretDialog, NetworksDialog } from "./SecretDialogs";
import { isUnconfirmed } from "./unconfirmed";
import { foundSecrets, type UsedSecret, useUsedSecrets } from "./usedSecrets";

type Dialog = "rotate" | "cancel" | "complete" | "rename" | "networks";

/** An address with #secretId opens the page that it is on; one with ?rotate asks to change it. */
export function SecretsPage() {
  const words = useWords();
  const { list } = useActing();
  const { used, query } = useUsedSecrets();
  const [sought] = useState(() => location.hash.slice(1));
  const [open, setOpen] = useState<{ dialog: Dialog; secretId: string } | null>(
    new URLSearchParams(location.search).has("rotate") ? { dialog: "rotate", secretId: sought } : null,
  );
  const [search, setSearch] = useState("");
  const [turnedTo, setTurnedTo] = useState<number | null>(null);
  const loaded = used !== null;
  useEffect(() => {
    if (loaded && sought) {
      document.getElementById(sought)?.focus();
    }
  }, [loaded, sought]);
  const found = useMemo(() => foundSecrets(used ?? [], search), [used, search]);
  const page = turnedTo ?? Math.max(0, Math.floor(found.findIndex(({ secret }) => secret.secretId === sought) / PAGE_SIZE));
  const { here, shown } = pageOf(found, page);
  const of = used?.find(({ secret }) => secret.secretId === open?.secretId);
  const close = () => setOpen(null);
  return (
    <>
      <ApiTabs />
      <PageTitle title={words.secrets.title}>
        <span class="buttons">
          <Link href={`${list}/secrets/many`} role="button" class="secondary">{words.lost.manyTitle}</Link>
          <Link href={`${list}/secrets/lost`} role="button" class="secondary">
            <Icon name="alert" />
            {words.lost.title}
          </Link>
        </span>
      </PageTitle>
      <p>{words.secrets.intro}</p>
      <Pending query={query} rows={8} />
      {used?.length === 0 && <p>{words.secrets.empty}</p>}
      {used && used.length > 1 && (
        <search>
          <SearchField
            help={words.secrets.searchHint}
            value={search}
            onInput={(typed) => {
              setSearch(typed);
              setTurnedTo(0);
            }}
          />
          <p role="status">{found.length === 0 ? words.clients.noMatch : words.clients.shown(found.length)}</p>
        </search>
      )}
      {found.length > 0 && (
        <Table
          class="list secrets"
          headings={
            <>
              {[words.secrets.kind, words.clients.title, words.clients.state, words.secrets.changedHead].map((heading) => (
                <Heading key={heading}>{heading}</Heading>
              ))}
              <UnseenHeading>{words.clients.deeds}</UnseenHeading>
            </>
          }
        >
          {shown.map((one) => (
            <SecretRow
              key={one.secret.secretId}
              of={one}
              sought={one.secret.secretId === sought}
              onOpen={(dialog) => setOpen({ dialog, secretId: one.secret.secretId })}
            />
          ))}
        </Table>
      )}
      <Pager total={found.length} page={here} onPage={setTurnedTo} />
      {of && open?.dialog === "rotate" && <RotateDialog of={of} onClose={close} />}
      {of && (open?.dialog === "cancel" || open?.dialog === "complete") && (
        <CancelRotationDialog
          secretId={of.secret.secretId}
          deed={open.dialog}
          left={(of.secret.rotation?.clients ?? 0) - (of.secret.rotation?.clientsMoved ?? 0)}
          onClose={close}
        />
      )}
      {of && open?.dialog === "rename" && <NameSecretDialog secret={of.secret} onClose={close} />}
      {of && open?.dialog === "networks" && <NetworksDialog secret={of.secret} onClose={close} />}
    </>
  );
}

function SecretRow({ of: { secret, drivers, whose, title }, sought, onOpen }: {
  of: UsedSecret;
  sought: boolean;
  onOpen: (dialog: Dialog) => void;
}) {
  const words = useWords();
  const dates = useDates();
  const { list } = useActing();
  const { secretId, name, kind, version, createdAt, clients, rotation, networks } = secret;
  const suspended = drivers.filter(({ state }) => state === "suspended").length;
  const only = drivers.length === 1 ? drivers[0] : undefined;
  const deeds: Dialog[] = [...(rotation ? (["complete", "cancel"] as const) : []), "rename", "networks"];
  return (
    <tr id={secretId} role="row" tabIndex={-1} aria-current={sought ? "true" : undefined}>
      <th role="rowheader" scope="row" class="main">
        {title}
        <small translate={false}>{name === null ? only?.driver.personalCode : whose}</small>
      </th>
      <td role="cell" class="extra">
        <Link href={`${list}?secret=${secretId}`} aria-label={words.secrets.showDrivers(clients)}>{clients}</Link>
      </td>
      <td role="cell" class="used">
        {rotation ? (
          <label>
            {words.secrets.moved(rotation.clientsMoved, rotation.clients, suspended)},{" "}
            {words.secrets.until(dates.minute(rotation.previousExpiresAt))}
            <progress value={rotation.clientsMoved} max={Math.max(1, rotation.clients)} />
          </label>
        ) : (
          words.secrets.works
        )}
        {networks.length > 0 && <small>{words.secrets.fromNetworks(networks.length)}</small>}
        {isUnconfirmed(secret, new Date()) && (
          <Notice kind="warning" text={rotation ? words.secrets.unconfirmedCancel : words.secrets.unconfirmedRotate} />
        )}
      </td>
      <td role="cell" class="extra">
        {/* When it was made first says nothing of the one that is used now. */}
        {rotation ? words.secrets.changed(dates.day(rotation.startedAt)) : version === 1 ? dates.day(createdAt) : ""}
        <small>{words.secrets.kinds[kind]}</small>
      </td>
      <td role="cell" class="deeds">
        {!rotation && (
          <Button class="outline small" aria-label={words.secrets.rotateOf(title)} onClick={() => onOpen("rotate")}>
            {words.secrets.rotateShort}
          </Button>
        )}
        <Menu label={words.clients.deedsOf(title)} text={<Icon name="more" />}>
          {deeds.map((deed) => <Button key={deed} onClick={() => onOpen(deed)}>{words.secrets[deed]}</Button>)}
        </Menu>
      </td>
    </tr>
  );
}
