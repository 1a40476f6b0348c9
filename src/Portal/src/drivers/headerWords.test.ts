import { expect, test } from "vitest";
import { readHeader } from "./headerWords";

test.each([
  ["Personas kods", "code"], ["PERSONAS KODS:", "code"], ["Šofera personas kods", "code"], ["p.k.", "code"], ["Driver's personal code", "code"], ["Personas\nkods (bez defises)", "code"],
  ["Kods", "code"], ["Jaunais personas kods", "code"], ["Персональный код", "code"],
  ["Vārds", "given"], ["Vārds(-i)", "given"], ["Vārds/-i", "given"], ["First name", "given"], ["Имя", "given"], ["Uzvārds", "family"], ["Surname", "family"], ["Фамилия", "family"],
  ["Vārds, uzvārds", "full"], ["Uzvārds un vārds", "full"], ["Vadītāja vārds, uzvārds", "full"], ["Name", "full"], ["Ф.И.О.", "full"],
])("%j is sure to be %j", (header, role) => {
  expect(readHeader(header)).toEqual({ role, sure: true });
});

test.each([["Autotransporta līdzekļa vadītājs", "full"], ["Vadītājs", "full"], ["Driver", "full"], ["Vecais personas kods", "code"]])("%j may be %j", (header, role) => {
  expect(readHeader(header)).toEqual({ role, sure: false });
});

test.each([
  "Nr.", "Nr. p. k.", "N.p.k.", "№", "№ п/п", "Taksometra nr.", "client_id", "Reģ. Nr.", "Tālrunis", "Mob. tālr.", "E-pasts", "Automašīna", "Nodaļa", "Darbinieka tabeles nr.", "Nodaļas vadītājs",
  "Tiešais vadītājs", "Kontaktpersonas vārds", "Dzimšanas datums", "Autovadītāja apliecības nr.", "Телефон", "Manager",
])("%j is something else", (header) => {
  expect(readHeader(header)).toEqual({ role: null });
});

test.each(["", "Kods Jānis", "Vardan Petrosjan", "Adam Driver", "Jānis Bērziņš", "030303-10012", "Vadītājs Nr. 1", "Maršruts"])("%j is no header that is known", (header) => {
  expect(readHeader(header)).toBeUndefined();
});
