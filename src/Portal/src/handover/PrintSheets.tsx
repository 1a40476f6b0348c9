import { createPortal } from "preact/compat";
import { useEffect, useMemo, useState } from "preact/hooks";
import { names } from "../clients/order";
import { deviceConfiguration, qrSvgPath } from "../devices/deviceSheet";
import { maskPersonalCode } from "../identifiers/personalCode";
import { Button } from "../ui/Button";
import { tell } from "../ui/status";
import { useDates, useWords } from "../words/words";
import type { HandedClient } from "./handover";
import { type Qr, QrImage } from "./QrDialog";

const AT_ONCE = 50;
const ON_A_PAGE = 4; // A6 on A4

/** A button that prints a card a driver, sorted by name. They are made when asked for: a thousand codes take seconds. */
export function PrintSheets({ taxpayer, clients, tokenEndpoint, locked }: {
  taxpayer: string;
  clients: readonly HandedClient[];
  tokenEndpoint: string;
  locked: boolean;
}) {
  const words = useWords();
  const sorted = useMemo(() => [...clients].sort((a, b) => names.compare(a.driver.name, b.driver.name)), [clients]);
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
      for (const client of sorted) {
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
      <Button class="secondary" disabled={locked} busy={preparing} onClick={() => void prepare()}>
        {preparing ? words.handover.preparing(codes.length, clients.length) : words.handover.print(clients.length)}
      </Button>
      {codes.length === clients.length &&
        createPortal(
          <div class="sheets">
            {Array.from({ length: Math.ceil(sorted.length / ON_A_PAGE) }, (_, page) => (
              <div key={page}>
                {sorted.slice(page * ON_A_PAGE, (page + 1) * ON_A_PAGE).map((client, i) => (
                  <Sheet key={client.clientId} client={client} qr={codes[page * ON_A_PAGE + i]} of={{ taxpayer, tokenEndpoint }} />
                ))}
              </div>
            ))}
          </div>,
          document.body,
        )}
    </>
  );
}

/** In the languages of drivers here, whatever the page speaks. */
const steps = [
  ["lv", "Nolasiet QR kodu ar ierīci vai ievadiet identifikatoru un paroli.", "Pārliecinieties, ka ierīce ir pieslēgusies.",
    "Glabājiet kā bankas karti; kad ievadīts, iznīciniet."],
  ["ru", "Считайте QR-код устройством или введите идентификатор и пароль.", "Убедитесь, что устройство подключилось.",
    "Храните как банковскую карту; после ввода уничтожьте."],
  ["en", "Scan the QR code with the device, or enter identifier and password.", "Make sure the device has connected.",
    "Keep it like a bank card; destroy it once entered."],
] as const;

function Sheet({ client, qr, of: { taxpayer, tokenEndpoint } }: {
  client: HandedClient;
  qr: Qr | undefined;
  of: { taxpayer: string; tokenEndpoint: string };
}) {
  const dates = useDates();
  return (
    <section class="sheet">
      <p>{taxpayer} · {dates.day(new Date().toISOString())}</p>
      <h2>{client.driver.name}</h2>
      <p>{maskPersonalCode(client.driver.personalCode)}</p>
      {qr && <QrImage qr={qr} />}
      <dl>
        <dt>client_id</dt>
        <dd><code>{client.clientId}</code></dd>
        <dt>client_secret</dt>
        <dd><code>{client.secret}</code></dd>
        <dt>URL</dt>
        <dd><code>{tokenEndpoint}</code></dd>
      </dl>
      {steps.map(([language, ...texts]) => (
        <ol key={language} lang={language}>{texts.map((text) => <li key={text}>{text}</li>)}</ol>
      ))}
    </section>
  );
}
