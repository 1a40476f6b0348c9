import { useEffect, useRef } from "preact/hooks";
import type { Handover } from "./handover";

/** Has it remembered which generated secrets were shown: after a reload they are not lost, but unconfirmed. */
export function useSeen({ origin, clients, seen }: Handover) {
  const last = useRef("");
  useEffect(() => {
    const secretIds = [...new Set(clients.filter((client) => client.secret !== null || client.seen).map((client) => client.secretId))];
    if (origin === "generated" && secretIds.join() !== last.current) {
      last.current = secretIds.join();
      seen?.(secretIds);
    }
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
