import { useEffect, useRef } from "preact/hooks";
import type { Handover } from "./handover";

const SETTLED_MS = 1_000;

/** Has it remembered which generated secrets were shown: after a reload they are not lost, but unconfirmed. */
export function useSeen({ origin, clients, seen }: Handover) {
  const told = useRef<string | null>(null);
  useEffect(() => {
    const secretIds = [...new Set(clients.filter((client) => client.secret !== null || client.seen).map((client) => client.secretId))];
    if (origin !== "generated" || secretIds.join() === told.current) {
      return undefined;
    }
    const tell = () => {
      told.current = secretIds.join();
      seen?.(secretIds);
    };
    if (told.current === null) {
      tell();
      return undefined;
    }
    // While new ones are made, one after the other, nobody can save them.
    const timer = setTimeout(tell, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [origin, clients, seen]);
}

/** The browser asks before the tab is closed. */
export function useLeavingIsAsked() {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, []);
}
