import { useMemo } from "preact/hooks";
import type { ApiClient, Schemas } from "../api/api";
import { useAllClients } from "../api/queries";
import { useNameList } from "../words/useNameList";
import { useDates, useWords } from "../words/words";
import { sorted } from "./order";
import { bySecret } from "./usage";

/** What a secret is called: its name, or whose it is. */
export function useSecretLabel(): (secret: Pick<Schemas["Secret"], "name" | "clients" | "createdAt">) => string {
  const words = useWords().clients;
  const dates = useDates();
  return ({ name, clients, createdAt }) => name ?? (clients > 1 ? `${words.shared(clients)}, ${dates.day(createdAt)}` : words.own);
}

/** The first drivers' names stand for a secret, which has no name of its own. */
export function useNames(): (drivers: readonly ApiClient[]) => string {
  const { nobody } = useWords().secrets;
  const listOf = useNameList();
  return (drivers) => (drivers.length === 0 ? nobody : listOf(drivers.map(({ driver }) => driver.name)));
}

/** All clients, and the live ones by the secret they have, in the order of their drivers' names. */
export function useDriversOf(taxpayerId: string, enabled = true) {
  const { clients, complete, query } = useAllClients(taxpayerId, enabled);
  const drivers = useMemo(() => bySecret(sorted(clients, { by: "driver", ascending: true })), [clients]);
  return { clients, drivers, complete, query };
}
