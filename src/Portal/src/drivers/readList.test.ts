import { expect, test } from "vitest";
import { clientsCsv, secretsCsv } from "../exports/csv";
import { toPersons } from "./driverRows";
import { readTable } from "./readTable";

async function cells(text: string): Promise<[string, string][]> {
  return (await readTable(text)).rows.map((row) => [row.personalCode, row.name]);
}

const two: [string, string][] = [["030303-10012", "Jānis Bērziņš"], ["329999-99901", "Anna Ozola"]];

test.each([
  ["a semicolon", "Jānis Bērziņš;030303-10012\nAnna Ozola;329999-99901"],
  ["a comma", "Jānis Bērziņš,030303-10012\r\nAnna Ozola,329999-99901\r\n"],
  ["a comma and a space", "Jānis Bērziņš, 030303-10012\nAnna Ozola, 329999-99901"],
  ["a tab, codes first", "03030310012\tJānis Bērziņš\n32999999901\tAnna Ozola"],
  ["Excel's own line", "sep=|\r\nJānis Bērziņš|030303-10012\r\nAnna Ozola|329999-99901\r\n"],
  ["a mark, blank lines and delimiters at the end", "\ufeff\n\nJānis Bērziņš;030303-10012;;\n;;;\n  \nAnna Ozola;329999-99901;;\n\n"],
  ["quotation marks", "\"Jānis Bērziņš\";\"030303-10012\"\r\"Anna Ozola\";\"329999-99901\"\r"],
  ["two columns of names", "Jānis;Bērziņš;030303-10012\nAnna;Ozola;329999-99901"],
  ["the code between the names", "Jānis;030303-10012;Bērziņš\nAnna;329999-99901;Ozola"],
  ["a Latvian header", "Nr.;Vārds, uzvārds;Personas kods\n1;Jānis Bērziņš;030303-10012\n2;Anna Ozola;329999-99901"],
  ["an English header", "Name,Personal code\nJānis Bērziņš,030303-10012\nAnna Ozola,329999-99901"],
  ["a header that turns the names round", "Uzvārds\tVārds\tp.k.\nBērziņš\tJānis\t030303-10012\nOzola\tAnna\t329999-99901"],
  ["a title above the header", "Šoferi 2026. gadā\n\nPersonas kods;Vārds;Uzvārds\n030303-10012;Jānis;Bērziņš\n329999-99901;Anna;Ozola"],
  ["extra columns", "AB1234;Jānis Bērziņš;Rīga;03030310012;37126123456;+37129999999\nCD1;Anna Ozola;Ogre;32999999901;37120000000;+37128888888"],
  ["phone numbers that pass for codes", "37126123456;Jānis Bērziņš;030303-10012\n37120000000;Anna Ozola;329999-99901"],
  ["formulas that keep text", "=\"03030310012\";Jānis Bērziņš\n=\"32999999901\";Anna Ozola"],
])("a table with %s is read", async (_, text) => {
  expect(await cells(text)).toEqual(two);
});

test("a part that is not there stays empty", async () => {
  expect(await cells("030303-10012\n329999-99901")).toEqual([["030303-10012", ""], ["329999-99901", ""]]);
  expect(await cells("Jānis Bērziņš\nAnna Ozola")).toEqual([["", "Jānis Bērziņš"], ["", "Anna Ozola"]]);
  expect(await cells("Jānis;Bērziņš\nAnna;Ozola")).toEqual([["", "Jānis Bērziņš"], ["", "Anna Ozola"]]);
  expect(await cells("Jānis Bērziņš;\nAnna Ozola;329999-99901\n;030303-10012")).toEqual([["", "Jānis Bērziņš"], ["329999-99901", "Anna Ozola"], ["030303-10012", ""]]);
  expect(await cells("")).toEqual([]);
  expect(await cells(" \n;;\n")).toEqual([]);
});

test("a surname before a comma is no column", async () => {
  expect(await cells("Bērziņš, Jānis\nOzola, Anna")).toEqual([["", "Bērziņš, Jānis"], ["", "Ozola, Anna"]]);
  expect(await cells("Bērziņš, Jānis;030303-10012")).toEqual([["030303-10012", "Bērziņš, Jānis"]]);
});

test("what is wrong comes to the page as it is", async () => {
  expect(await cells("Personas kods;Vārds\n03o303-10012;J4nis\nnav;Anna\n030303-10012;Eva")).toEqual([["03o303-10012", "J4nis"], ["nav", "Anna"], ["030303-10012", "Eva"]]);
  expect(await cells("161175-19998;Jānis\n030303-10012;Anna")).toEqual([["161175-19998", "Jānis"], ["030303-10012", "Anna"]]);
});

test("a zero that the spreadsheet dropped comes back, with a note", async () => {
  const { rows } = await readTable("3030310012\tJānis\n32999999901\tAnna\n3030310013\tEva");
  expect(rows.map((row) => [row.personalCode, row.note])).toEqual([["030303-10012", "zero-restored"], ["329999-99901", undefined], ["3030310013", undefined]]);
});

test("a header is told, and a first driver without a code is none", async () => {
  expect(await readTable("Vārds;Kods\nJānis;030303-10012")).toMatchObject({ skippedHeader: true, truncated: false });
  expect(await readTable("Vardan Petrosjan;\nJānis Bērziņš;030303-10012")).toMatchObject({ skippedHeader: false, rows: [{ name: "Vardan Petrosjan" }, { name: "Jānis Bērziņš" }] });
});

test("a quotation mark that is never closed swallows nobody", async () => {
  expect(await cells("\"Jānis Bērziņš;030303-10012\n\"Anna \"\"Ozo\"\" Ozola\";329999-99901")).toEqual([["030303-10012", "\"Jānis Bērziņš"], ["329999-99901", "Anna \"Ozo\" Ozola"]]);
});

test("five thousand rows and no more", async () => {
  const table = (count: number) => `Vārds;Kods\n${Array.from({ length: count }, (_, i) => `Jānis;32${`${i}`.padStart(9, "0")}\n`).join("\n")}`;
  const [whole, cut] = [await readTable(table(5_000)), await readTable(table(5_001))];
  expect([whole.rows.length, whole.truncated, cut.rows.length, cut.truncated]).toEqual([5_000, false, 5_000, true]);
  expect(new Set(whole.rows.map((row) => row.id)).size).toBe(5_000);
});

function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("whatever is pasted, it never throws, and no row comes out empty", async () => {
  const roll = dice(4);
  const pieces = ["\"", "'", "=", ";", ",", "\t", "\n", "\r", "\r\n", " ", "\0", "\ufeff", "sep=;\n", "sep=\"\n", "030303-10012", "3030310012", "Jānis", "Vārds", "kods", "\ud800", "-", "12", "|", "=\"", "š"];
  for (let i = 0; i < 1_500; i++) {
    const text = Array.from({ length: roll(30) }, () => pieces[roll(pieces.length)]).join("");
    const { rows } = await readTable(text);
    expect(rows.every((row) => row.personalCode !== "" || row.name !== ""), JSON.stringify(text)).toBe(true);
  }
});

const heads = {
  clients: ["Vadītājs", "Personas kods", "client_id", "Parole", "Izveidots", "Izveidoja", "Lietots", "Anulēts"],
  secrets: ["Driver", "Personal code", "client_id", "client_secret"],
} as const;

test("what the exports write is read again, whatever the names", async () => {
  const roll = dice(9);
  const letters = ["=", "+", "-", "@", "'", "\"", ";", ",", "Ā", "š", "b", " ", "’", ".", "1", "|", "\"\"", "'="];
  const name = () => `${Array.from({ length: roll(6) }, () => letters[roll(letters.length)]).join("")}x${letters[roll(letters.length)] ?? ""}`.trim().replace(/ +/g, " ");
  for (let i = 0; i < 150; i++) {
    const drivers = Array.from({ length: 1 + roll(8) }, (_, at) => ({ name: name(), personalCode: `32000${at}-12345` }));
    const clients = drivers.map((driver) => ({
      clientId: "tx-7k2m9-q4x0d-3hs8v-1bt6w-ze5nc-yd4e6", driver, secretId: "4x0d7k2m9q8s3hv1", state: "active" as const,
      createdAt: "2026-01-15T08:00:00.1234567Z", createdBy: { userId: "n9ddqnd2xj5hq0d10ck1pr5fc1", name: name() }, lastUsedAt: null, annulledAt: null, etag: "",
    }));
    const expected = drivers.map((driver) => ({ personalCode: driver.personalCode, name: driver.name }));
    expect(toPersons((await readTable(await clientsCsv(clients, heads.clients))).rows)).toEqual(expected);
    const secrets = drivers.map((driver) => ({ clientId: "tx-7k2m9", driver, clientSecret: "=1+1;\"" }));
    expect(toPersons((await readTable(await secretsCsv(secrets, heads.secrets))).rows)).toEqual(expected);
  }
});

test("names with digits are taken where there are no others", async () => {
  const { rows } = await readTable("329999-99901;Vadītājs Nr. 1\n329999-99709;Vadītājs Nr. 2");
  expect(rows.map((row) => row.name)).toEqual(["Vadītājs Nr. 1", "Vadītājs Nr. 2"]);
});

test("a row whose columns are in another order, or that is one cell, is read all the same", async () => {
  const { rows } = await readTable("Baiba Zālīte\t329999-99901\n329999-99709\tJānis Bērziņš\nLīga Liepa\t328673-00679");
  expect(rows.map((row) => [row.personalCode, row.name])).toEqual([
    ["329999-99901", "Baiba Zālīte"], ["329999-99709", "Jānis Bērziņš"], ["328673-00679", "Līga Liepa"],
  ]);
  const single = await readTable("Baiba Zālīte 329999-99901");
  expect(single.rows.map((row) => [row.personalCode, row.name])).toEqual([["329999-99901", "Baiba Zālīte"]]);
});

test("what is left of other delimiters and of quotation marks is no part of a name", async () => {
  const among = (line: string) => cells(`329999-99901\tBaiba Zālīte\n${line}\n328673-00679\tLīga Liepa`);
  for (const line of [
    "392000-00003 ; Cilda Ziema", "392000-00003;Cilda Ziema;", "Cilda Ziema, 392000-00003", "392000-00003 | \"Cilda Ziema", "392000-00003\t; Cilda Ziema ;",
    "392000-00003\t\"Cilda Ziema",
  ]) {
    expect(await among(line)).toContainEqual(["392000-00003", "Cilda Ziema"]);
  }
  expect(await cells("392000-00003 ; Cilda Ziema")).toEqual([["392000-00003", "Cilda Ziema"]]);
  expect(await among("392000-00003\tJānis \"Džonis\"")).toContainEqual(["392000-00003", "Jānis \"Džonis\""]);
});
