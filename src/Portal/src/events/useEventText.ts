import type { Schemas } from "../api/api";
import { useUsers } from "../api/queries";
import { useDriversOf, useNames } from "../clients/useDriversOf";
import { maySeeClients, useActing } from "../taxpayer/taxpayer";
import { useWords } from "../words/words";

/** Events hold ids only. This gives them the names that the reader may see anyway; whose names he may not see keep their ids. */
export function useEventText(): (event: Schemas["Event"]) => string {
  const words = useWords();
  const { taxpayer } = useActing();
  const users = useUsers(taxpayer.taxpayerId).data ?? [];
  const may = maySeeClients(taxpayer);
  const { clients, drivers } = useDriversOf(taxpayer.taxpayerId, may);
  const names = useNames();
  const user = (id = "") => users.find(({ userId }) => userId === id)?.name ?? words.events.formerUser(id.slice(0, 6));
  const driver = (id = "") => {
    if (!may) {
      return id;
    }
    const name = clients.find(({ clientId }) => clientId === id)?.driver.name ?? words.events.unknownDriver;
    return `${name} (${id})`;
  };
  const driversOf = (secretId = "") => (may ? names(drivers.get(secretId) ?? []) : secretId);
  return (event) => {
    const who = event.actor.kind === "operator" ? words.events.operator : user(event.actor.id);
    switch (event.action) {
      case "taxpayer-enrolled":
      case "user-added":
      case "user-removed":
        return words.events[event.action](who, user(event.userId));
      case "rights-changed":
        return words.events[event.action](
          who,
          user(event.userId),
          words.events.rightNames(event.rights?.rightsManager ?? false, event.rights?.taxiApiConfiguration ?? false),
        );
      case "clients-registered":
        return words.events[event.action](who, event.clients ?? 1);
      case "client-renamed":
        return words.events[event.action](who, driver(event.clientId));
      case "client-annulled":
        return words.events[event.action](who, driver(event.clientId), words.clients.reasons[event.reason ?? "other"]);
      case "secret-rotated":
      case "rotation-cancelled":
        return words.events[event.action](who, driversOf(event.secretId));
    }
  };
}
