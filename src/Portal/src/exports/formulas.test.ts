import papa from "papaparse";
import { expect, test } from "vitest";
import { clientsCsv } from "./csv";
import { guarded, unguarded } from "./formulas";

test.each([
  ["=1+1", "'=1+1"], ["+371", "'+371"], ["-1", "'-1"], ["@SUM(A1)", "'@SUM(A1)"], ["'=1", "''=1"],
  ["＝1+1", "'＝1+1"], ["＋371", "'＋371"], ["－1", "'－1"], ["＠SUM(A1)", "'＠SUM(A1)"], ["Anna; ＝1", "Anna; '＝1"], ["\u3000=1", "\u3000'=1"],
  ["Anna,=cmd|'/C calc'!A0,", "Anna,'=cmd|'/C calc'!A0,"], ["Anna; -1", "Anna; '-1"], ["Anna,\"=1\"", "Anna,\"'=1\""], [",=1,+2", ",'=1,'+2"],
  ["Anna-Marija", "Anna-Marija"], ["Anna = Marija", "Anna = Marija"], ["O'Neil, Anna", "O'Neil, Anna"], ["'Anna'", "'Anna'"], ["", ""],
])("%j goes out as %j and comes back", (text, written) => {
  expect(guarded(text)).toBe(written);
  expect(unguarded(written)).toBe(text);
});

test.each([",", ";", "\t"])("no cell is a formula where the file is split at %j", async (delimiter) => {
  const names = ["Anna,=cmd|'/C calc'!A0,", "Anna;=1+1", "Anna\",\"=1+1", "Anna,\"\"=1+1", "\"=1+1", "=1+1", "A, @B", "＝1+1", "A,＋1", "－1", "A;＠B"];
  const client = {
    clientId: "tx-1", secretId: "s1", state: "active" as const, createdAt: "2026-01-15T08:00:00Z", lastUsedAt: null, lastRideAt: null, annulledAt: null, validUntil: null, etag: "",
  };
  const clients = names.flatMap((name) => names.map((by) => ({ ...client, driver: { name, personalCode: "030303-10012" }, createdBy: { userId: "u", name: by } })));
  const written = await clientsCsv(clients, ["N", "C", "I", "P", "D", "B", "U", "A"]);
  const cells = papa.parse<string[]>(written.replace("\ufeff", ""), { delimiter }).data.flat();
  // As Excel does it, and not papaparse: a quotation mark within a cell that began without one, or after one that is closed, is a character.
  const naive = written.replace("\ufeff", "").split("\r\n").flatMap((line) => line.split(delimiter)).map((cell) => cell.replace(/^"*/, ""));
  expect([...cells, ...naive].filter((cell) => /^\s*[=+\-@＝＋－＠]/.test(cell))).toEqual([]);
});
