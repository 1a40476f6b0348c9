import type { ApiClient, Schemas } from "../api/api";
import { instant, sorted } from "../clients/order";

type Event = Pick<Schemas["Event"], "action" | "at" | "clientId" | "secrets">;
type Secret = Pick<Schemas["Secret"], "secretId" | "rotation">;

const MINUTE_MS = 60_000;

/** Of an act on many clients, those whose record is still there, by name. Events hold numbers only; times tell whose they are. */
export function ofBulk(event: Event, clients: readonly ApiClient[], secrets: readonly Secret[]): readonly ApiClient[] {
  const { action, at, clientId } = event;
  const rotated = action === "secrets-rotated" ? rotatedBy(event, secrets) : [];
  const column = action === "clients-registered" ? "createdAt" : action === "clients-annulled" ? "annulledAt" : null;
  const isOf = (client: ApiClient) =>
    column === null ? client.state !== "annulled" && rotated.includes(client.secretId) : client[column] === at;
  return clientId === undefined ? sorted(clients.filter(isOf), { by: "driver", ascending: true }) : [];
}

/** The ids of its secrets: all began to rotate at one moment, just before the event. None, once one of them has ended or begun anew. */
function rotatedBy({ at, secrets: number }: Event, secrets: readonly Secret[]): readonly string[] {
  const starts = secrets.flatMap(({ secretId, rotation }) =>
    rotation ? [{ secretId, ago: instant(at) - instant(rotation.startedAt) }] : [],
  );
  const before = starts.filter(({ ago }) => ago >= 0 && ago < MINUTE_MS);
  const nearest = Math.min(...before.map(({ ago }) => ago));
  const those = before.filter(({ ago }) => ago === nearest);
  return those.length === number ? those.map(({ secretId }) => secretId) : [];
}
