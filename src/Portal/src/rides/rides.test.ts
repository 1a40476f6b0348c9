import { expect, test } from "vitest";
import { Refusal } from "../api/problem";
import { csvLines } from "../exports/csv";
import { lv } from "../words/lv";
import { allPages, fullPage, type Ride } from "./rides";
import { rideCells } from "./ridesCsv";
import { ridesXml } from "./ridesXml";
import { byDay, heightOf, sumOf } from "./totals";

const ride: Ride = {
  receipt: "cr-5m8w1-r4tq0-xz7c2-v9k3h-6n1bd-e4s0p",
  clientId: "tx-7k2m9-q4x0d-3hs8v-1bt6w-ze5nc-yd4e6",
  carriersTaxpayerCode: "49999000014",
  driver: { name: "=Jānis", personalCode: "030303-10012" },
  numberPlate: "TX1234",
  startedAt: "2026-10-25T00:55:00Z",
  endedAt: "2026-10-25T01:05:30Z",
  distance: 7.4,
  serviceFee: 9.85,
  commission: null,
  paymentType: "paymentCard",
  serialNumber: "A&B<1>",
  grandTotal: 123456789.000001,
  receivedAt: "2026-10-25T01:05:33.1234567Z",
};
const numbered = (count: number, from = 0) => Array.from({ length: count }, (_, at) => ({ ...ride, receipt: `cr-${from + at}` }));

test("XML has the published names in their order, leaves out what is missing, and says which of two hours is meant", () => {
  expect(ridesXml([ride])).toBe(`  <Carriage receipt="cr-5m8w1-r4tq0-xz7c2-v9k3h-6n1bd-e4s0p" receivedAt="2026-10-25T03:05:33+02:00">
    <CarriersTaxpayerCode>49999000014</CarriersTaxpayerCode>
    <DriversPersonCode>030303-10012</DriversPersonCode>
    <NumberPlate>TX1234</NumberPlate>
    <StartDateTime>2026-10-25T03:55:00+03:00</StartDateTime>
    <EndDateTime>2026-10-25T03:05:30+02:00</EndDateTime>
    <Distance>7.4</Distance>
    <ServiceFee>9.85</ServiceFee>
    <PaymentType>paymentCard</PaymentType>
    <SerialNumber>A&amp;B&lt;1&gt;</SerialNumber>
    <GrandTotal>123456789.000001</GrandTotal>
  </Carriage>
`);
});

test("CSV has decimals with a comma, Latvian time, and no formula", async () => {
  expect(await csvLines([rideCells(ride, lv.rides.payments)])).toBe(
    '"2026-10-25 03:55:00";"2026-10-25 03:05:30";"\'=Jānis";"030303-10012";"TX1234";"7,4";"9,85";"";"maksājumu karte";"A&B<1>";"123456789,000001";'
    + '"49999000014";"tx-7k2m9-q4x0d-3hs8v-1bt6w-ze5nc-yd4e6";"2026-10-25 03:05:33";"cr-5m8w1-r4tq0-xz7c2-v9k3h-6n1bd-e4s0p"\r\n');
});

test("a page is filled from answers that are shorter, or empty, and never gets longer", async () => {
  const answers = [numbered(2), [], numbered(3, 2)];
  const asked: [number, string][] = [];
  const page = await fullPage((limit, continuation) => {
    asked.push([limit, continuation]);
    return Promise.resolve({ carriages: answers[asked.length - 1] ?? [], continuation: `${asked.length}` });
  }, 5, "");
  expect(page.carriages.map(({ receipt }) => receipt)).toEqual(["cr-0", "cr-1", "cr-2", "cr-3", "cr-4"]);
  expect(page.continuation).toBe("3");
  expect(asked).toEqual([[5, ""], [3, "1"], [3, "2"]]);
});

test("a lost connection is waited for, and every ride is fetched once", async () => {
  const waited: number[] = [];
  let calls = 0;
  const ask = (continuation: string) => {
    calls += 1;
    return calls % 2 === 1
      ? Promise.reject(new Refusal("no-connection"))
      : Promise.resolve({ carriages: numbered(2, Number(continuation)), continuation: continuation === "4" ? null : `${Number(continuation) + 2}` });
  };
  const found: string[] = [];
  for await (const rides of allPages(ask, (seconds) => Promise.resolve(void waited.push(seconds)), new AbortController().signal)) {
    found.push(...rides.map(({ receipt }) => receipt));
  }
  expect(found).toEqual(["cr-0", "cr-1", "cr-2", "cr-3", "cr-4", "cr-5"]);
  expect(waited).toEqual([1, 1, 1]);
});

test.each([
  ["a refusal", new Refusal("right-missing"), 1],
  ["a connection that stays away", new Refusal("no-connection"), 5],
])("%s ends it", async (_, error, tries) => {
  let calls = 0;
  const pages = allPages(() => {
    calls += 1;
    return Promise.reject(error);
  }, () => Promise.resolve(), new AbortController().signal);
  await expect(pages.next()).rejects.toBe(error);
  expect(calls).toBe(tries);
});

test("days without rides have a line, and sums are exact", () => {
  const days = byDay(["2026-11-27", "2026-11-28", "2026-11-29"], [
    { date: "2026-11-27", rides: 2, distance: 0.1, serviceFee: 1_000_000_000, commission: 0 },
    { date: "2026-11-29", rides: 1, distance: 0.2, serviceFee: 0.000001, commission: 0.5 },
  ]);
  expect(days.map(({ day, rides }) => [day, rides])).toEqual([["2026-11-27", 2n], ["2026-11-28", 0n], ["2026-11-29", 1n]]);
  expect(sumOf(days)).toEqual({ rides: 3n, distance: 300_000n, serviceFee: 1_000_000_000_000_001n, commission: 500_000n });
});

test("a bar of little is still seen, and nothing is no bar", () => {
  expect([0n, 1n, 500n, 1000n].map((value) => heightOf(value, 1000n))).toEqual([0, 1, 50, 100]);
});
