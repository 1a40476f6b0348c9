import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ProblemCode } from "../api/problem";

export interface HandedClient {
  clientId: string;
  secretId: string;
  driver: { name: string; personalCode: string };
  /** Null: it is not known here, because others have it already or because it got lost on the way. */
  secret: string | null;
}

/** What is shown once and never again. It lives in this page's memory only. */
export interface Handover {
  /** Of this one showing. */
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
  /** Where to go afterwards. */
  next: string;
  /** Called when the person has said that all is saved; `lost`: but for these clients' secrets. */
  confirmed: (lost: readonly HandedClient[]) => void;
}

/** Fetches what a handover needs beyond this page's script, as long as there surely is a connection. */
export function prepareHandover(): void {
  for (const part of [import("papaparse"), import("uqr")]) {
    part.catch(() => undefined); // tried again when it is used
  }
}

/** Puts a handover in front of everything else until it is confirmed. */
export const HandoverContext = createContext<(handover: Handover) => void>(() => undefined);

export function useHandOver(): (handover: Handover) => void {
  return useContext(HandoverContext);
}

/** Clients whose generated secret nobody knows. */
export function lostOf({ origin, clients }: Handover): HandedClient[] {
  return origin === "generated" ? clients.filter((client) => client.secret === null) : [];
}

/** The secret that all clients share, or null if they have several or it is not known. */
export function sharedSecret(clients: readonly HandedClient[]): string | null {
  const secret = clients[0]?.secret ?? null;
  return clients.every((client) => client.secret === secret) ? secret : null;
}
