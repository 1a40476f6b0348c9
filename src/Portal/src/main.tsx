import "@picocss/pico/css/pico.min.css";
import "./portal.css";
import { QueryClientProvider } from "@tanstack/preact-query";
import { type ComponentChild, render } from "preact";
import { connect } from "./api/api";
import { queryClient } from "./api/queries";
import { App } from "./App";
import { loadConfig } from "./config";
import { type Portal, PortalContext } from "./portal";
import { dropOld } from "./registration/draftStore";
import { mayRemember } from "./remember";
import { RENEWAL, Session } from "./signIn/session";
import { CannotStart } from "./ui/CannotStart";
import { loadWords, Speak } from "./words/words";

const SLOW_MS = 5000;
const place = document.getElementById("portal");
if (!place) {
  throw new Error("index.html has no place for the portal.");
}

/** Null: this page may keep nothing in the browser. */
async function start(): Promise<{ portal: Portal; signInFailed: boolean } | null> {
  const [config] = await Promise.all([loadConfig(), loadWords()]);
  if (!mayRemember()) {
    return null;
  }
  dropOld(new Date());
  const session = new Session(config);
  if (location.pathname === "/" && location.search === RENEWAL) {
    await session.signIn(true);
  }
  let signInFailed = false;
  try {
    const path = await session.start();
    if (path) {
      history.replaceState(null, "", path);
    }
  } catch {
    signInFailed = true;
    history.replaceState(null, "", "/");
  }
  return { portal: { config, session, api: connect(config.api, session) }, signInFailed };
}

// In place of the frame that index.html shows until then. Preact would leave it beside a page whose words are still on their way.
const frame = [...place.children];
const show = (page: ComponentChild) => {
  frame.splice(0).forEach((part) => part.remove());
  render(<Speak>{page}</Speak>, place);
};

addEventListener("pageshow", ({ persisted }) => {
  if (persisted) {
    location.reload(); // a page from the browser's memory may show whoever has signed out since
  }
});
const slow = setTimeout(() => show(<CannotStart code="slow" />), SLOW_MS);
start().finally(() => clearTimeout(slow)).then(
  (started) =>
    show(
      started ? (
        <PortalContext.Provider value={started.portal}>
          <QueryClientProvider client={queryClient}><App signInFailed={started.signInFailed} /></QueryClientProvider>
        </PortalContext.Provider>
      ) : (
        <CannotStart code="no-storage" />
      ),
    ),
  () => show(<CannotStart code="no-connection" />),
);
