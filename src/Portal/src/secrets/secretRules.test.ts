import { expect, test } from "vitest";
import { checkSecret } from "./secretRules";

const words = ["SIA \"Ātrais Zibens\"", "40003521600", "Jānis Bērziņš", "Eva Ozo", "030303-10012"];

function faults(value: string, context: readonly string[] = words): string[] {
  return checkSecret(value, { words: context }).filter((rule) => !rule.met).map((rule) => rule.code);
}

// The vectors of tests/Secrets/SecretPolicyTest.cs.

test.each([
  "correct horse battery staple 7",
  "pelmeni lido pari jumtam vakaros, kad neviens neskatas uz augsu!",
  "x8Kq!zP0v@Lm3#R",
  "8362-9471-0384-4417",
  "Eva un vid klusa stunda Nr. 9",
])("%j keeps every rule", (value) => {
  expect(faults(value)).toEqual([]);
});

test.each([
  ["fourteen chars", ["secret-too-short"]],
  ["", ["secret-too-short"]],
  ["correct horse batterija š", ["secret-characters"]],
  ["correct horse battery\nstaple", ["secret-characters"]],
  ["correct horse battery staple\n", ["secret-characters"]],
  [" correct horse battery staple", ["secret-space-at-end"]],
  ["correct horse battery staple ", ["secret-space-at-end"]],
  ["eds_correct horse battery staple", ["secret-reserved-prefix"]],
  ["eds_parolē ", ["secret-too-short", "secret-characters", "secret-space-at-end", "secret-reserved-prefix"]],
  ["a".repeat(129), ["secret-too-long"]],
])("%j is of bad form", (value, codes) => {
  expect(faults(value)).toEqual(codes);
});

test.each(["aaaaaaaaaaaaaaa", "xK!9xK!9xK!9xK!9", "aBcdAbcdaBcdAbcda", "11111111111111x", "kvrtmbkvrtmbkvrtmb", "93 17493 17493 174"])("%j is repetitive", (value) => {
  expect(faults(value)).toEqual(["secret-repetitive"]);
});

test.each(["abcdefghijklmno", "123456789012345", "zyxwvutsrqponml", "Q7-ABCDEFGHIJKLMNOP"])("%j is sequential", (value) => {
  expect(faults(value)).toEqual(["secret-sequential"]);
});

test.each([
  "mans Berzins ezers pie kalna", "mans b3rz1n$ ezers pie kalna", "klusa ZIBENS stunda vakara", "ezers 40003521600 kalns", "ezers 030303-10012 kalns",
  "ezers 03030310012 kalns", "7ak$0m3tra durvis ir zalas", "sarezgita P4r0le jumtam", "Eva/vid+Ozo=2031 (taxi)", "eds.vid.riga.8362-9471", "passwordpassword1",
])("%j has a word that a guesser tries first", (value) => {
  expect(faults(value)).toEqual(["secret-context-word"]);
});

test.each([
  "iloveyouforever1", "monkey dragon 12", "princess dragon1", "Tr0ub4dorLetmein", // common words
  "summer2024summer2024", "p4ssw0r2".repeat(4), // what they repeat is weak only to a dictionary
  "19850611 20011231", "fghjkl;'[poiuyt", // dates and rows of keys
])("%j is left to the server", (value) => {
  expect(faults(value)).toEqual([]);
});

test("the word that a secret must not have is told, if it is one", () => {
  const told = (value: string) => checkSecret(value, { words }).find((rule) => !rule.met);
  expect(told("mans b3rz1n$ ezers pie kalna")).toEqual({ code: "secret-context-word", met: false, word: "berzins" });
  expect(told("eds.vid.riga.8362-9471")).toEqual({ code: "secret-context-word", met: false });
});

test("a strong secret repeated is accepted", () => {
  expect(faults("4@8({[<3690!1|70$5+%2".repeat(7).slice(0, 127) + "#")).toEqual([]);
});

test("odd context does no harm", () => {
  expect(faults("correct horse battery staple 7", ["", " ", "-", "c", "7", "\ufffe", "\ud800", "Юрий", "A B C"])).toEqual([]);
});

test("every rule is told, in the order of the server, whether it is met or not", () => {
  expect(checkSecret("x8Kq!zP0v@Lm3#R", { words }).map((rule) => rule.code)).toEqual([
    "secret-too-short", "secret-too-long", "secret-characters", "secret-space-at-end", "secret-reserved-prefix",
    "secret-repetitive", "secret-sequential", "secret-context-word",
  ]);
});

test("the longest secret for five thousand drivers is judged while one types", () => {
  const drivers = Array.from({ length: 5_000 }, (_, i) => [`Vārds${i} Uzvārds${i}`, `${i}`.padStart(11, "9")]).flat();
  const started = performance.now();
  expect(faults("4@8({[<3690!1|70$5+%2".repeat(7).slice(0, 127) + "#", drivers)).toEqual([]);
  expect(performance.now() - started).toBeLessThan(1_000);
});
