import { useEffect, useState } from "preact/hooks";
import { usePortal } from "../portal";
import { Button } from "../ui/Button";
import { Notice } from "../ui/notices";
import { useDates, useWords } from "../words/words";

/** Ten minutes before the session ends: it is renewed in another window, so that nothing typed here is lost. */
export function EndingNotice() {
  const words = useWords().signIn;
  const dates = useDates();
  const { session } = usePortal();
  const [endsAt, setEndsAt] = useState(session.endsAt);
  useEffect(() => session.watch(() => setEndsAt(session.endsAt)), [session]);
  return endsAt === null ? null : (
    <Notice kind="warning">
      <p role="status">{words.ending(dates.time(endsAt))}</p>
      <Button class="small" onClick={() => session.renew()}>{words.goOn}</Button>
    </Notice>
  );
}
