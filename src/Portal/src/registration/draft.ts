import type { Schemas } from "../api/api";

export type Person = Schemas["Person"];
export type SecretChoice = Schemas["SecretChoice"];

/** `name`: what a new secret for all is called. */
export type Choice = { kind: "chosen" | "generated"; name?: string } | { kind: "each" } | { kind: "existing"; secretId: string };

export interface Registered {
  clientId: string;
  secretId: string;
  driver: Person;
}

/** Registered with one request. `sent`: it may have been, with `key`, whether or not an answer came. `registered`: null until one did. */
export interface Portion {
  key: string;
  drivers: Person[];
  sent: boolean;
  registered: Registered[] | null;
}

/** What survives a reload, without secrets. `secretId`: null until the first answer tells it, and always with one secret each. */
export interface Draft {
  version: 1;
  taxpayerId: string;
  userId: string;
  startedAt: string;
  choice: Choice;
  secretId: string | null;
  portions: Portion[];
  seen?: readonly string[]; // the secretIds of generated secrets that a handover has shown
}

const PORTION_SIZE = 500; // the server takes up to 1,000; smaller ones show progress sooner

export function newDraft(begun: { taxpayerId: string; userId: string; choice: Choice; drivers: readonly Person[]; now: Date }): Draft {
  const { taxpayerId, userId, choice, drivers, now } = begun;
  const portions = Array.from({ length: Math.ceil(drivers.length / PORTION_SIZE) }, (_, at) => ({
    key: crypto.randomUUID(),
    drivers: drivers.slice(at * PORTION_SIZE, (at + 1) * PORTION_SIZE),
    sent: false,
    registered: null,
  }));
  return { version: 1, taxpayerId, userId, startedAt: now.toISOString(), choice, secretId: null, portions };
}

/** All drivers in order. The pointers of a refusal count in this list. */
export const driversOf = (draft: Draft): Person[] => draft.portions.flatMap((portion) => portion.drivers);

export function driversLeft(draft: Draft): Person[] {
  return draft.portions.filter((portion) => !portion.registered).flatMap((portion) => portion.drivers);
}

export function registeredIn(draft: Draft): Registered[] {
  return draft.portions.flatMap((portion) => portion.registered ?? []);
}

/** Whether the secret that the person chose must be typed (again) before the draft can go on. */
export function needsValue(draft: Draft): boolean {
  return draft.choice.kind === "chosen" && draft.secretId === null && draft.portions.some((portion) => portion.registered === null);
}

/** Whether it is unknown of some drivers if they are registered: they were sent, and no answer came. */
export function isUncertain(draft: Draft): boolean {
  return draft.portions.some((portion) => portion.sent && portion.registered === null);
}

/**
 * What is to be remembered of a draft after its handover: the portions still to send, and clients whose secret got lost and was not
 * replaced. Null: nothing. Drivers still to send get the secret that was handed over, if there is one for all.
 */
export function restOf(draft: Draft, left: Portion[], lost: readonly Registered[]): Draft | null {
  const unknown: Portion = {
    key: crypto.randomUUID(),
    drivers: lost.map(({ driver }) => driver),
    sent: true,
    registered: lost.map(({ clientId, secretId, driver }) => ({ clientId, secretId, driver })),
  };
  const portions = lost.length > 0 ? [unknown, ...left] : left;
  const choice = lost.length === 0 && draft.secretId !== null ? ({ kind: "existing", secretId: draft.secretId } as const) : draft.choice;
  return portions.length > 0 ? { ...draft, choice, portions } : null;
}

export function withPortion(draft: Draft, portion: Portion, change: Partial<Portion>): Draft {
  return { ...draft, portions: draft.portions.map((other) => (other.key === portion.key ? { ...other, ...change } : other)) };
}

export function countsOf(draft: Draft): { registered: number; total: number } {
  return { registered: registeredIn(draft).length, total: driversOf(draft).length };
}
