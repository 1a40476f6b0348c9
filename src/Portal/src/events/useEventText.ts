import { useMemo } from "preact/hooks";
import type { Schemas } from "../api/api";
import { useAllClients, useSecrets, useUsers } from "../api/queries";
import { instant } from "../clients/order";
import { useDates, useWords } from "../words/words";

type Event = Schemas["Event"];

/** Events hold ids only: this names them. What is not loaded, or may not be seen, keeps its id; "gone" is said when all are known. */
export function useEventText(): (event: Event) => string {
  const words = useWords();
  const dates = useDates();
  const users = useUsers().data;
  const { clients, complete } = useAllClients();
  const secrets = useSecrets().data;
  const nameOf = useMemo(() => new Map(clients.map(({ clientId, driver }) => [clientId, driver.name])), [clients]);
  const rightsOf = ({ rights }: Event) =>
    words.events.rightNames(rights?.rightsManager ?? false, rights?.taxiApiConfiguration ?? false);
  const user = (id = "") => users?.find(({ userId }) => userId === id)?.name ?? (users ? words.events.formerUser(id.slice(0, 6)) : "…");
  const driver = (id = "") => nameOf.get(id) ?? (complete ? words.events.unknownDriver(id) : words.events.driverOf(id));
  const secret = (id = "") => {
    const known = secrets?.find(({ secretId }) => secretId === id);
    return known?.name ? words.events.namedSecret(known.name) : words.events.secretOf(known?.clients ?? 0);
  };
  return (event) => {
    const { operator, system, says } = words.events;
    const who = { user: () => user(event.actor.id), operator: () => operator, system: () => system }[event.actor.kind]();
    switch (event.action) {
      case "taxpayer-enrolled":
      case "user-added":
      case "user-removed":
        return says[event.action](who, user(event.userId));
      case "rights-changed":
        return says[event.action](who, user(event.userId), rightsOf(event));
      case "clients-registered":
        return says[event.action](who, event.clients ?? 1, event.clientId ? driver(event.clientId) : null);
      case "clients-annulled":
        return says[event.action](who, event.clients ?? 1, words.clients.reasons[event.reason ?? "other"]);
      case "client-annulled":
        return says[event.action](who, driver(event.clientId), words.clients.reasons[event.reason ?? "other"]);
      case "client-validity-changed":
        return event.validUntil === undefined
          ? says.broughtBack(who, driver(event.clientId))
          : instant(event.validUntil) <= instant(event.at)
            ? says.suspended(who, driver(event.clientId))
            : says[event.action](who, driver(event.clientId), dates.minute(event.validUntil));
      case "client-renamed":
      case "guessing-detected":
      case "foreign-network-refused":
        return says[event.action](who, driver(event.clientId));
      case "secrets-rotated":
        return says[event.action](who, event.secrets ?? 1);
      case "secret-renamed":
        return says[event.action](who, event.name ?? null);
      case "secret-restricted":
        return says[event.action](who, secret(event.secretId), event.networks ?? []);
      case "secret-rotated":
      case "rotation-cancelled":
      case "rotation-completed":
        return says[event.action](who, secret(event.secretId));
    }
  };
}
