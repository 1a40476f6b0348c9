const PLACES = 6; // all that an amount of a ride may have
const UNIT = 10n ** BigInt(PLACES);

/** An amount in millionths, so that sums are exact: 7.4 is 7400000n. A number of at most 15 digits is read as it was written. */
export function millionths(amount: number | string): bigint {
  const [whole = "", places = ""] = plain(String(amount)).split(".");
  return BigInt(whole) * UNIT + BigInt(places.padEnd(PLACES, "0"));
}

/** 1234500000n with two places and a comma is "1234,50": no fewer places, and all that it has. */
export function amountText(value: bigint, places: number, sign: string, whole: (part: bigint) => string = String): string {
  const digits = `${value % UNIT}`.padStart(PLACES, "0").replace(/0+$/, "").padEnd(places, "0");
  return whole(value / UNIT) + (digits === "" ? "" : sign + digits);
}

/** The answer's number without an exponent: 1e-6 is 0.000001. */
function plain(text: string): string {
  const [, digits = "", power] = /^([0-9])e-([0-9]+)$/.exec(text) ?? [];
  return power === undefined ? text : `0.${digits.padStart(Number(power), "0")}`;
}
