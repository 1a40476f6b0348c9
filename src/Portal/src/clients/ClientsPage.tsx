import { useEffect, useMemo, useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import type { ApiClient } from "../api/api";
import { useAllClients, useSecrets, useSummary } from "../api/queries";
import { isEmpty, newRow } from "../drivers/driverRows";
import { clientsCsv } from "../exports/csv";
import { usePortal } from "../portal";
import { useStoredRows, storeRows } from "../registration/storedRows";
import { ApiTabs } from "../settings/ApiTabs";
import { useActing } from "../taxpayer/taxpayer";
import { download, fileName } from "../ui/download";
import { focusOn } from "../ui/focus";
import { Icon } from "../ui/Icon";
import { FaultNotice, Pending } from "../ui/notices";
import { pageOf, Pager, usePageSize } from "../ui/Pager";
import { PageTitle } from "../ui/PageTitle";
import { tell } from "../ui/status";
import { useWords } from "../words/words";
import { AnnulDialog } from "./AnnulDialog";
import { useAnnulling } from "./Annulments";
import { ClientFilter, filtered } from "./ClientFilter";
import { ClientTable } from "./ClientTable";
import { RenameDialog } from "./RenameDialog";
import { useListState } from "./listState";
import { sorted } from "./order";
import { liveClients } from "./usage";
import { useValidity } from "./useValidity";

/** Vadītāji; by the source document: Iestatījumi → Servisu saskarne API → Taksometri. */
export function ClientsPage() {
  const words = useWords();
  const { home } = useActing();
  return (
    <>
      <ApiTabs />
      <PageTitle title={words.clients.title}>
        <Link href={`${home}/settings/api/new`} role="button">
          <Icon name="plus" />
          {words.clients.create}
        </Link>
      </PageTitle>
      <ClientList />
    </>
  );
}

function ClientList() {
  const words = useWords();
  const { taxpayer } = useActing();
  const { taxpayerId } = taxpayer;
  const { clients, complete, query } = useAllClients(taxpayerId);
  const summary = useSummary(taxpayerId).data;
  if (!complete) {
    const { active = 0, suspended = 0, annulled = 0 } = summary?.clients ?? {};
    const total = active + suspended + annulled;
    return (
      <>
        {clients.length > 0 && total > 0 && <p role="status">{words.clients.loadingMore(clients.length, total)}</p>}
        <Pending query={{ ...query, isPending: true }} rows={10} />
      </>
    );
  }
  return clients.length === 0 ? <p>{words.clients.empty}</p> : <Listed clients={clients} />;
}

function Listed({ clients }: { clients: readonly ApiClient[] }) {
  const words = useWords();
  const { taxpayerId } = useActing().taxpayer;
  const { secretId, filter, setFilter, clearFilter, setSecret, order, setOrder, page, setPage } = useListState();
  const registerAgain = useRegisterAgain();
  const validity = useValidity();
  const secretsData = useSecrets(taxpayerId).data;
  const secrets = useMemo(() => new Map(secretsData?.map((secret) => [secret.secretId, secret])), [secretsData]);
  const { leaving } = useAnnulling();
  const [size, setSize] = usePageSize();
  const [annulling, setAnnulling] = useState<readonly ApiClient[] | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [cleared, setCleared] = useState(0);
  useEffect(() => {
    if (cleared > 0) {
      focusOn(document.querySelector("main table")); // the button is gone
    }
  }, [cleared]);

  const { by, ascending } = order;
  const inOrder = useMemo(() => sorted(ofSecret(clients, secretId), { by, ascending }), [clients, secretId, by, ascending]);
  const { search, state, usage } = filter;
  // Nothing that cannot be seen stays selected: another search or filter begins anew.
  const looking = JSON.stringify([secretId, filter]);
  const [selected, select] = useIdsOf(looking);
  const [kept, keep] = useIdsOf(looking);
  const shown = useMemo(() => filtered(inOrder, { search, state, usage }, kept, new Date()), [inOrder, search, state, usage, kept]);
  const selectable = useMemo(() => liveClients(shown).filter(({ clientId }) => !leaving.has(clientId)), [shown, leaving]);
  const chosen = selectable.filter(({ clientId }) => selected.has(clientId));
  const registered = useMemo(() => new Set(liveClients(clients).map(({ driver }) => driver.personalCode)), [clients]);
  const here = Math.min(page, Math.max(0, Math.ceil(shown.length / size) - 1));
  const onPage = liveClients(pageOf(shown, here, size)).filter(({ clientId }) => !leaving.has(clientId));
  const renamed = clients.find((client) => client.clientId === renaming);
  const change = (client: ApiClient, validUntil: string | null) => {
    keep(new Set([...kept, client.clientId]));
    validity.mutate({ client, validUntil });
  };
  async function save() {
    try {
      download(fileName(words.clients.exportName), await clientsCsv(shown, words.clients.exportHead));
    } catch {
      tell(words.problems["no-connection"]);
    }
  }

  return (
    <>
      <ClientFilter filter={filter} onFilter={setFilter} order={order} onOrder={setOrder} secretId={secretId} onSecret={setSecret} />
      {validity.error && <FaultNotice error={validity.error} />}
      <div class="bar">
        <span role="status">{words.clients.shown(shown.length)}</span>
        {/* Where the filters are folded away, the one that hides records is told. */}
        {state !== "all" && (
          <button type="button" class="quiet narrow-only" aria-label={words.clients.showAll} onClick={() => setFilter({ ...filter, state: "all" })}>
            {words.clients.state}: {words.clients.states[state]} ×
          </button>
        )}
        <button type="button" class="quiet" aria-label={words.clients.export} disabled={shown.length === 0} onClick={() => void save()}>
          <Icon name="download" />
          <span class="wide-only">{words.clients.export}</span>
          <span class="narrow-only">CSV</span>
        </button>
      </div>
      {shown.length === 0 ? (
        <>
          <p>{words.clients.noMatch}</p>
          {(search !== "" || state !== "active" || usage !== "any" || secretId !== null) && (
            <button
              type="button"
              class="secondary"
              onClick={() => {
                clearFilter();
                setCleared(cleared + 1);
              }}
            >
              {words.clients.clearFilter}
            </button>
          )}
        </>
      ) : (
        <ClientTable
          clients={pageOf(shown, here, size)}
          secrets={secrets}
          registered={registered}
          order={order}
          onOrder={setOrder}
          selected={selected}
          onSelect={select}
          onAnnul={(client) => setAnnulling([client])}
          onRename={(client) => setRenaming(client.clientId)}
          onSuspend={(client) => change(client, new Date().toISOString())}
          onBringBack={(client) => change(client, null)}
          onRegisterAgain={registerAgain}
        />
      )}
      {chosen.length > 0 && (
        <div class="bar sticky">
          <span>{words.clients.selected(chosen.length)}</span>
          <span class="buttons">
            {chosen.length < onPage.length && (
              <button type="button" class="quiet" onClick={() => select(new Set(onPage.map(({ clientId }) => clientId)))}>
                {words.clients.selectPage(onPage.length)}
              </button>
            )}
            {chosen.length < selectable.length && chosen.length >= onPage.length && (
              <button type="button" class="quiet" onClick={() => select(new Set(selectable.map(({ clientId }) => clientId)))}>
                {words.clients.selectFound(selectable.length)}
              </button>
            )}
            <button type="button" class="quiet" onClick={() => select(NONE)}>
              {words.clients.selectNone}
            </button>
            <button type="button" class="outline danger small" onClick={() => setAnnulling(chosen)}>
              {words.clients.annulSelected}
            </button>
          </span>
        </div>
      )}
      <Pager total={shown.length} page={here} onPage={setPage} size={size} onSize={setSize} />
      {annulling && (
        <AnnulDialog
          clients={annulling}
          onClose={() => {
            setAnnulling(null);
            select(NONE);
          }}
        />
      )}
      {renamed && <RenameDialog client={renamed} onClose={() => setRenaming(null)} />}
    </>
  );
}

/** Puts the driver at the end of the list that is being typed, which this tab keeps: no personal code gets into an address. */
export function useRegisterAgain(): (client: ApiClient) => void {
  const { taxpayer, home } = useActing();
  const { session } = usePortal();
  const [, go] = useLocation();
  const owner = { userId: session.subject, taxpayerId: taxpayer.taxpayerId };
  const [rows] = useStoredRows(owner);
  return ({ driver }) => {
    const others = rows.filter((row) => !isEmpty(row) && row.personalCode !== driver.personalCode);
    storeRows(owner, [...others, newRow(driver.personalCode, driver.name)]);
    go(`${home}/settings/api/new`);
  };
}

const NONE: ReadonlySet<string> = new Set();

/** A set of ids that is empty again as soon as the list is looked at in another way. */
function useIdsOf(looking: string) {
  const [{ of, ids }, set] = useState({ of: looking, ids: NONE });
  return [of === looking ? ids : NONE, (chosen: ReadonlySet<string>) => set({ of: looking, ids: chosen })] as const;
}

function ofSecret(clients: readonly ApiClient[], secretId: string | null): readonly ApiClient[] {
  return secretId === null ? clients : clients.filter((client) => client.secretId === secretId);
}
