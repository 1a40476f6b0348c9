import { useEffect, useState } from "preact/hooks";
import { deviceConfiguration, qrSvgPath } from "../devices/deviceSheet";
import { CloseFooter, Dialog } from "../ui/Dialog";
import { useWords } from "../words/words";

export type Configuration = Parameters<typeof deviceConfiguration>[0];
export type Qr = Awaited<ReturnType<typeof qrSvgPath>>;

const QUIET = 4; // modules of white around a code (ISO/IEC 18004)

export function QrImage({ qr }: { qr: Qr }) {
  const words = useWords();
  const side = qr.size + 2 * QUIET;
  const box = [-QUIET, -QUIET, side, side].join(" ");
  return (
    <svg class="qr" viewBox={box} role="img" aria-label={words.handover.qrAlt} shape-rendering="crispEdges">
      <rect x={-QUIET} y={-QUIET} width={side} height={side} fill="#fff" />
      <path d={qr.path} fill="#000" />
    </svg>
  );
}

export function QrDialog({ name, configuration, onClose }: { name: string; configuration: Configuration; onClose: () => void }) {
  const words = useWords();
  const [qr, setQr] = useState<Qr | null>(null);
  const [failed, setFailed] = useState(false);
  const text = deviceConfiguration(configuration);
  useEffect(() => {
    qrSvgPath(text).then(setQr, () => setFailed(true));
  }, [text]);
  return (
    <Dialog title={words.handover.qrOf(name)} onClose={onClose}>
      {failed && <p role="alert">{words.problems["no-connection"]}</p>}
      {qr ? <QrImage qr={qr} /> : !failed && <p aria-busy="true">{words.app.loading}</p>}
      <p>{words.handover.qrText}</p>
      <CloseFooter onClose={onClose} />
    </Dialog>
  );
}
