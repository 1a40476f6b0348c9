import { useState } from "preact/hooks";
import { Frame } from "../Frame";
import { usePortal } from "../portal";
import { Dialog } from "../ui/Dialog";
import { FaultNotice, Notice } from "../ui/notices";
import { PageTitle } from "../ui/PageTitle";
import { useWords } from "../words/words";
import { Refusal } from "../api/problem";

function SignInButton() {
  const words = useWords();
  const { session } = usePortal();
  const [state, setState] = useState<"ready" | "leaving" | "failed">("ready");
  return (
    <>
      {state === "failed" && <FaultNotice error={new Refusal("no-connection")} />}
      <button
        type="button"
        aria-busy={state === "leaving"}
        onClick={() => {
          setState("leaving");
          session.signIn().catch(() => setState("failed"));
        }}
      >
        {words.signIn.button}
      </button>
    </>
  );
}

export function SignInPage({ failed }: { failed: boolean }) {
  const words = useWords();
  const { session } = usePortal();
  return (
    <Frame>
      <div class="narrow">
        <PageTitle title={words.signIn.title} />
        {failed && (
          <Notice kind="fault">
            <p>{words.signIn.failed}</p>
          </Notice>
        )}
        {session.signedOut && (
          <Notice kind="good">
            <p>{words.signIn.signedOut}</p>
          </Notice>
        )}
        <p>{words.signIn.intro}</p>
        <p>{words.signIn.needs}</p>
        <SignInButton />
      </div>
    </Frame>
  );
}

/** Over the page that he was on, so that nothing he sees there is lost before he leaves. */
export function ExpiredDialog() {
  const words = useWords();
  return (
    <Dialog title={words.signIn.expiredTitle} onClose={() => undefined} busy>
      <p>{words.signIn.expired}</p>
      <SignInButton />
    </Dialog>
  );
}
