import { expect, test } from "vitest";
import { newDraft } from "./draft";
import { dropAll, dropDraft, dropOld, hasDrafts, loadDraft, saveDraft, type Store } from "./draftStore";

const now = new Date("2026-01-15T08:00:00Z");
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);

function memory(): Store & { content: Map<string, string> } {
  const content = new Map<string, string>();
  return {
    content,
    get length() { return content.size; },
    key: (at) => [...content.keys()][at] ?? null,
    getItem: (key) => content.get(key) ?? null,
    setItem: (key, value) => void content.set(key, value),
    removeItem: (key) => void content.delete(key),
  };
}

const draftOf = (userId: string, taxpayerId: string, drivers = 3) => newDraft({
  userId, taxpayerId, choice: { kind: "chosen" }, now,
  drivers: Array.from({ length: drivers }, (_, i) => ({ personalCode: `32${`${i}`.padStart(4, "0")}-00000`, name: "Aleksandrs Kārlis Bērziņš-Kalniņš" })),
});

test("a draft comes back to its user and taxpayer only, for a day", () => {
  const store = memory();
  const draft = draftOf("anna", "t1");
  expect(saveDraft(store, draft)).toBe(true);
  expect(loadDraft(store, "anna", "t1", now)).toEqual(draft);
  expect(loadDraft(store, "anna", "t2", now)).toBeNull();
  expect(loadDraft(store, "janis", "t1", now)).toBeNull();
  expect(loadDraft(store, "anna", "t1", hours(24))).toEqual(draft);
  expect(loadDraft(store, "anna", "t1", hours(24.01))).toBeNull();
  expect(store.content.size).toBe(0);
});

test("old and unreadable drafts of anyone are dropped, and what is not ours is left alone", () => {
  const store = memory();
  saveDraft(store, draftOf("anna", "t1"));
  saveDraft(store, { ...draftOf("janis", "t1"), startedAt: "2026-01-13T08:00:00Z" });
  saveDraft(store, { ...draftOf("eva", "t1"), startedAt: "yesterday" });
  for (const [i, text] of ["", "{", "null", "[]", "1", "{\"version\":2}", JSON.stringify({ ...draftOf("x", "y"), portions: [null] })].entries()) {
    store.setItem(`eds.registration.bad.${i}`, text);
  }

  store.setItem("theme", "dark");
  expect(loadDraft(store, "anna", "t1", now)).not.toBeNull();
  expect([...store.content.keys()]).toEqual(["eds.registration.anna.t1", "theme"]);
});

test("one draft is dropped, or all", () => {
  const store = memory();
  store.setItem("theme", "dark");
  for (const user of ["anna", "janis", "eva"]) {
    saveDraft(store, draftOf(user, "t1"));
  }

  dropDraft(store, "janis", "t1");
  expect(store.length).toBe(3);
  dropAll(store);
  expect([...store.content.keys()]).toEqual(["theme"]);
});

test("a storage that is full or forbidden is reported, not thrown", () => {
  const refuse = () => { throw new DOMException("no", "QuotaExceededError"); };
  const full: Store = { ...memory(), setItem: refuse };
  expect(saveDraft(full, draftOf("anna", "t1"))).toBe(false);
  const forbidden: Store = { get length(): number { return refuse(); }, key: refuse, getItem: refuse, setItem: refuse, removeItem: refuse };
  expect(loadDraft(forbidden, "anna", "t1", now)).toBeNull();
  expect(() => { dropDraft(forbidden, "anna", "t1"); dropAll(forbidden); }).not.toThrow();
});

test("five thousand registered drivers take less than half of the five million characters that a browser gives", () => {
  const store = memory();
  const draft = draftOf("n9ddqnd2xj5hq0d10ck1pr5fc1", "7k2m9q4x0d", 5_000);
  const through = draft.portions.map((portion) => ({
    ...portion, sent: true,
    registered: portion.drivers.map((driver) => ({ clientId: "tx-7k2m9-q4x0d-3hs8v-1bt6w-ze5nc-yd4e6", secretId: "4x0d7k2m9q8s3hv1", driver })),
  }));
  expect(saveDraft(store, { ...draft, portions: through })).toBe(true);
  expect([...store.content.values()].join("").length).toBeLessThan(2_500_000);
});

test("what is registered is remembered for a week, but after a day without the drivers who are not", () => {
  const store = memory();
  const draft = draftOf("anna", "t1", 501);
  const [first, second] = draft.portions;
  if (!first || !second) {
    throw new Error("two portions are expected");
  }
  const registered = [{ clientId: "tx-1", secretId: "s1", driver: { name: "Līga", personalCode: "329999-99901" } }];
  saveDraft(store, { ...draft, portions: [{ ...first, registered }, second] });
  expect(loadDraft(store, "anna", "t1", hours(23))?.portions.length).toBe(2);
  expect(loadDraft(store, "anna", "t1", hours(25))?.portions).toEqual([{ ...first, registered }]);
  dropOld(store, hours(7 * 24));
  expect(hasDrafts(store)).toBe(true);
  dropOld(store, hours(7 * 24 + 1));
  expect(hasDrafts(store)).toBe(false);
});
