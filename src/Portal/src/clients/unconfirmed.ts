import { forget, remember, rememberedJson } from "../remember";

const PREFIX = "eds.rotation.";
const LONGEST_MS = 31 * 24 * 60 * 60 * 1000; // an overlap lasts 30 days at most

/** A rotation that was begun and not confirmed as saved: `version` is the secret's before it. No secret in it. */
interface Mark {
  version: number;
  at: string;
}

/** Written before a rotation is asked for, because its answer may get lost, or the page that shows it may die. */
export function markRotation(secretId: string, version: number): void {
  remember(PREFIX + secretId, JSON.stringify({ version, at: new Date().toISOString() } satisfies Mark));
}

export const unmarkRotation = (secretId: string): void => forget(PREFIX + secretId);

/** Whether the secret got a new version from this browser that nobody said he has saved. */
export function isUnconfirmed({ secretId, version }: { secretId: string; version: number }, now: Date): boolean {
  const mark = rememberedJson(PREFIX + secretId) as Mark | null;
  return mark !== null && version > mark.version && now.getTime() - Date.parse(mark.at) < LONGEST_MS;
}
