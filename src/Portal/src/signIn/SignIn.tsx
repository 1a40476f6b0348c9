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
      <div class="sign-in">
        <div>
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
          <p class="lead">{words.signIn.intro}</p>
          <SignInButton />
          <p>
            <small>{words.signIn.needs}</small>
          </p>
        </div>
        <div>
          <section aria-labelledby="three">
            <h2 id="three">{words.signIn.stepsTitle}</h2>
            <ol class="steps">
              {words.signIn.steps.map((step, place) => (
                <li key={step}>
                  <span class="mark" aria-hidden="true">
                    {place + 1}
                  </span>
                  <span>{step}</span>
                </li>
              ))}
            </ol>
          </section>
          <section aria-labelledby="who">
            <h2 id="who">{words.signIn.whoTitle}</h2>
            <p>{words.signIn.who}</p>
          </section>
        </div>
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
