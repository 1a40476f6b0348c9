import fc from "fast-check";
import { expect, test } from "vitest";
import { amountText, millionths } from "./amounts";

test.each([
  [0, 0n],
  [7.4, 7_400_000n],
  [0.1, 100_000n],
  [1e-6, 1n],
  [12.000001, 12_000_001n],
  [999_999_999.999999, 999_999_999_999_999n],
  [1_000_000_000, 1_000_000_000_000_000n],
  ["123456789012.345678", 123_456_789_012_345_678n],
])("%s is read to the last digit", (amount, expected) => {
  expect(millionths(amount)).toBe(expected);
});

test("a sum of tenths is what it is on paper", () => {
  expect(amountText(Array.from({ length: 10 }, () => millionths(0.1)).reduce((sum, tenth) => sum + tenth), 2, ",")).toBe("1,00");
});

test.each([
  [1_234_500_000n, 2, "1234,50"],
  [1_234_500_000n, 0, "1234,5"],
  [12_000_001n, 2, "12,000001"],
  [12_000_000n, 0, "12"],
  [0n, 2, "0,00"],
])("%s with at least %i places is %s", (value, places, text) => {
  expect(amountText(value, places, ",")).toBe(text);
});

test("every amount that a ride may have comes back from JSON unchanged", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 1_000_000_000_000_000n }), (value) => {
      const text = amountText(value, 0, ".");
      return millionths((JSON.parse(`{"amount":${text}}`) as { amount: number }).amount) === value;
    }),
    { seed: 16, numRuns: 2000 },
  );
});
