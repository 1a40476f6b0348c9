import { useCallback, useEffect, useErrorBoundary, useState } from "preact/hooks";
import { Link, Redirect, Route, Switch } from "wouter-preact";
import type { Schemas } from "./api/api";
import { useMe } from "./api/queries";
import { Annulments } from "./clients/Annulments";
import { Frame } from "./Frame";
import { type Handover, HandoverContext } from "./handover/handover";
import { HandoverPage } from "./handover/HandoverPage";
import { usePortal } from "./portal";
import { ExpiredDialog, SignInPage } from "./signIn/SignIn";
import { chosenTaxpayer } from "./taxpayer/taxpayer";
import { TaxpayerPages } from "./taxpayer/TaxpayerPages";
import { CannotStart } from "./ui/CannotStart";
import { Pending } from "./ui/notices";
import { onDemand } from "./ui/onDemand";
import { NotFound, PageTitle } from "./ui/PageTitle";
import { Status } from "./ui/status";
import { useWords } from "./words/words";

const EnrolmentPage = onDemand(async () => (await import("./enrolment/EnrolmentPage")).EnrolmentPage);
const ENROLMENT = "/taxpayers/new";

export function App({ signInFailed }: { signInFailed: boolean }) {
  const { session } = usePortal();
  const [wasSignedIn] = useState(session.token !== null);
  const [expired, setExpired] = useState(false);
  // One after the other: a registration may end while another handover is on the screen.
  const [handovers, setHandovers] = useState<readonly Handover[]>([]);
  const broken = useErrorBoundary()[0] !== undefined;
  useEffect(() => session.watch(() => setExpired(session.isOver)), [session]);
  const handOver = useCallback((handover: Handover) => setHandovers((queue) => [...queue, handover]), []);
  const handover = handovers[0];
  if (broken) {
    return <CannotStart code="failed" />;
  }
  return (
    <HandoverContext.Provider value={handOver}>
      <Annulments>
        {handover ? (
          <HandoverPage key={handover.id} handover={handover} onDone={() => setHandovers((queue) => queue.slice(1))} />
        ) : wasSignedIn ? <SignedIn /> : <SignInPage failed={signInFailed} />}
      </Annulments>
      {/* Secrets that are on the screen need no session. */}
      {expired && !handover && <ExpiredDialog />}
      <Status />
    </HandoverContext.Provider>
  );
}

function SignedIn() {
  const { session } = usePortal();
  const me = useMe();
  if (!me.data) {
    return <Frame><Pending query={me} rows={6} /></Frame>;
  }
  const { taxpayers } = me.data;
  const only = chosenTaxpayer(taxpayers);
  const first = only ? `/taxpayers/${only.taxpayerId}` : taxpayers.length === 0 && session.isOperator ? ENROLMENT : null;
  const notFound = <Frame me={me.data}><NotFound /></Frame>;
  return (
    <Switch>
      <Route path={ENROLMENT}>
        <Frame me={me.data}><EnrolmentPage /></Frame>
      </Route>
      <Route path="/taxpayers/:taxpayerId/*?">
        {({ taxpayerId }) => {
          const taxpayer = taxpayers.find((known) => known.taxpayerId === taxpayerId);
          return taxpayer ? <TaxpayerPages key={taxpayerId} me={me.data} taxpayer={taxpayer} /> : notFound;
        }}
      </Route>
      <Route path="/">{first ? <Redirect to={first} replace /> : <Whose me={me.data} />}</Route>
      <Route>{notFound}</Route>
    </Switch>
  );
}

/** For which company: asked once after a sign-in, where there are several. */
function Whose({ me }: { me: Schemas["Me"] }) {
  const words = useWords();
  const { session } = usePortal();
  const { person, taxpayers } = me;
  return (
    <Frame me={me}>
      <PageTitle title={taxpayers.length > 0 ? words.whose.title : words.nobody.title} />
      <p>{taxpayers.length > 0 ? words.whose.intro : words.nobody.text(person.name)}</p>
      <ul class="choices">
        {taxpayers.map(({ taxpayerId, name, registrationNumber }) => (
          <li key={taxpayerId}>
            <Link href={`/taxpayers/${taxpayerId}`}>
              {name} <small translate={false}>{registrationNumber}</small>
            </Link>
          </li>
        ))}
        {session.isOperator && (
          <li>
            <Link href={ENROLMENT}>{words.enrolment.title} <small>{words.enrolment.intro}</small></Link>
          </li>
        )}
      </ul>
    </Frame>
  );
}
