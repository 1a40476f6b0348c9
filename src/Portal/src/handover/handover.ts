import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ProblemCode } from "../api/problem";

export interface HandedClient {
  clientId: string;
  secretId: string;
  driver: { name: string; personalCode: string };
  /** Null: it is not known here, because others have it already or because it got lost on the way. */
  secret: string | null;
  /** True: it was on the screen in an earlier life of the page, and it is not known whether someone has saved it. */
  seen?: boolean;
}

/** What is shown once and never again. It lives in this page's memory only. */
export interface Handover {
  id: string;
  taxpayerId: string;
  deed: "registered" | "rotated";
  /** Whose secret it is: made by the system, thought up by the manager, or one that other clients have. */
  origin: "generated" | "chosen" | "existing";
  clients: readonly HandedClient[];
  /** Of a rotation: until when the old secret works, null if it no longer does. */
  previousExpiresAt?: string | null;
  /** Of a registration that was interrupted: how many of how many are through. */
  part?: { done: number; total: number };
  /** Why the rest of it was refused. */
  reason?: ProblemCode;
  next: string;
  /** Called with the ids of the generated secrets that are, or were before, on the screen, whenever these change. */
  seen?: (secretIds: readonly string[]) => void;
  /** Called when the person has said that all is saved; `missing`: but for these clients' secrets. */
  confirmed: (missing: readonly HandedClient[]) => void;
}

/** Fetches what a handover needs beyond this page's script, as long as there surely is a connection. */
export function prepareHandover(): void {
  for (const part of [import("papaparse"), import("uqr"), import("write-excel-file/universal")]) {
    part.catch(() => undefined); // tried again when it is used
  }
}

/** Puts a handover in front of everything else until it is confirmed. */
export const HandoverContext = createContext<(handover: Handover) => void>(() => undefined);

export const useHandOver = (): (handover: Handover) => void => useContext(HandoverContext);

/** Clients whose generated secret is not known here: `lost` was never shown to anyone, `unconfirmed` was, and may have been saved. */
export function missingOf({ origin, clients }: Handover): { lost: HandedClient[]; unconfirmed: HandedClient[] } {
  const missing = origin === "generated" ? clients.filter((client) => client.secret === null) : [];
  return { lost: missing.filter((client) => !client.seen), unconfirmed: missing.filter((client) => client.seen) };
}

/** The secret that all clients share, or null if they have several or it is not known. */
export function sharedSecret(clients: readonly HandedClient[]): string | null {
  const secret = clients[0]?.secret ?? null;
  return clients.every((client) => client.secret === secret) ? secret : null;
}
