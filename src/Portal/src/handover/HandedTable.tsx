import { useState } from "preact/hooks";
import { CopyButton } from "../ui/CopyButton";
import { pageOf, Pager } from "../ui/Pager";
import { useWords } from "../words/words";
import type { HandedClient } from "./handover";
import { QrDialog } from "./QrDialog";

export function HandedTable({ clients, eachSecret, tokenEndpoint }: {
  clients: readonly HandedClient[];
  /** True: a column for the secrets, as they are not all the same. */
  eachSecret: boolean;
  tokenEndpoint: string;
}) {
  const words = useWords();
  const [page, setPage] = useState(0);
  const [coded, setCoded] = useState<HandedClient | null>(null);
  const withSecrets = eachSecret && clients.some((client) => client.secret);
  return (
    <>
      <table role="table" class="list">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              {words.clients.driver}
            </th>
            <th role="columnheader" scope="col">
              {words.clients.clientId}
            </th>
            {withSecrets && (
              <th role="columnheader" scope="col">
                {words.handover.secret}
              </th>
            )}
            <th role="columnheader" scope="col">
              <span class="unseen">{words.clients.deeds}</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {pageOf(clients, page).map((client) => (
            <tr key={client.clientId} role="row">
              <th role="rowheader" scope="row">
                {client.driver.name}
                <small>{client.driver.personalCode}</small>
              </th>
              <td role="cell" data-label={words.clients.clientId}>
                <span class="id">
                  <code>{client.clientId}</code>
                  <CopyButton text={client.clientId} label={words.clients.copyId(client.driver.name)} />
                </span>
              </td>
              {withSecrets && (
                <td role="cell" data-label={words.handover.secret}>
                  {client.secret && (
                    <span class="id">
                      <code>{client.secret}</code>
                      <CopyButton text={client.secret} label={words.handover.copySecretOf(client.driver.name)} />
                    </span>
                  )}
                </td>
              )}
              <td role="cell" class="deeds">
                {client.secret && (
                  <button type="button" class="outline small" aria-label={words.handover.qrOf(client.driver.name)} onClick={() => setCoded(client)}>
                    {words.handover.qr}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager total={clients.length} page={page} onPage={setPage} />
      {coded?.secret && (
        <QrDialog
          name={coded.driver.name}
          configuration={{ tokenEndpoint, clientId: coded.clientId, clientSecret: coded.secret }}
          onClose={() => setCoded(null)}
        />
      )}
    </>
  );
}
