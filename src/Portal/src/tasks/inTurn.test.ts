import { expect, test } from "vitest";
import { runAll } from "./inTurn";

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

test("all are worked on, a few at once, and failures are told by item", async () => {
  let [now, most] = [0, 0];
  const steps: number[] = [];
  const ran = await runAll(numbers(20), 4, async (item) => {
    most = Math.max(most, ++now);
    for (let i = 0; i <= (item * 7) % 5; i++) {
      await Promise.resolve();
    }

    now--;
    if (item % 6 === 5) {
      throw new Error(`${item}`);
    }
  }, { progress: (finished) => steps.push(finished) });
  expect(most).toBe(4);
  expect(steps).toEqual(numbers(21).slice(1));
  expect(ran).toEqual({ done: numbers(20).filter((item) => item % 6 !== 5), failed: [5, 11, 17].map((item) => ({ item, error: new Error(`${item}`) })), left: [] });
});

test("a work that throws at once is a failure too", async () => {
  expect(await runAll(["a"], 2, () => { throw new RangeError(); })).toEqual({ done: [], failed: [{ item: "a", error: new RangeError() }], left: [] });
});

test("the signal stops what is not begun", async () => {
  const stop = new AbortController();
  const ran = await runAll(numbers(10), 2, async (item) => {
    if (item === 3) {
      stop.abort();
    }

    await Promise.resolve();
  }, { signal: stop.signal });
  expect(ran).toEqual({ done: [0, 1, 2, 3], failed: [], left: [4, 5, 6, 7, 8, 9] });
  expect(await runAll([1], 2, () => Promise.resolve(), { signal: stop.signal })).toEqual({ done: [], failed: [], left: [1] });
});

test("nothing is done at once", async () => {
  expect(await runAll([], 4, () => Promise.reject(new Error()))).toEqual({ done: [], failed: [], left: [] });
});
