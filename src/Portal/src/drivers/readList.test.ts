import { expect, test } from "vitest";
import writeWorkbook from "write-excel-file/universal";
import { clientsCsv, secretCells, secretsCsv } from "../exports/csv";
import { workbook } from "../exports/workbook";
import { type Answers, carefully } from "./cases/careful";
import { guessColumns, questionOf } from "./columns";
import { judge, toPersons } from "./driverRows";
import { type List, readFile, readText } from "./readFile";
import { sampleNames, surelyMeant } from "./tables";
import { templateRows } from "./template";
import { toRows } from "./toRows";

async function listIn(reading: ReturnType<typeof readText>): Promise<List> {
  const list = await reading;
  if (typeof list === "string") {
    throw new Error(list);
  }
  return list;
}

async function rowsOf(text: string, answers: Answers = {}) {
  const [{ rows } = { rows: [] }] = (await listIn(readText(text))).tables;
  return toRows(rows, carefully(guessColumns(rows), answers)).rows;
}

async function cells(text: string, answers: Answers = {}): Promise<[string, string][]> {
  return (await rowsOf(text, answers)).map((row) => [row.personalCode, row.name]);
}

async function question(text: string) {
  const [{ rows } = { rows: [] }] = (await listIn(readText(text))).tables;
  return questionOf(guessColumns(rows));
}

const two: [string, string][] = [["030303-10012", "Jānis Bērziņš"], ["329999-99901", "Anna Ozola"]];

test.each([
  ["a semicolon", "Jānis Bērziņš;030303-10012\nAnna Ozola;329999-99901"],
  ["a comma", "Jānis Bērziņš,030303-10012\r\nAnna Ozola,329999-99901\r\n"],
  ["a comma and a space", "Jānis Bērziņš, 030303-10012\nAnna Ozola, 329999-99901"],
  ["a tab, codes first", "03030310012\tJānis Bērziņš\n32999999901\tAnna Ozola"],
  ["a bar", "Jānis Bērziņš | 030303-10012\nAnna Ozola | 329999-99901"],
  ["Excel's own line", "sep=|\r\nJānis Bērziņš|030303-10012\r\nAnna Ozola|329999-99901\r\n"],
  ["a mark, blank lines and delimiters at the end", "\ufeff\n\nJānis Bērziņš;030303-10012;;\n;;;\n  \nAnna Ozola;329999-99901;;\n\n"],
  ["quotation marks", "\"Jānis Bērziņš\";\"030303-10012\"\r\"Anna Ozola\";\"329999-99901\"\r"],
  ["a Latvian header", "Nr.;Vārds, uzvārds;Personas kods\n1;Jānis Bērziņš;030303-10012\n2;Anna Ozola;329999-99901"],
  ["an English header", "Name,Personal code\nJānis Bērziņš,030303-10012\nAnna Ozola,329999-99901"],
  ["a Russian header", "№;Ф.И.О.;Перс. код\n1;Jānis Bērziņš;030303-10012\n2;Anna Ozola;329999-99901"],
  ["a header that turns the names round", "Uzvārds\tVārds\tp.k.\nBērziņš\tJānis\t030303-10012\nOzola\tAnna\t329999-99901"],
  ["a title above the header", "Šoferi 2026. gadā\n\nPersonas kods;Vārds;Uzvārds\n030303-10012;Jānis;Bērziņš\n329999-99901;Anna;Ozola"],
  ["the header again on each page", "Vārds, uzvārds;Personas kods\nJānis Bērziņš;030303-10012\nVārds, uzvārds;Personas kods\nAnna Ozola;329999-99901"],
  ["a header that is one cell too short", "Vārds, uzvārds;Personas kods\n1;Jānis Bērziņš;030303-10012\n2;Anna Ozola;329999-99901"],
  ["extra columns", "AB1234;Jānis Bērziņš;1. klase;03030310012;26123456\nCD1;Anna Ozola;2. klase;32999999901;20000000"],
  ["telephones that are said to be such", "Tālrunis;Vārds, uzvārds;Personas kods\n37126123456;Jānis Bērziņš;030303-10012\n37120000000;Anna Ozola;329999-99901"],
  ["formulas that keep text", "=\"03030310012\";Jānis Bērziņš\n=\"32999999901\";Anna Ozola"],
  ["lines of a scanned list", "1. Jānis Bērziņš 030303-10012\n2. Anna Ozola 329999-99901"],
  ["columns of spaces", "Jānis Bērziņš    030303-10012\nAnna Ozola       329999-99901"],
  ["all spellings of codes", "'0303031\u00a00012\u200b;Jānis Bērziņš\n３２９９９９\u2212９９９０１,;Anna Ozola"],
  ["codes as numbers with thousands and a fraction", "Kods;Vārds, uzvārds\n3.030.310.012;Jānis Bērziņš\n32999999901.0;Anna Ozola"],
])("a table with %s is read as it is guessed", async (_, text) => {
  expect(await question(text)).toBeNull();
  expect(await cells(text)).toEqual(two);
});

test.each([
  ["two columns of words", "Jānis;Bērziņš;030303-10012\nAnna;Ozola;329999-99901", "name", { given: 0, family: 1 }],
  ["a name and a manager's name", "Jānis Bērziņš;Ilze Liepa;030303-10012\nAnna Ozola;Ilze Liepa;329999-99901", "name", { full: 0 }],
  ["two headers of people", "Darbinieks;Vadītājs;PK\nJānis Bērziņš;Ilze Liepa;030303-10012\nAnna Ozola;Ilze Liepa;329999-99901", "name", { full: 0 }],
  ["telephones of eleven digits", "37126123456;Jānis Bērziņš;030303-10012\n37120000000;Anna Ozola;329999-99901", "code", { code: 2 }],
  ["an old and a new code", "Vecais personas kods;Jaunais personas kods;Vārds, uzvārds\n329999-99709;030303-10012;Jānis Bērziņš\n328673-00679;329999-99901;Anna Ozola", "code", { code: 1 }],
  ["an old code only", "Vecais personas kods;Vārds, uzvārds\n030303-10012;Jānis Bērziņš\n329999-99901;Anna Ozola", "code", { code: 0 }],
  ["a name of words and a town", "Vārds, uzvārds;Vārds, uzvārds;Kods\nJānis Bērziņš;Ilze Liepa;030303-10012\nAnna Ozola;Ilze Liepa;329999-99901", "name", { full: 0 }],
  ["lines of a scanned list with towns", "1. Jānis Bērziņš 030303-10012 Rīga\n2. Anna Ozola 329999-99901 Ogre", "name", { full: 1 }],
  ["only the header of a part", "Vārds;Kas;Kods\nJānis;Bērziņš;030303-10012\nAnna;Ozola;329999-99901", "name", { given: 0, family: 1 }],
] as const)("of a table with %s the person is asked", async (_, text, asked, answers) => {
  expect(await question(text)).toBe(asked);
  expect(await cells(text, answers)).toEqual(two);
});

test("a column of nothing but telephones is not taken for codes", async () => {
  expect(await question("Jānis Bērziņš;37126123456\nAnna Ozola;37120000000")).toBe("code");
  expect(await question("Vārds, uzvārds;Tālrunis\nJānis Bērziņš;37126123456\nAnna Ozola;37120000000")).toBe("code");
});

test("below a signature nobody is taken without a mark", async () => {
  const rows = await rowsOf("Vārds, uzvārds;Personas kods\nJānis Bērziņš;030303-10012\nKopā: 1;\nAnna Ozola;329999-99901\nValdes loceklis;\nIlze Liepa;329999-99709");
  expect(judge(rows, new Set()).map((faults) => faults.at(-1)?.code)).toEqual([undefined, "row-below-table", undefined, "row-below-table", "row-below-table"]);
});

test("a part that is not there stays empty, and no other column fills it", async () => {
  expect(await cells("030303-10012\n329999-99901")).toEqual([["030303-10012", ""], ["329999-99901", ""]]);
  expect(await cells("Jānis Bērziņš\nAnna Ozola")).toEqual([["", "Jānis Bērziņš"], ["", "Anna Ozola"]]);
  expect(await cells("Jānis Bērziņš;\nAnna Ozola;329999-99901\n;030303-10012")).toEqual([["", "Jānis Bērziņš"], ["329999-99901", "Anna Ozola"], ["030303-10012", ""]]);
  expect(await cells("Vārds, uzvārds;Personas kods;Tel.\nJānis Bērziņš;;37126123456\nAnna Ozola;nav;329999-99901", { code: 1 })).toEqual([["", "Jānis Bērziņš"], ["nav", "Anna Ozola"]]);
  expect(await readText(" \n\n")).toBe("empty");
});

test("what is wrong comes to the list as it is", async () => {
  expect(await cells("Personas kods;Vārds, uzvārds\n03o303-10012;J4nis\nnav;Anna\n030303-10012;Eva")).toEqual([["03o303-10012", "J4nis"], ["nav", "Anna"], ["030303-10012", "Eva"]]);
  expect(await cells("\"Jānis Bērziņš;030303-10012\n\"Anna \"\"Ozo\"\" Ozola\";329999-99901")).toEqual([["030303-10012", "\"Jānis Bērziņš"], ["329999-99901", "Anna \"Ozo\" Ozola"]]);
  expect(await cells("Bērziņš, Jānis;030303-10012")).toEqual([["030303-10012", "Bērziņš, Jānis"]]);
});

test("what a name cannot be, and what stands below a table, is marked", async () => {
  const rows = await rowsOf([
    "Vārds, uzvārds;Personas kods;Amats", "1. Jānis Bērziņš;030303-10012;", "Anna Ozola 329999-99901;329999-99901;", "329999-99709;329999-99709;", "B;328673-00679;", "Jānis Direktors;161175-19997;direktors",
    "Kopā: 5;020100-29990;", "Ilze Liepa;040404-19999;Sagatavoja", "_______________;311299-19993;",
  ].join("\n"));
  expect(judge(rows, new Set()).map((faults) => faults.map(({ code }) => code))).toEqual([
    ["name-begins-with-number"], ["name-holds-code"], ["name-holds-code"], ["name-letters"], [], ["row-below-table"], ["row-below-table"], ["name-missing"],
  ]);
});

test("a surname that begins like a sum or an office is one", async () => {
  const rows = await rowsOf("Uzvārds, vārds;Personas kods\nSumarokovs Jānis;030303-10012\nDirektorenko Anna;\nKopans Uldis;329999-99709\nValdess Oskars;328673-00679");
  expect(judge(rows, new Set()).map((faults) => faults.map(({ code }) => code))).toEqual([[], ["personal-code-missing"], [], []]);
});

test("a zero that the spreadsheet dropped comes back, with a note", async () => {
  const rows = await rowsOf("3030310012\tJānis B\n32999999901\tAnna C\n3030310013\tEva D");
  expect(rows.map((row) => [row.personalCode, row.note])).toEqual([["030303-10012", "zero-restored"], ["329999-99901", undefined], ["3030310013", undefined]]);
});

test("five thousand rows and no more", () => {
  const table = (count: number) => Array.from({ length: count }, (_, i) => [`32${`${i}`.padStart(9, "0")}`, "Jānis Bērziņš"]);
  const columns = guessColumns(table(20));
  expect(toRows(table(5_000), columns)).toMatchObject({ truncated: false, rows: { length: 5_000 } });
  expect(toRows(table(5_001), columns)).toMatchObject({ truncated: true, rows: { length: 5_000 } });
});

test("of a workbook the sheet is chosen; numbers have their zeros back, and a date is no code", async () => {
  const blob = await writeWorkbook([
    { sheet: "Atlaistie", data: [["Personas kods", "Vārds, uzvārds"], [32999999709, "Eva Liepa"]] },
    { sheet: "Strādā", data: [["Autovadītāji"], ["Personas kods", "Uzvārds", "Vārds", "Dzimis"], [3030310012, "Bērziņš", "Jānis", { value: new Date(Date.UTC(2003, 2, 3)), type: Date, format: "dd.mm.yyyy" }], ["329999-99901", "Ozola", "Anna", null]] },
    { sheet: "Auto", data: [["TX-1"]] },
  ]).toBlob();
  const list = await listIn(readFile(await blob.arrayBuffer()));
  expect(list.tables.map(({ name }) => name)).toEqual(["Atlaistie", "Strādā", "Auto"]);
  expect(surelyMeant(list)).toBeNull(); // two have codes
  const rows = list.tables[1]?.rows ?? [];
  expect(rows[2]).toEqual(["3030310012", "Bērziņš", "Jānis", "2003-03-03"]);
  expect(toRows(rows, guessColumns(rows)).rows).toMatchObject([{ personalCode: "030303-10012", name: "Jānis Bērziņš", note: "zero-restored" }, { personalCode: "329999-99901", name: "Anna Ozola" }]);
  expect(surelyMeant({ ...list, tables: list.tables.slice(1) })?.name).toBe("Strādā");
});

test("other programs' files are told apart", async () => {
  const file = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0)).buffer;
  expect(await readFile(file("\xd0\xcf\x11\xe0\xa1\xb1"))).toBe("old-excel");
  expect(await readFile(file("PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet"))).toBe("open-document");
  expect(await readFile(file("%PDF-1.7\n\x01\x02\x03"))).toBe("not-a-list");
  await expect(readFile(file("PK\x03\x04broken"))).rejects.toThrow();
});

test("an encoding that is not sure is shown by its names", async () => {
  const list = await listIn(readFile(Uint8Array.from([...Array.from("Nik", (c) => c.charCodeAt(0)), 0xe5, ...Array.from(" Ozo;329999-99901", (c) => c.charCodeAt(0))]).buffer));
  expect(list.tables.length).toBeGreaterThan(1);
  expect(surelyMeant(list)).toBeNull();
  expect(list.tables.map(sampleNames)).toContainEqual(["Nikå Ozo"]);
});

test("the template is read, and its examples are nobody", async () => {
  const rows = [...templateRows(["Personas kods", "Vārds, uzvārds", "Jānis Paraugs", "Anna Parauga"]), ["030303-10012", "Jānis Bērziņš"]];
  const list = await listIn(readFile(await (await workbook(rows)).arrayBuffer()));
  const table = list.tables[0]?.rows ?? [];
  expect(toPersons(toRows(table, guessColumns(table)).rows)).toEqual([{ personalCode: "030303-10012", name: "Jānis Bērziņš" }]);
});

const heads = {
  clients: ["Vadītājs", "Personas kods", "client_id", "Parole", "Izveidots", "Izveidoja", "Lietots", "Anulēts"],
  secrets: ["Driver", "Personal code", "client_id", "client_secret"],
} as const;

test("what the exports write is read again, whatever the names", async () => {
  let state = 9;
  const roll = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const letters = ["=", "+", "-", "@", "'", "\"", ";", ",", "Ā", "š", "b", " ", "’", ".", "1", "|", "\"\"", "'="];
  const name = () => `Xy${Array.from({ length: roll(6) }, () => letters[roll(letters.length)]).join("")}x`.trim().replace(/ +/g, " ");
  for (let i = 0; i < 150; i++) {
    const drivers = Array.from({ length: 1 + roll(8) }, (_, at) => ({ name: name(), personalCode: `32000${at}-12345` }));
    const clients = drivers.map((driver) => ({
      clientId: "tx-7k2m9-q4x0d-3hs8v-1bt6w-ze5nc-yd4e6", driver, secretId: "4x0d7k2m9q8s3hv1", state: "active" as const,
      createdAt: "2026-01-15T08:00:00.1234567Z", createdBy: { userId: "n9ddqnd2xj5hq0d10ck1pr5fc1", name: name() }, lastUsedAt: null, lastRideAt: null, annulledAt: null, validUntil: null, etag: "",
    }));
    const expected = drivers.map((driver) => [driver.personalCode, driver.name]);
    expect(await cells(await clientsCsv(clients, heads.clients), { full: 0 })).toEqual(expected);
    const secrets = drivers.map((driver) => ({ clientId: "tx-7k2m9", driver, secret: "=1+1;\"" }));
    expect(await cells(await secretsCsv(secrets, heads.secrets), { full: 0 })).toEqual(expected);
    const saved = (await listIn(readFile(await (await workbook(secretCells(secrets, heads.secrets))).arrayBuffer()))).tables[0]?.rows ?? [];
    expect(toRows(saved, carefully(guessColumns(saved), { full: 0 })).rows.map((row) => [row.personalCode, row.name])).toEqual(expected);
  }
});
