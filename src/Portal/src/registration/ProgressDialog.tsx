import { Dialog } from "../ui/Dialog";
import { useWords } from "../words/words";
import type { Progress } from "./portions";
import type { Registering } from "./useRegistration";

export function ProgressDialog({ registering, progress }: { registering: Registering; progress: Progress }) {
  const words = useWords().newClients;
  return (
    <Dialog title={words.progressTitle} onClose={registering.stop}>
      <p role="status">{progress.state === "waiting" ? words.waiting : words.progress(progress.registered, progress.total)}</p>
      <progress aria-label={words.progressTitle} value={progress.registered} max={progress.total} />
      <footer class="buttons">
        <button type="button" class="secondary" disabled={registering.stopping} onClick={registering.stop}>
          {registering.stopping ? words.stopping : words.stop}
        </button>
      </footer>
    </Dialog>
  );
}
