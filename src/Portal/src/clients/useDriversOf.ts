import { useMemo } from "preact/hooks";
import type { ApiClient } from "../api/api";
import { useAllClients } from "../api/queries";
import { useWords } from "../words/words";
import { sorted } from "./order";
import { bySecret } from "./usage";

const NAMED = 3;

/** The first drivers' names stand for a secret, which has no name of its own. */
export function useNames(): (drivers: readonly ApiClient[]) => string {
  const words = useWords().secrets;
  return (drivers) =>
    drivers.length === 0
      ? words.nobody
      : drivers.slice(0, NAMED).map(({ driver }) => driver.name).join(", ") + (drivers.length > NAMED ? ` ${words.andMore(drivers.length - NAMED)}` : "");
}

/** All clients, and the active ones by the secret they have, in the order of their drivers' names. */
export function useDriversOf(taxpayerId: string, enabled = true) {
  const { clients, complete, query } = useAllClients(taxpayerId, enabled);
  const drivers = useMemo(() => bySecret(sorted(clients, { by: "driver", ascending: true })), [clients]);
  return { clients, drivers, complete, query };
}
