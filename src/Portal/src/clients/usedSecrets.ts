import { useMemo } from "preact/hooks";
import type { ApiClient, Schemas } from "../api/api";
import { useAllClients, useSecrets } from "../api/queries";
import { finder, fold } from "../search/fold";
import { useNameList } from "../words/useNameList";
import { useDates, useWords } from "../words/words";
import { compare, names, sorted } from "./order";
import { bySecret } from "./usage";

export type Secret = Schemas["Secret"];

/** What a secret is called where its drivers are not told: its name, or how many share it. */
export function useSecretLabel(): (secret: Pick<Secret, "name" | "clients" | "createdAt">) => string {
  const words = useWords().clients;
  const dates = useDates();
  return ({ name, clients, createdAt }) => name ?? (clients > 1 ? `${words.shared(clients)}, ${dates.day(createdAt)}` : words.own);
}

/** A secret with its drivers in the order of their names, of whom the first stand for one that has no name. */
export interface UsedSecret {
  secret: Secret;
  drivers: readonly ApiClient[];
  whose: string;
  title: string;
}

/** Those in use: the named ones first, in the order of what they are called. Null until all are known, so that none moves. */
export function useUsedSecrets() {
  const { nobody } = useWords().secrets;
  const listOf = useNameList();
  const secrets = useSecrets();
  const { clients, complete, query } = useAllClients();
  const found = useMemo(() => (complete && secrets.data ? inOrder(secrets.data, clients) : null), [complete, secrets.data, clients]);
  const used = useMemo(
    () =>
      found?.map(({ secret, drivers }) => {
        const whose = drivers.length === 0 ? nobody : listOf(drivers.map(({ driver }) => driver.name));
        return { secret, drivers, whose, title: secret.name ?? whose };
      }) ?? null,
    [found, nobody, listOf],
  );
  return { used, query: { ...(secrets.error ? secrets : query), isPending: used === null } };
}

function inOrder(secrets: readonly Secret[], clients: readonly ApiClient[]): Pick<UsedSecret, "secret" | "drivers">[] {
  const of = bySecret(sorted(clients, { by: "driver", ascending: true }));
  const called = ({ secret, drivers }: Pick<UsedSecret, "secret" | "drivers">) => secret.name ?? drivers[0]?.driver.name ?? "";
  return secrets
    .filter((secret) => secret.clients > 0)
    .map((secret) => ({ secret, drivers: of.get(secret.secretId) ?? [] }))
    .sort((a, b) => Number(a.secret.name === null) - Number(b.secret.name === null)
      || names.compare(called(a), called(b)) || compare(a.secret.secretId, b.secret.secretId));
}

/** By its name, or as its drivers are found. */
export function foundSecrets(used: readonly UsedSecret[], search: string): readonly UsedSecret[] {
  const name = fold(search.trim());
  const isFound = finder(search);
  return name === "" ? used : used.filter(({ secret, drivers }) => fold(secret.name ?? "").includes(name) || drivers.some(isFound));
}
