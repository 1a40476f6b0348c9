import fc from "fast-check";
import { expect, test } from "vitest";
import { type Answers, carefully } from "./cases/careful";
import { guessColumns } from "./columns";
import { judge, toPersons } from "./driverRows";
import { readFile, readText } from "./readFile";
import { surelyMeant } from "./tables";
import { toRows } from "./toRows";

const RUNS = 3_000;
const CP775 = "ĆüéāäģåćłēŖŗīŹÄÅÉæÆōöĢ¢ŚśÖÜø£Ø×¤ĀĪóŻżź”¦©®¬½¼Ł«»░▒▓│┤ĄČĘĖ╣║╗╝ĮŠ┐└┴┬├─┼ŲŪ╚╔╩╦╠═╬Žąčęėįšųūž┘┌█▄▌▐▀ÓßŌŃõÕµńĶķĻļņĒŅ’\u00ad±“¾¶§÷„°∙·¹³²■\u00a0";
const CP1257 = new TextDecoder("windows-1257").decode(Uint8Array.from({ length: 128 }, (_, i) => i + 128));

const given = ["Jānis", "Anna", "Eva", "Žanis", "Māra", "Pēteris", "Uldis", "Līga", "Ņina", "Ģirts", "Ķirils", "Čārlzs", "Anna Marija", "Oļegs"];
const family = ["Bērziņš", "Ozoliņa", "Liepa", "Ģēģeris", "Šķēle", "Kļaviņš", "Vītols", "Zariņa-Kalniņa", "Ūdris", "Īve", "de Vries", "Ķēniņš"];
const managers = ["Ilze Priede", "Ivars Kalns"];

interface Driver {
  given: string;
  family: string;
  /** 11 digits. */
  code: string;
}

const driver: fc.Arbitrary<Driver> = fc.record({
  given: fc.constantFrom(...given),
  family: fc.constantFrom(...family),
  code: fc.oneof(fc.integer({ min: 0, max: 999_999_999 }).map((n) => `32${`${n}`.padStart(9, "0")}`), fc.constantFrom("03030310012", "16117519997", "02010029990", "04040419999")),
});

const spellings: ((code: string) => string)[] = [
  (code) => `${code.slice(0, 6)}-${code.slice(6)}`, (code) => code, (code) => `'${code}`, (code) => `${code.slice(0, 6)}\u2212${code.slice(6)}\u200b`, (code) => `${code.slice(0, 6)} - ${code.slice(6)} `,
  (code) => `${code.slice(0, 2)}\u00a0${code.slice(2, 5)}\u00a0${code.slice(5, 8)}\u00a0${code.slice(8)}`, (code) => code.replace(/^0/, ""), (code) => `${code}.0`, (code) => `${code.slice(0, 6)}\u00ad-${code.slice(6)},`,
];

/** A column: how it may be headed, its cell for a driver, and what it is in truth. */
interface Column {
  heads: readonly string[];
  cell: (driver: Driver, row: number) => string;
  is?: keyof Answers;
}

const codeColumn: Column = { heads: ["Personas kods", "PERSONAS KODS:", "Pers. kods", "P.K.", "Personal code", "Персональный код", "Vadītāja personas kods"], cell: ({ code }) => code, is: "code" };
const nameColumns: readonly (readonly Column[])[] = [
  [{ heads: ["Vārds, uzvārds", "Vārds un uzvārds", "Autovadītājs", "Name", "ФИО"], cell: (one) => `${one.given} ${one.family}`, is: "full" }],
  [{ heads: ["Vārds", "Vārds(-i)", "First name", "Имя"], cell: (one) => one.given, is: "given" }, { heads: ["Uzvārds", "Last name", "Фамилия"], cell: (one) => one.family, is: "family" }],
];
const extras: readonly Column[] = [
  { heads: ["Nr. p. k.", "Nr.", "№"], cell: (_, row) => `${row + 1}.` },
  { heads: ["Tālrunis", "Mob. tel.", "Telefons"], cell: (_, row) => `371${26_000_000 + row * 7_919}` },
  { heads: ["Tālrunis"], cell: (_, row) => (row % 3 === 0 ? "" : `+371 ${29_000_000 + row}`) },
  { heads: ["Darbinieka kods", "Tabeles Nr."], cell: (_, row) => `00${17 + row}` },
  { heads: ["Tiešais vadītājs", "Nodaļas vadītājs", "Brigadieris"], cell: (_, row) => managers[row % 2] ?? "" },
  { heads: ["Vecais personas kods"], cell: ({ code }) => `39${code.slice(2)}` },
  { heads: ["Automašīna", "Auto nr."], cell: (_, row) => `TX-${1001 + row}` },
  { heads: ["Nodaļa", "Pilsēta"], cell: (_, row) => ["Rīga", "Ogre"][row % 2] ?? "" },
  { heads: ["E-pasts"], cell: (_, row) => `x${row}@taksis.lv` },
  { heads: ["Dzimšanas datums"], cell: (_, row) => `03.0${1 + (row % 9)}.1990` },
  { heads: ["Piezīmes"], cell: (_, row) => (row % 4 === 0 ? "jauns līgums" : "") },
  { heads: ["Adrese"], cell: (_, row) => `Brīvības iela ${row + 1}, Rīga` },
];

const list = fc.record({
  drivers: fc.uniqueArray(driver, { minLength: 3, maxLength: 12, selector: ({ code }) => code }),
  names: fc.constantFrom(...nameColumns),
  extra: fc.subarray([...extras], { maxLength: 4 }),
  order: fc.infiniteStream(fc.nat(1_000)),
  head: fc.nat(5),
  headed: fc.boolean(),
  title: fc.constantFrom("", "Autovadītāji", "SIA Pārbaudes taksis;Reģ. Nr.;40003521600"),
  spelling: fc.constantFrom(...spellings),
  delimiter: fc.constantFrom(";", "\t", ","),
  encoding: fc.constantFrom("utf-8", "utf-8 marked", "utf-16le", "windows-1257", "cp775"),
  faultyRow: fc.option(fc.nat(11)),
  foot: fc.constantFrom("", "Kopā", "Sagatavoja: Ilze Priede"),
});

function encode(text: string, encoding: string): ArrayBuffer | null {
  if (encoding === "utf-16le") {
    return Uint8Array.from([0xff, 0xfe, ...Array.from(text).flatMap((sign) => [sign.charCodeAt(0) & 0xff, sign.charCodeAt(0) >> 8])]).buffer;
  }
  if (encoding.startsWith("utf-8")) {
    return new TextEncoder().encode(`${encoding === "utf-8" ? "" : "\ufeff"}${text}`).buffer;
  }
  const table = encoding === "cp775" ? CP775 : CP1257;
  const bytes = Array.from(text, (sign) => (sign < "\x80" ? sign.charCodeAt(0) : table.indexOf(sign) + 128));
  return bytes.includes(127) ? null : Uint8Array.from(bytes).buffer; // it has no such sign
}

test("of no list a wrong person is taken without a mark, and nobody gets lost", async () => {
  await fc.assert(
    fc.asyncProperty(list, async (one) => {
      const keys = one.order;
      const columns = [codeColumn, ...one.names, ...one.extra].map((column) => ({ column, key: Number(keys.next().value) })).sort((a, b) => a.key - b.key).map(({ column }) => column);
      const quoted = (cell: string) => (cell.includes(one.delimiter) ? `"${cell}"` : cell);
      const cells = one.drivers.map((driver, row) => columns.map((column) => (column.is === "code" ? (row === one.faultyRow ? "" : one.spelling(driver.code)) : column.cell(driver, row))));
      const lines = [
        ...(one.title === "" || !one.headed ? [] : [one.title.replaceAll(";", one.delimiter)]),
        ...(one.headed ? [columns.map(({ heads }) => quoted(heads[one.head % heads.length] ?? "")).join(one.delimiter)] : []),
        ...cells.map((row) => row.map(quoted).join(one.delimiter)),
        ...(one.foot === "" ? [] : [columns.map(({ is }) => (is === "full" || is === "given" ? one.foot : "")).join(one.delimiter)]),
      ];
      const text = lines.join("\r\n");
      const bytes = encode(text, one.encoding) ?? encode(text, "utf-8");
      const read = await readFile(bytes ?? new ArrayBuffer(0));
      if (typeof read === "string") {
        throw new Error(read);
      }
      // Asked for the encoding, the person takes the one in which the names are right.
      const wanted = one.drivers.map((driver) => driver.family);
      const table = surelyMeant(read) ?? read.tables.find(({ rows }) => wanted.every((name) => rows.some((row) => row.some((cell) => cell.includes(name)))));
      const guess = guessColumns(table?.rows ?? []);
      const answers: Answers = Object.fromEntries(columns.flatMap(({ is }, at) => (is ? [[is, at]] : [])));
      const { rows } = toRows(table?.rows ?? [], carefully(guess, answers));
      const faults = judge(rows, new Set());
      const taken = toPersons(rows.filter((_, at) => faults[at]?.length === 0));
      const right = one.drivers.filter((_, row) => row !== one.faultyRow).map(({ code, given: first, family: last }) => ({ personalCode: `${code.slice(0, 6)}-${code.slice(6)}`, name: `${first} ${last}` }));
      expect(taken).toEqual(right);
    }),
    { numRuns: RUNS, seed: 15 },
  );
});

test("whatever is pasted, nothing throws, and no row comes out empty", async () => {
  const pieces = ["\"", "'", "=", ";", ",", "\t", "\n", "\r", "\r\n", " ", "\0", "\ufeff", "sep=;\n", "sep=\"\n", "030303-10012", "3030310012", "Jānis", "Vārds", "kods", "\ud800", "-", "12", "|", "=\"", "š"];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), async (parts) => {
      const list = await readText(parts.join(""));
      const table = typeof list === "string" ? [] : (list.tables[0]?.rows ?? []);
      const { rows } = toRows(table, guessColumns(table));
      expect(rows.every((row) => row.personalCode !== "" || row.name !== "")).toBe(true);
    }),
    { numRuns: RUNS, seed: 4 },
  );
});
