import { Dialog, DialogButtons } from "../ui/Dialog";
import { useWords } from "../words/words";
import type { Progress } from "./portions";
import type { Registering } from "./useRegistration";

export function ProgressDialog({ registering, progress }: { registering: Registering; progress: Progress }) {
  const words = useWords().newClients;
  return (
    <Dialog title={words.progressTitle} onClose={registering.stop}>
      <p role="status">{progress.state === "waiting" ? words.waiting : words.progress(progress.registered, progress.total)}</p>
      <progress aria-label={words.progressTitle} value={progress.registered} max={progress.total} />
      <DialogButtons back={registering.stopping ? words.stopping : words.stop} busy={registering.stopping} onBack={registering.stop} />
    </Dialog>
  );
}
