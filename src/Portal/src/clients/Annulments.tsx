import { type ComponentChildren, createContext } from "preact";
import { useCallback, useContext, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type ApiClient, answer, type Schemas } from "../api/api";
import { refreshFleet } from "../api/queries";
import { usePortal } from "../portal";
import { Button } from "../ui/Button";
import { focusOn } from "../ui/focus";
import { FaultNotice } from "../ui/notices";
import { hush, tell } from "../ui/status";
import { useWords } from "../words/words";

const TAKE_BACK_SECONDS = 10;
const AT_MOST = 1000; // in one call

interface Annulment {
  taxpayerId: string;
  clients: readonly ApiClient[];
  reason: Schemas["AnnulReason"];
}

interface Annulling {
  annul: (annulment: Annulment) => void;
  /** client_ids of those that are about to be annulled. */
  leaving: ReadonlySet<string>;
}

const Context = createContext<Annulling>({ annul: () => undefined, leaving: new Set() });

export const useAnnulling = (): Annulling => useContext(Context);

/** Annulments that were confirmed. Each waits ten seconds in which it can be taken back, whatever page is shown meanwhile. */
export function Annulments({ children }: { children: ComponentChildren }) {
  const [all, setAll] = useState<readonly Annulment[]>([]);
  const annul = useCallback((annulment: Annulment) => {
    hush(true); // it would lie over this
    setAll((others) => [...others, annulment]);
  }, []);
  const done = (annulment: Annulment) => setAll((others) => others.filter((other) => other !== annulment));
  const annulling = useMemo(() => {
    const leaving = new Set(all.flatMap(({ clients }) => clients.map(({ clientId }) => clientId)));
    return { annul, leaving };
  }, [annul, all]);
  return (
    <Context.Provider value={annulling}>
      {children}
      <div class="pending">
        {all.map((annulment) => (
          <Waiting key={annulment.clients[0]?.clientId} annulment={annulment} onDone={() => done(annulment)} />
        ))}
      </div>
    </Context.Provider>
  );
}

function Waiting({ annulment, onDone }: { annulment: Annulment; onDone: () => void }) {
  const words = useWords();
  const { api, session } = usePortal();
  const [token] = useState(session.token); // signing out ends it before the page is left
  const [seconds, setSeconds] = useState(TAKE_BACK_SECONDS);
  const [sent, setSent] = useState<number | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const bar = useRef<HTMLElement>(null);
  const { taxpayerId, clients, reason } = annulment;
  const whom = words.clients.annulling(clients.map(({ driver }) => driver.name));

  function end() {
    const lost = document.activeElement === document.body || bar.current?.contains(document.activeElement) === true;
    onDone();
    if (lost) {
      setTimeout(() => focusOn(document.querySelector("main table") ?? document.querySelector("h1")));
    }
  }

  function takeBack() {
    tell(words.clients.takenBack);
    end();
  }

  function annul(from: number, options: Pick<RequestInit, "keepalive" | "headers"> = {}) {
    const clientIds = clients.slice(from, from + AT_MOST).map(({ clientId }) => clientId);
    const params = { path: { taxpayerId } };
    return answer(api.POST("/api/taxpayers/{taxpayerId}/taxi/clients/annul", { params, body: { clientIds, reason }, ...options }));
  }

  /** Annulling again changes nothing, so after a failure all of them are simply asked for once more. */
  async function send() {
    setFailure(null);
    try {
      for (let from = 0; from < clients.length; from += AT_MOST) {
        setSent(from);
        await annul(from);
      }
      await refreshFleet(taxpayerId);
      tell(words.clients.annulled(clients.map(({ driver }) => driver.name)));
      end();
    } catch (error) {
      void refreshFleet(taxpayerId);
      setFailure(error);
      setSent(null);
    }
  }

  useEffect(() => {
    if (sent !== null || failure !== null) {
      return undefined;
    }
    if (seconds === 0) {
      void send();
      return undefined;
    }
    const timer = setTimeout(() => setSeconds(seconds - 1), 1000);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the clock alone decides when
  }, [seconds, sent, failure]);
  // It was confirmed, so it is sent although the page is left. A browser lets only 64 KB go then: of more, or if it failed before, it asks.
  const certain = failure === null && clients.length <= AT_MOST;
  useEffect(() => {
    const send = () => void annul(0, { keepalive: true, headers: { Authorization: `Bearer ${token}` } }).catch(() => undefined);
    const ask = (leaving: Event) => leaving.preventDefault();
    const [event, act] = certain ? (["pagehide", send] as const) : (["beforeunload", ask] as const);
    addEventListener(event, act);
    return () => removeEventListener(event, act);
  }, [certain]); // eslint-disable-line react-hooks/exhaustive-deps -- an annulment never changes

  return (
    <section ref={bar} class="take-back" aria-label={whom}>
      {failure !== null && <FaultNotice error={failure} />}
      <p><span role="status">{whom}</span> {failure === null && words.clients.inSeconds(sent === null ? seconds : 0)}</p>
      {sent === null ? (
        <p class="buttons">
          <Button class="secondary small" onClick={takeBack}>{words.actions.undo}</Button>
          <Button class="quiet" onClick={() => void send()}>{failure === null ? words.clients.annulNow : words.actions.retry}</Button>
        </p>
      ) : (
        <progress aria-label={whom} {...(clients.length > AT_MOST ? { value: sent, max: clients.length } : {})} />
      )}
    </section>
  );
}
