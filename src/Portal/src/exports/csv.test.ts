import { expect, test } from "vitest";
import { clientsCsv, secretsCsv } from "./csv";

const driver = { name: "Jānis \"Ātrais\" Bērziņš; juniors", personalCode: "030303-10012" };

test("the list is UTF-8 with a mark, in columns for a Latvian spreadsheet, with times to the second", async () => {
  const client = {
    clientId: "tx-7k2m9-q4x0d-3hs8v-1bt6w-ze5nc-yd4e6", driver, secretId: "4x0d7k2m9q8s3hv1", state: "annulled" as const,
    createdAt: "2026-01-15T08:00:00.1234567Z", createdBy: { userId: "n9ddqnd2xj5hq0d10ck1pr5fc1", name: "@Anna" }, lastUsedAt: null, lastRideAt: null, annulledAt: "2026-02-01T00:00:00Z", validUntil: null, etag: "W/1",
  };
  expect(await clientsCsv([client], ["Vārds", "Kods", "client_id", "Parole", "Izveidots", "Izveidoja", "Lietots", "Anulēts"])).toBe(
    "\ufeff" + '"Vārds";"Kods";"client_id";"Parole";"Izveidots";"Izveidoja";"Lietots";"Anulēts"\r\n'
    + '"Jānis ""Ātrais"" Bērziņš; juniors";"030303-10012";"tx-7k2m9-q4x0d-3hs8v-1bt6w-ze5nc-yd4e6";"4x0d7k2m9q8s3hv1";"2026-01-15T08:00:00Z";"\'@Anna";"";"2026-02-01T00:00:00Z"\r\n');
});

test("a name is no formula, and a secret is not touched", async () => {
  const row = { clientId: "tx-1", driver: { name: "=HYPERLINK(1)", personalCode: "030303-10012" }, secret: "-correct horse battery" };
  expect(await secretsCsv([row], ["N", "C", "I", "S"])).toBe(`\ufeff"N";"C";"I";"S"\r\n"'=HYPERLINK(1)";"030303-10012";"tx-1";"-correct horse battery"\r\n`);
});

test("an empty list has its head", async () => {
  expect(await secretsCsv([], ["N", "C", "I", "S"])).toBe(`\ufeff"N";"C";"I";"S"\r\n`);
});
