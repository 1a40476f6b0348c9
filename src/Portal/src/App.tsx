import { useCallback, useEffect, useErrorBoundary, useState } from "preact/hooks";
import { Redirect, Route, Switch } from "wouter-preact";
import type { Schemas } from "./api/api";
import { useMe } from "./api/queries";
import { Frame } from "./Frame";
import { type Handover, HandoverContext } from "./handover/handover";
import { HandoverPage } from "./handover/HandoverPage";
import { usePortal } from "./portal";
import { ExpiredDialog, SignInPage } from "./signIn/SignIn";
import { lastTaxpayer, TaxpayerPages } from "./taxpayer/TaxpayerPages";
import { CannotStart } from "./ui/CannotStart";
import { Pending } from "./ui/notices";
import { PageTitle } from "./ui/PageTitle";
import { Status } from "./ui/status";
import { useWords } from "./words/words";

export function App({ signInFailed }: { signInFailed: boolean }) {
  const { session } = usePortal();
  const [wasSignedIn] = useState(session.token !== null);
  const [expired, setExpired] = useState(false);
  // One after the other: a registration may end while another handover is on the screen.
  const [handovers, setHandovers] = useState<readonly Handover[]>([]);
  const broken = useErrorBoundary()[0] !== undefined;
  useEffect(() => session.onExpired(() => setExpired(true)), [session]);
  const handOver = useCallback((handover: Handover) => setHandovers((queue) => [...queue, handover]), []);
  const handover = handovers[0];
  if (broken) {
    return <CannotStart code="failed" />;
  }
  return (
    <HandoverContext.Provider value={handOver}>
      {handover ? (
        <HandoverPage key={handover.id} handover={handover} onDone={() => setHandovers((queue) => queue.slice(1))} />
      ) : wasSignedIn ? (
        <SignedIn />
      ) : (
        <SignInPage failed={signInFailed} />
      )}
      {/* Secrets that are on the screen need no session. */}
      {expired && !handover && <ExpiredDialog />}
      <Status />
    </HandoverContext.Provider>
  );
}

function SignedIn() {
  const words = useWords();
  const me = useMe();
  if (!me.data) {
    return (
      <Frame>
        <Pending query={me} />
      </Frame>
    );
  }
  const { person, taxpayers } = me.data;
  const home = taxpayers.find(({ taxpayerId }) => taxpayerId === lastTaxpayer()) ?? taxpayers[0];
  if (!home) {
    return (
      <Frame me={me.data}>
        <PageTitle title={words.nobody.title} />
        <p>{words.nobody.text(person.name)}</p>
        <p>{words.nobody.operator}</p>
      </Frame>
    );
  }
  return (
    <Switch>
      <Route path="/taxpayers/:taxpayerId/*?">
        {({ taxpayerId }) => {
          const taxpayer = taxpayers.find((known) => known.taxpayerId === taxpayerId);
          return taxpayer ? <TaxpayerPages key={taxpayerId} me={me.data} taxpayer={taxpayer} /> : <NotFound me={me.data} />;
        }}
      </Route>
      <Route path="/">
        <Redirect to={`/taxpayers/${home.taxpayerId}`} replace />
      </Route>
      <Route>
        <NotFound me={me.data} />
      </Route>
    </Switch>
  );
}

function NotFound({ me }: { me: Schemas["Me"] }) {
  const words = useWords();
  return (
    <Frame me={me}>
      <PageTitle title={words.app.notFoundTitle} />
      <p>{words.app.notFound}</p>
      <a href="/" role="button">
        {words.app.toStart}
      </a>
    </Frame>
  );
}
