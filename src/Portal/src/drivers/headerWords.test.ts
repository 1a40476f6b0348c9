import { expect, test } from "vitest";
import { roleOf } from "./headerWords";

test.each([
  ["Personas kods", "code"], ["PERSONAS KODS:", "code"], ["Šofera personas kods", "code"], ["p.k.", "code"], ["Driver's personal code", "code"],
  ["Vārds", "given"], ["First name", "given"], ["Uzvārds", "family"], ["Surname", "family"],
  ["Vārds, uzvārds", "full"], ["Uzvārds un vārds", "full"], ["Autotransporta līdzekļa vadītājs", "full"], ["Driver", "full"], ["Vadītāja vārds, uzvārds", "full"], ["Name", "full"],
  ["", null], ["Nr.", null], ["Taksometra nr.", null], ["client_id", null], ["Kods Jānis", null], ["Vardan Petrosjan", null], ["Adam Driver", null],
  ["Jānis Bērziņš", null], ["030303-10012", null], ["Izveidots", null],
])("%j is %j", (header, role) => {
  expect(roleOf(header)).toBe(role);
});
