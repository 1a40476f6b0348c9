import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { newDraft } from "./draft";
import { dropAll, dropDraft, dropOld, hasDrafts, loadDraft, saveDraft } from "./draftStore";

const now = new Date("2026-01-15T08:00:00Z");
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);

/** As browsers have it: what is stored are its own properties. */
const storage = {
  getItem(key: string) { return (Reflect.get(this, key) as string | undefined) ?? null; },
  setItem(key: string, value: string) { Reflect.set(this, key, value); },
  removeItem(key: string) { Reflect.deleteProperty(this, key); },
};
let store: typeof storage;

beforeEach(() => {
  store = Object.create(storage) as typeof storage;
  vi.stubGlobal("localStorage", store);
});
afterEach(() => vi.unstubAllGlobals());

const draftOf = (userId: string, taxpayerId: string, drivers = 3) => newDraft({
  userId, taxpayerId, choice: { kind: "chosen" }, now,
  drivers: Array.from({ length: drivers }, (_, i) => ({ personalCode: `32${`${i}`.padStart(4, "0")}-00000`, name: "Aleksandrs Kārlis Bērziņš-Kalniņš" })),
});

test("a draft comes back to its user and taxpayer only, for a day", () => {
  const draft = draftOf("anna", "t1");
  expect(saveDraft(draft)).toBe(true);
  expect(loadDraft({ userId: "anna", taxpayerId: "t1" }, now)).toEqual(draft);
  expect(loadDraft({ userId: "anna", taxpayerId: "t2" }, now)).toBeNull();
  expect(loadDraft({ userId: "janis", taxpayerId: "t1" }, now)).toBeNull();
  expect(loadDraft({ userId: "anna", taxpayerId: "t1" }, hours(24))).toEqual(draft);
  expect(loadDraft({ userId: "anna", taxpayerId: "t1" }, hours(24.01))).toBeNull();
  expect(Object.keys(store).length).toBe(0);
});

test("old and unreadable drafts of anyone are dropped, and what is not ours is left alone", () => {
  saveDraft(draftOf("anna", "t1"));
  saveDraft({ ...draftOf("janis", "t1"), startedAt: "2026-01-13T08:00:00Z" });
  saveDraft({ ...draftOf("eva", "t1"), startedAt: "yesterday" });
  for (const [i, text] of ["", "{", "null", "[]", "1", "{\"version\":2}", JSON.stringify({ ...draftOf("x", "y"), portions: [null] })].entries()) {
    store.setItem(`eds.registration.bad.${i}`, text);
  }

  store.setItem("theme", "dark");
  expect(loadDraft({ userId: "anna", taxpayerId: "t1" }, now)).not.toBeNull();
  expect(Object.keys(store)).toEqual(["eds.registration.anna.t1", "theme"]);
});

test("one draft is dropped, or all", () => {
  store.setItem("theme", "dark");
  for (const user of ["anna", "janis", "eva"]) {
    saveDraft(draftOf(user, "t1"));
  }

  dropDraft({ userId: "janis", taxpayerId: "t1" });
  expect(Object.keys(store).length).toBe(3);
  dropAll();
  expect(Object.keys(store)).toEqual(["theme"]);
});

test("a storage that is full or forbidden is reported, not thrown", () => {
  const refuse = () => { throw new DOMException("no", "QuotaExceededError"); };
  saveDraft(draftOf("anna", "t1"));
  store.setItem = refuse;
  expect(saveDraft(draftOf("anna", "t1", 4))).toBe(false);
  expect(loadDraft({ userId: "anna", taxpayerId: "t1" }, now)).toEqual(expect.objectContaining({ userId: "anna" }));
  vi.stubGlobal("localStorage", new Proxy(store, { get: refuse, ownKeys: refuse }));
  expect(loadDraft({ userId: "anna", taxpayerId: "t1" }, now)).toBeNull();
  expect(() => { dropDraft({ userId: "anna", taxpayerId: "t1" }); dropAll(); }).not.toThrow();
});

test("five thousand registered drivers take less than half of the five million characters that a browser gives", () => {
  const draft = draftOf("n9ddqnd2xj5hq0d10ck1pr5fc1", "7k2m9q4x0d", 5_000);
  const through = draft.portions.map((portion) => ({
    ...portion, sent: true,
    registered: portion.drivers.map((driver) => ({ clientId: "tx-7k2m9-q4x0d-3hs8v-1bt6w-ze5nc-yd4e6", secretId: "4x0d7k2m9q8s3hv1", driver })),
  }));
  expect(saveDraft({ ...draft, portions: through })).toBe(true);
  expect(Object.values(store).join("").length).toBeLessThan(2_500_000);
});

test("what is registered is remembered for a week, but after a day without the drivers who are not", () => {
  const draft = draftOf("anna", "t1", 501);
  const [first, second] = draft.portions;
  if (!first || !second) {
    throw new Error("two portions are expected");
  }
  const registered = [{ clientId: "tx-1", secretId: "s1", driver: { name: "Līga", personalCode: "329999-99901" } }];
  saveDraft({ ...draft, portions: [{ ...first, registered }, second] });
  expect(loadDraft({ userId: "anna", taxpayerId: "t1" }, hours(23))?.portions.length).toBe(2);
  expect(loadDraft({ userId: "anna", taxpayerId: "t1" }, hours(25))?.portions).toEqual([{ ...first, registered }]);
  dropOld(hours(7 * 24));
  expect(hasDrafts()).toBe(true);
  dropOld(hours(7 * 24 + 1));
  expect(hasDrafts()).toBe(false);
});
