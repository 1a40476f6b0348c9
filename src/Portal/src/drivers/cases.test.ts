import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { guessColumns } from "./columns";
import { judge, toPersons } from "./driverRows";
import { type Answers, carefully } from "./cases/careful";
import { readFile } from "./readFile";
import { toRows } from "./toRows";

const folder = join(import.meta.dirname, "cases");
const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as Record<string, { drivers: [string, string][] }>;

/** What a person answers who is asked, by the file: the columns of the code and of the name. */
const answers: Record<string, Answers> = {
  "vecais_jaunais_kods.csv": { code: 2 },
  "neredzamas_zimes.csv": { code: 1 },
};

test("there are the cases that are told of", () => {
  expect(readdirSync(folder).filter((name) => name.endsWith(".csv")).sort()).toEqual(Object.keys(expected).sort());
});

test.each(Object.entries(expected))("%s gives its drivers after one confirmation, and nobody else without a mark", async (name, { drivers }) => {
  const bytes = readFileSync(join(folder, name));
  const list = await readFile(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  if (typeof list === "string") {
    throw new Error(list);
  }
  expect(list.tables.length).toBe(1);
  const table = list.tables[0]?.rows ?? [];
  const { rows } = toRows(table, carefully(guessColumns(table), answers[name] ?? {}));
  const faults = judge(rows, new Set());
  const taken = toPersons(rows.filter((_, at) => faults[at]?.length === 0));
  expect(taken.map(({ personalCode, name: driver }) => [personalCode, driver])).toEqual(drivers);
});
