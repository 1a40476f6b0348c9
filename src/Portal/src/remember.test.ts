import { afterEach, expect, test, vi } from "vitest";
import { mayRemember, remember, remembered } from "./remember";

const stores = ["localStorage", "sessionStorage"] as const;
const denied = () => {
  throw new DOMException("Access is denied for this document.", "SecurityError");
};
const working = { length: 0, getItem: () => "en", setItem: () => undefined };

function given(name: (typeof stores)[number], get: () => unknown) {
  Object.defineProperty(globalThis, name, { configurable: true, get });
}

afterEach(() => stores.forEach((name) => Reflect.deleteProperty(globalThis, name)));

test("a browser that keeps what it is given", () => {
  const setItem = vi.fn();
  stores.forEach((name) => given(name, () => ({ ...working, setItem })));
  expect(mayRemember()).toBe(true);
  expect(remembered("eds.language")).toBe("en");
  remember("eds.language", "lv");
  expect(setItem).toHaveBeenCalledWith("eds.language", "lv");
});

test.each(stores)("one that blocks %s, or has none, is noticed", (blocked) => {
  stores.forEach((name) => given(name, () => working));
  given(blocked, denied);
  expect(mayRemember()).toBe(false);
  given(blocked, () => null);
  expect(mayRemember()).toBe(false);
});

test("nothing is thrown where nothing is kept", () => {
  for (const store of [denied, () => null, () => ({ getItem: denied, setItem: denied })]) {
    given("localStorage", store);
    expect(remembered("eds.language")).toBeNull();
    expect(() => remember("eds.language", "en")).not.toThrow();
  }
});
