import { createPortal } from "preact/compat";
import { useEffect, useState } from "preact/hooks";
import { deviceConfiguration, qrSvgPath } from "../devices/deviceSheet";
import { maskPersonalCode } from "../identifiers/personalCode";
import { tell } from "../ui/status";
import { useDates, useWords } from "../words/words";
import type { HandedClient } from "./handover";
import { type Qr, QrImage } from "./QrDialog";

const AT_ONCE = 50;

/** A button that prints one sheet a driver. The sheets are made when asked for: a thousand codes take seconds. */
export function PrintSheets({ taxpayer, clients, tokenEndpoint, locked }: {
  /** His name. */
  taxpayer: string;
  clients: readonly HandedClient[];
  tokenEndpoint: string;
  /** True: secrets are still being made. */
  locked: boolean;
}) {
  const words = useWords();
  const [codes, setCodes] = useState<readonly Qr[]>([]);
  const [preparing, setPreparing] = useState(false);
  const ready = preparing && codes.length === clients.length;
  useEffect(() => {
    if (ready) {
      setPreparing(false);
      print();
    }
  }, [ready]);

  async function prepare() {
    setCodes([]);
    setPreparing(true);
    try {
      const made: Qr[] = [];
      for (const client of clients) {
        made.push(await qrSvgPath(deviceConfiguration({ tokenEndpoint, clientId: client.clientId, clientSecret: client.secret ?? "" })));
        if (made.length % AT_ONCE === 0 || made.length === clients.length) {
          setCodes([...made]);
          await new Promise((shown) => setTimeout(shown));
        }
      }
    } catch {
      setPreparing(false);
      tell(words.problems["no-connection"]);
    }
  }

  return (
    <>
      <button type="button" class="secondary" disabled={preparing || locked} aria-busy={preparing} onClick={() => void prepare()}>
        {preparing ? words.handover.preparing(codes.length, clients.length) : words.handover.print(clients.length)}
      </button>
      {codes.length === clients.length &&
        createPortal(
          <div class="sheets">
            {clients.map((client, i) => (
              <Sheet key={client.clientId} taxpayer={taxpayer} client={client} qr={codes[i]} tokenEndpoint={tokenEndpoint} />
            ))}
          </div>,
          document.body,
        )}
    </>
  );
}

function Sheet({ taxpayer, client, qr, tokenEndpoint }: { taxpayer: string; client: HandedClient; qr: Qr | undefined; tokenEndpoint: string }) {
  const words = useWords();
  const dates = useDates();
  return (
    <section class="sheet">
      <h1>{words.handover.sheetTitle}</h1>
      <p>
        {taxpayer}, {dates.day(new Date().toISOString())}
      </p>
      <h2>{client.driver.name}</h2>
      <p>{maskPersonalCode(client.driver.personalCode)}</p>
      {qr && <QrImage qr={qr} />}
      <dl>
        <dt>{words.clients.clientId}</dt>
        <dd>
          <code>{client.clientId}</code>
        </dd>
        <dt>{words.handover.secret}</dt>
        <dd>
          <code>{client.secret}</code>
        </dd>
        <dt>{words.handover.sheetAddress}</dt>
        <dd>
          <code>{tokenEndpoint}</code>
        </dd>
      </dl>
      <p>{words.handover.qrText}</p>
      <p>
        <strong>{words.handover.sheetWarning}</strong>
      </p>
    </section>
  );
}
