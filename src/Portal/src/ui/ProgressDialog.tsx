import { Dialog, DialogButtons } from "./Dialog";

/** Work that goes on until it is done, or stopped. */
export function ProgressDialog({ title, text, value, max, stop, stopping = false, onStop }: {
  title: string;
  text: string;
  value: number;
  max: number;
  stop: string;
  stopping?: boolean;
  onStop: () => void;
}) {
  return (
    <Dialog title={title} onClose={onStop}>
      <p role="status">{text}</p>
      <progress aria-label={title} value={value} max={max} />
      <DialogButtons back={stop} busy={stopping} onBack={onStop} />
    </Dialog>
  );
}
