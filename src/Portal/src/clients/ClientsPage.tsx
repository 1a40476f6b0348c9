import { useMemo, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import type { ApiClient } from "../api/api";
import { now } from "../api/clock";
import { useAllClients, useSecrets, useSummary } from "../api/queries";
import { clientsCsv } from "../exports/csv";
import { useRegisterAgain } from "../registration/storedRows";
import { ApiTabs } from "../settings/ApiTabs";
import { useActing } from "../taxpayer/taxpayer";
import { Button } from "../ui/Button";
import { fileName, useDownload } from "../ui/download";
import { focusOn } from "../ui/focus";
import { Icon } from "../ui/Icon";
import { FaultNotice, Pending } from "../ui/notices";
import { pageOf, Pager, usePageSize } from "../ui/Pager";
import { PageTitle } from "../ui/PageTitle";
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

const NONE: ReadonlySet<string> = new Set();

/** Vadītāji; by the source document: Iestatījumi → Servisu saskarne API → Taksometri. */
export function ClientsPage() {
  const words = useWords();
  const { list } = useActing();
  return (
    <>
      <ApiTabs />
      <PageTitle title={words.clients.title}>
        <Link href={`${list}/new`} role="button">
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
  const { clients, complete, query } = useAllClients();
  const summary = useSummary().data;
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
  const { secretId, filter, setFilter, clearFilter, setSecret, order, setOrder, page, setPage } = useListState();
  const registerAgain = useRegisterAgain();
  const validity = useValidity();
  const save = useDownload();
  const secretsData = useSecrets().data;
  const secrets = useMemo(() => new Map(secretsData?.map((secret) => [secret.secretId, secret])), [secretsData]);
  const { leaving } = useAnnulling();
  const [size, setSize] = usePageSize();
  const [annulling, setAnnulling] = useState<readonly ApiClient[] | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const showAll = () => {
    clearFilter();
    setTimeout(() => focusOn(document.querySelector("main table"))); // the button is gone
  };

  const { by, ascending } = order;
  const inOrder = useMemo(
    () => sorted(secretId === null ? clients : clients.filter((client) => client.secretId === secretId), { by, ascending }),
    [clients, secretId, by, ascending],
  );
  const { search, state, usage } = filter;
  // Nothing that cannot be seen stays selected: another search or filter begins anew.
  const looking = JSON.stringify([secretId, filter]);
  const [selected, select] = useIdsOf(looking);
  const [kept, keep] = useIdsOf(looking);
  const found = useMemo(() => filtered(inOrder, { search, state, usage }, kept, now()), [inOrder, search, state, usage, kept]);
  const selectAll = (these: readonly ApiClient[]) => select(new Set(these.map(({ clientId }) => clientId)));
  const selectable = useMemo(() => liveClients(found).filter(({ clientId }) => !leaving.has(clientId)), [found, leaving]);
  const chosen = selectable.filter(({ clientId }) => selected.has(clientId));
  const registered = useMemo(() => new Set(liveClients(clients).map(({ driver }) => driver.personalCode)), [clients]);
  const { here, shown } = pageOf(found, page, size);
  const onPage = liveClients(shown).filter(({ clientId }) => !leaving.has(clientId));
  const renamed = clients.find((client) => client.clientId === renaming);
  const change = (client: ApiClient, until: "now" | null) => {
    keep(new Set([...kept, client.clientId]));
    validity.mutate({ client, until });
  };

  return (
    <>
      <ClientFilter filter={filter} onFilter={setFilter} order={order} onOrder={setOrder} secretId={secretId} onSecret={setSecret} />
      {validity.error && <FaultNotice error={validity.error} />}
      <div class="bar">
        <span role="status">{words.clients.shown(found.length)}</span>
        {/* Where the filters are folded away, a button names the one that hides records. */}
        {state !== "all" && (
          <Button class="quiet narrow-only" onClick={() => setFilter({ ...filter, state: "all" })}>
            {words.clients.state}: {words.clients.states[state]} ×
          </Button>
        )}
        <button
          type="button"
          class="quiet"
          aria-label={words.actions.export}
          disabled={found.length === 0}
          onClick={() => save(fileName(words.clients.exportName), () => clientsCsv(found, words.clients.exportHead))}
        >
          <Icon name="download" />
          <span class="wide-only">{words.actions.export}</span>
          <span class="narrow-only">CSV</span>
        </button>
      </div>
      {found.length === 0 ? (
        <>
          <p>{words.clients.noMatch}</p>
          {(search !== "" || state !== "active" || usage !== "any" || secretId !== null) && (
            <Button class="secondary" onClick={showAll}>{words.clients.clearFilter}</Button>
          )}
        </>
      ) : (
        <ClientTable
          clients={shown}
          secrets={secrets}
          registered={registered}
          order={order}
          onOrder={setOrder}
          selected={selected}
          onSelect={select}
          deeds={{
            annul: (client) => setAnnulling([client]),
            rename: (client) => setRenaming(client.clientId),
            suspend: (client) => change(client, "now"),
            bringBack: (client) => change(client, null),
            registerAgain,
          }}
        />
      )}
      {chosen.length > 0 && (
        <div class="bar sticky">
          {words.clients.selected(chosen.length)}
          {chosen.length < onPage.length && (
            <Button class="quiet" onClick={() => selectAll(onPage)}>{words.clients.selectPage(onPage.length)}</Button>
          )}
          {chosen.length < selectable.length && chosen.length >= onPage.length && (
            <Button class="quiet" onClick={() => selectAll(selectable)}>{words.clients.selectFound(selectable.length)}</Button>
          )}
          <Button class="quiet" onClick={() => selectAll([])}>{words.clients.selectNone}</Button>
          <Button class="outline danger small" onClick={() => setAnnulling(chosen)}>{words.clients.annulSelected}</Button>
        </div>
      )}
      <Pager total={found.length} page={here} onPage={setPage} size={size} onSize={setSize} />
      {annulling && (
        <AnnulDialog
          clients={annulling}
          onClose={() => {
            setAnnulling(null);
            selectAll([]);
          }}
        />
      )}
      {renamed && <RenameDialog client={renamed} onClose={() => setRenaming(null)} />}
    </>
  );
}

/** A set of ids that is empty again as soon as the list is looked at in another way. */
function useIdsOf(looking: string) {
  const [{ of, ids }, set] = useState<{ of: string; ids: ReadonlySet<string> }>({ of: looking, ids: NONE });
  return [of === looking ? ids : NONE, (chosen: ReadonlySet<string>) => set({ of: looking, ids: chosen })] as const;
}
