import { fold } from "../search/fold";

/** `full`: one column for the whole name. */
export type Role = "code" | "given" | "family" | "full";

const phrases: Readonly<Record<Role, readonly string[]>> = {
  code: [
    "personas kods", "pers kods", "pk", "p k", "kods", "personas kods nmr",
    "personal code", "personal id", "personal id code", "personal number", "personal identity number", "identity code", "national id", "id code", "code",
  ],
  given: ["vards", "vardi", "first name", "firstname", "given name", "given names", "forename"],
  family: ["uzvards", "uzvardi", "last name", "lastname", "family name", "surname"],
  full: ["vards uzvards", "uzvards vards", "pilns vards", "name", "full name", "name surname", "surname name", "first name last name", "first last name"],
};

const people = new Set([
  "autovaditajs", "autovaditaji", "darbinieks", "darbinieki", "soferis", "soferi", "taksists", "taksisti", "vaditajs", "vaditaji",
  "driver", "drivers", "employee", "employees",
]);

/** Words that say whose it is, or nothing. */
const passedOver = new Set([
  ...people, "autotransporta", "autovaditaja", "darbinieka", "lidzekla", "sofera", "taksometra", "taksista", "transportlidzekla", "vaditaja",
  "s", "un", "and", "nr", "no",
]);

const roles = new Map(Object.entries(phrases).flatMap(([role, all]) => all.map((phrase): [string, Role] => [phrase, role as Role])));

/** What a column's header says the column is; null for any other text. "Šofera vārds, uzvārds" is `full`, and so is "Šoferis". */
export function roleOf(header: string): Role | null {
  const words = fold(header).match(/\p{L}+/gu) ?? [];
  const telling = words.filter((word) => !passedOver.has(word));
  return telling.length === 0 && words.some((word) => people.has(word)) ? "full" : roles.get(telling.join(" ")) ?? null;
}
