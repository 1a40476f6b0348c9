import { expect, test } from "vitest";
import { finder, fold } from "./fold";

test.each([
  ["Jānis Bērziņš", "janis berzins"],
  ["Ja\u0304nis", "janis"],
  ["ĀČĒĢĪĶĻŅŠŪŽ", "acegiklnsuz"],
  ["ŁUKASZ Kowałski", "lukasz kowalski"],
  ["Søren ÆRØ, Đorđe, Groß ẞ, Œuvre, Þór Guðrún, Işıl", "soren aero, dorde, gross ss, oeuvre, thor gudrun, isil"],
  ["TX-7K2M9", "tx-7k2m9"],
  ["İstanbul", "istanbul"],
  ["Юрий", "юрии"],
  ["", ""],
])("%j folds to %j", (text, folded) => {
  expect(fold(text)).toBe(folded);
});

const client = {
  clientId: "tx-7k2m9-q4x0d-3hs8v-1bt6w-ze5nc-yd4e6",
  driver: { name: "Jānis Bērziņš", personalCode: "030303-10012" },
};

test.each([
  "", "  ", "berz", "JANIS b", " bērziņš ", "030303-10012", "03030310012", "030303\u201310012", "q4xOd3HS8V", "V-lBT", "3hs8v 1bt6w", "TX7K2M9Q4X0D3HS8V1BT6WZE5NCYD4E6", "TX\u20117k2m9\u2011q4x0d-3HS8V",
])("the client is found by %j", (search) => {
  expect(finder(search)(client)).toBe(true);
});

test.each(["ozols", "030303", "030303-10004", "tx-8", "-", "---", "tx-7k2m9", "7k2m9 q4x0d", "zzz", "hs8", "yd4e6"])("the client is not found by %j", (search) => {
  expect(finder(search)(client)).toBe(false);
});
