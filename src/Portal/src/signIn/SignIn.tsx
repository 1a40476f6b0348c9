import { useState } from "preact/hooks";
import { Frame } from "../Frame";
import { usePortal } from "../portal";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { FaultNotice, Notice } from "../ui/notices";
import { PageTitle } from "../ui/PageTitle";
import { Section } from "../ui/Section";
import { useWords } from "../words/words";
import { Refusal } from "../api/problem";

function SignInButton() {
  const words = useWords();
  const { session } = usePortal();
  const [state, setState] = useState<"ready" | "leaving" | "failed">("ready");
  const signIn = () => {
    setState("leaving");
    session.signIn().catch(() => setState("failed"));
  };
  return (
    <>
      {state === "failed" && <FaultNotice error={new Refusal("no-connection")} />}
      <Button aria-busy={state === "leaving"} onClick={signIn}>{words.signIn.button}</Button>
    </>
  );
}

export function SignInPage({ failed }: { failed: boolean }) {
  const words = useWords();
  const { session } = usePortal();
  return (
    <Frame>
      <div class="sign-in">
        <div>
          <PageTitle title={words.signIn.title} />
          {failed && <Notice kind="fault" text={words.signIn.failed} />}
          {session.signedOut && <Notice kind="good" text={words.signIn.signedOut} />}
          <p class="lead">{words.signIn.intro}</p>
          <SignInButton />
          <p><small>{words.signIn.needs}</small></p>
        </div>
        <div>
          <Section id="three" title={words.signIn.stepsTitle}>
            <ol class="steps">
              {words.signIn.steps.map((step, place) => (
                <li key={step}>
                  <span class="mark" aria-hidden="true">{place + 1}</span>
                  <span>{step}</span>
                </li>
              ))}
            </ol>
          </Section>
          <Section id="who" title={words.signIn.whoTitle}><p>{words.signIn.who}</p></Section>
        </div>
      </div>
    </Frame>
  );
}

/** Over the page, so that nothing on it is lost before a new sign-in. After signing out in another tab it hides the page. */
export function ExpiredDialog() {
  const words = useWords();
  const { session } = usePortal();
  return (
    <Dialog title={words.signIn.expiredTitle} onClose={() => undefined} busy opaque={session.signedOut}>
      <p>{words.signIn.expired}</p>
      <SignInButton />
    </Dialog>
  );
}
