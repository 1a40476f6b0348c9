import { useState } from "preact/hooks";
import { Button } from "../ui/Button";
import { CopyButton } from "../ui/CopyButton";
import { pageOf, Pager } from "../ui/Pager";
import { Heading, Table, UnseenHeading } from "../ui/Table";
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
      <Table
        class="list"
        headings={
          <>
            <Heading>{words.clients.columns.driver}</Heading>
            <Heading>{words.clients.columns.clientId}</Heading>
            {withSecrets && <Heading>{words.handover.secret}</Heading>}
            <UnseenHeading>{words.clients.deeds}</UnseenHeading>
          </>
        }
      >
        {pageOf(clients, page).shown.map((client) => (
          <tr key={client.clientId} role="row">
            <th role="rowheader" scope="row">
              {client.driver.name}
              <small>{client.driver.personalCode}</small>
            </th>
            <td role="cell" data-label={words.clients.columns.clientId}>
              <span class="id">
                <code>{client.clientId}</code>
                <CopyButton text={client.clientId} label={words.clients.copyId(client.driver.name)} copied={words.clients.idCopied} />
              </span>
            </td>
            {withSecrets && (
              <td role="cell" data-label={words.handover.secret}>
                {client.secret && (
                  <span class="id">
                    <code>{client.secret}</code>
                    <CopyButton
                      text={client.secret}
                      label={words.handover.copySecretOf(client.driver.name)}
                      copied={words.handover.secretCopied}
                    />
                  </span>
                )}
              </td>
            )}
            <td role="cell">
              {client.secret && (
                <span class="buttons">
                  <Button class="outline small" aria-label={words.handover.qrOf(client.driver.name)} onClick={() => setCoded(client)}>
                    {words.handover.qr}
                  </Button>
                  <CopyButton
                    text={textOf(client)}
                    label={words.handover.copyBothOf(client.driver.name)}
                    copied={words.handover.bothCopied}
                    button={words.handover.copyBoth}
                  />
                  {"share" in navigator && (
                    <Button class="outline small" aria-label={words.handover.sendOf(client.driver.name)} onClick={() => void send(client)}>
                      {words.handover.send}
                    </Button>
                  )}
                </span>
              )}
            </td>
          </tr>
        ))}
      </Table>
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

/** As the driver gets it. */
function textOf({ clientId, secret, driver }: HandedClient): string {
  return [driver.name, `client_id: ${clientId}`, `client_secret: ${secret}`].join("\n");
}

/** By the phone's own choice of ways. */
async function send(client: HandedClient): Promise<void> {
  await navigator.share({ text: textOf(client) }).catch(() => undefined); // the person has thought better of it
}
