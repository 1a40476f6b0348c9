import { useEffect, useMemo, useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import type { ApiClient } from "../api/api";
import { useAllClients } from "../api/queries";
import { isEmpty, newRow } from "../drivers/driverRows";
import { clientsCsv } from "../exports/csv";
import { usePortal } from "../portal";
import { useStoredRows, storeRows } from "../registration/storedRows";
import { ApiTabs } from "../settings/ApiTabs";
import { useActing } from "../taxpayer/taxpayer";
import { download, fileName } from "../ui/download";
import { focusOn } from "../ui/focus";
import { Pending } from "../ui/notices";
import { PAGE_SIZE, pageOf, Pager } from "../ui/Pager";
import { PageTitle } from "../ui/PageTitle";
import { tell } from "../ui/status";
import { useWords } from "../words/words";
import { AnnulDialog } from "./AnnulDialog";
import { ClientFilter, filtered } from "./ClientFilter";
import { ClientTable } from "./ClientTable";
import { RenameDialog } from "./RenameDialog";
import { useListState } from "./listState";
import { sorted } from "./order";
import { activeClients, bySecret } from "./usage";

/** Servisu saskarne API → Taksometri: the taxpayer's clients. */
export function ClientsPage() {
  const words = useWords();
  const { taxpayer, home } = useActing();
  const { clients, complete, query } = useAllClients(taxpayer.taxpayerId);
  const { secretId, filter, setFilter, clearFilter, order, setOrder, page, setPage } = useListState();
  const registerAgain = useRegisterAgain();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [annulling, setAnnulling] = useState<readonly ApiClient[] | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  // What had the focus went away with the rows, or with the message that there are none.
  const [gone, setGone] = useState(0);
  useEffect(() => {
    if (gone > 0) {
      focusOn(document.querySelector("main table") ?? document.querySelector("h1"));
    }
  }, [gone]);

  const shown = useMemo(() => sorted(filtered(ofSecret(clients, secretId), filter, new Date()), order), [clients, secretId, filter, order]);
  const drivers = useMemo(() => bySecret(clients), [clients]);
  const registered = useMemo(() => new Set(activeClients(clients).map(({ driver }) => driver.personalCode)), [clients]);
  // Those that the filter hides now, too: all are named before anything happens.
  const chosen = sorted(
    clients.filter((client) => selected.has(client.clientId) && client.state === "active"),
    order,
  );
  const lastPage = Math.max(0, Math.ceil(shown.length / PAGE_SIZE) - 1);
  const here = Math.min(page, lastPage);
  const renamed = clients.find((client) => client.clientId === renaming);
  async function save() {
    try {
      download(fileName(words.clients.exportName), await clientsCsv(shown, words.clients.exportHead));
    } catch {
      tell(words.problems["no-connection"]);
    }
  }

  return (
    <>
      <ApiTabs />
      <PageTitle title={words.clients.title}>
        <Link href={`${home}/settings/api/new`} role="button">
          {words.clients.create}
        </Link>
      </PageTitle>
      <p>{words.clients.intro}</p>
      <Pending query={query} />
      {clients.length > 0 && (
        <>
          <ClientFilter
            filter={filter}
            onFilter={setFilter}
            order={order}
            onOrder={setOrder}
          />
          {secretId !== null && (
            <p>
              {words.clients.ofOneSecret} <Link href={`${home}/settings/api`}>{words.clients.showAll}</Link>
            </p>
          )}
          <div class="bar">
            <span role="status">{complete ? words.clients.shown(shown.length) : words.clients.loadingMore(clients.length)}</span>
            <span class="buttons">
              {chosen.length > 0 && (
                <>
                  <span>{words.clients.selected(chosen.length)}</span>
                  <button type="button" class="danger small" onClick={() => setAnnulling(chosen)}>
                    {words.clients.annulSelected}
                  </button>
                </>
              )}
              <button
                type="button"
                class="secondary small"
                disabled={!complete || shown.length === 0}
                onClick={() => void save()}
              >
                {words.clients.export}
              </button>
            </span>
          </div>
        </>
      )}
      {complete && clients.length === 0 && <p>{words.clients.empty}</p>}
      {complete && clients.length > 0 && shown.length === 0 && (
        <>
          <p>{words.clients.noMatch}</p>
          <button
            type="button"
            class="secondary"
            onClick={() => {
              clearFilter();
              setGone(gone + 1);
            }}
          >
            {words.clients.clearFilter}
          </button>
        </>
      )}
      {shown.length > 0 && (
        <ClientTable
          clients={pageOf(shown, here)}
          all={shown}
          drivers={drivers}
          registered={registered}
          order={order}
          onOrder={setOrder}
          selected={selected}
          onSelect={setSelected}
          onAnnul={(client) => setAnnulling([client])}
          onRename={(client) => setRenaming(client.clientId)}
          onRegisterAgain={registerAgain}
        />
      )}
      <Pager total={shown.length} page={here} onPage={setPage} />
      {annulling && (
        <AnnulDialog
          clients={annulling}
          drivers={drivers}
          onClose={() => setAnnulling(null)}
          onAnnulled={() => {
            setAnnulling(null);
            setGone(gone + 1);
          }}
        />
      )}
      {renamed && <RenameDialog client={renamed} onClose={() => setRenaming(null)} />}
    </>
  );
}

/** Puts the driver at the end of the list that is being typed, which this tab keeps: no personal code gets into an address. */
function useRegisterAgain(): (client: ApiClient) => void {
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

function ofSecret(clients: readonly ApiClient[], secretId: string | null): readonly ApiClient[] {
  return secretId === null ? clients : clients.filter((client) => client.secretId === secretId);
}
