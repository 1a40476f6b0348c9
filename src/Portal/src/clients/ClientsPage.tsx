import { useMemo, useState } from "preact/hooks";
import { Link, useSearchParams } from "wouter-preact";
import type { ApiClient } from "../api/api";
import { useAllClients } from "../api/queries";
import { clientsCsv } from "../exports/csv";
import { ApiTabs } from "../settings/ApiTabs";
import { useActing } from "../taxpayer/taxpayer";
import { download, fileName } from "../ui/download";
import { Pending } from "../ui/notices";
import { pageOf, Pager } from "../ui/Pager";
import { PageTitle } from "../ui/PageTitle";
import { useWords } from "../words/words";
import { AnnulDialog } from "./AnnulDialog";
import { ClientFilter, type Filter, filtered, parseUsage } from "./ClientFilter";
import { ClientTable } from "./ClientTable";
import { RenameDialog } from "./RenameDialog";
import { type Order, sorted } from "./order";
import { bySecret } from "./usage";

/** Servisu saskarne API → Taksometri: the taxpayer's clients. */
export function ClientsPage() {
  const words = useWords().clients;
  const { taxpayer, home } = useActing();
  const { clients, complete, query } = useAllClients(taxpayer.taxpayerId);
  const [parameters] = useSearchParams();
  const [filter, setFilter] = useState<Filter>({
    search: "",
    state: "active",
    usage: parseUsage(parameters.get("usage")),
    secretId: parameters.get("secret"),
  });
  const [order, setOrder] = useState<Order>({ by: "driver", ascending: true });
  const [page, setPage] = useState(0);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [annulling, setAnnulling] = useState<readonly ApiClient[] | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);

  const shown = useMemo(() => sorted(filtered(clients, filter, new Date()), order), [clients, filter, order]);
  const drivers = useMemo(() => bySecret(clients), [clients]);
  // Those that the filter hides now, too: all are named before anything happens.
  const chosen = sorted(
    clients.filter((client) => selected.has(client.clientId) && client.state === "active"),
    order,
  );
  const renamed = clients.find((client) => client.clientId === renaming);
  return (
    <>
      <ApiTabs />
      <PageTitle title={words.title}>
        <Link href={`${home}/settings/api/new`} role="button">
          {words.create}
        </Link>
      </PageTitle>
      <p>{words.intro}</p>
      <Pending query={query} />
      {clients.length > 0 && (
        <>
          <ClientFilter
            filter={filter}
            onFilter={(changed) => {
              setFilter(changed);
              setPage(0);
            }}
            order={order}
            onOrder={setOrder}
          />
          <div class="bar">
            <span role="status">{complete ? words.shown(shown.length) : words.loadingMore(clients.length)}</span>
            <span class="buttons">
              {chosen.length > 0 && (
                <>
                  <span>{words.selected(chosen.length)}</span>
                  <button type="button" class="danger small" onClick={() => setAnnulling(chosen)}>
                    {words.annulSelected}
                  </button>
                </>
              )}
              <button
                type="button"
                class="secondary small"
                disabled={!complete}
                onClick={() => void clientsCsv(shown, words.exportHead).then((text) => download(fileName(words.exportName), text))}
              >
                {words.export}
              </button>
            </span>
          </div>
        </>
      )}
      {complete && shown.length === 0 && <p>{clients.length === 0 ? words.empty : words.noMatch}</p>}
      {shown.length > 0 && (
        <ClientTable
          clients={pageOf(shown, page)}
          all={shown}
          drivers={drivers}
          order={order}
          onOrder={setOrder}
          selected={selected}
          onSelect={setSelected}
          onAnnul={(client) => setAnnulling([client])}
          onRename={(client) => setRenaming(client.clientId)}
        />
      )}
      <Pager total={shown.length} page={page} onPage={setPage} />
      {annulling && (
        <AnnulDialog
          clients={annulling}
          drivers={drivers}
          onClose={() => {
            setAnnulling(null);
            setSelected(new Set());
          }}
        />
      )}
      {renamed && <RenameDialog client={renamed} onClose={() => setRenaming(null)} />}
    </>
  );
}
