import { fold } from "../search/fold";

/** What a column is: a personal code, a whole name, a given name, a surname. */
export type Role = "code" | "full" | "given" | "family";

/** What a header says. Not `sure`: the person is asked, as "vadītājs" may be a manager and an old code is none. `null`: something else. */
export type Header = { role: Role; sure: boolean } | { role: null };

const phrases: Readonly<Record<Role, readonly string[]>> = {
  code: [
    "personas kods", "pers kods", "personas koda", "personas kodi", "personas kods nmr", "personkods", "personas nr", "personas numurs",
    "pk", "p k", "personal code", "personal id", "personal id code", "personal id number", "personal number",
    "personal identity number", "identity code", "national id", "id code", "kods", "code", "id", "код",
    "персональныи код", "персональныи номер", "персон код", "перс код", "личныи код", "п к", "пк",
  ],
  given: ["vards", "vardi", "first name", "firstname", "given name", "given names", "forename", "имя"],
  family: ["uzvards", "uzvardi", "last name", "lastname", "family name", "surname", "фамилия"],
  full: [
    "vards uzvards", "vardi uzvardi", "uzvards vards", "pilns vards", "name", "full name", "name surname", "surname name",
    "first name last name", "first last name", "фио", "ф о", "фамилия имя", "имя фамилия", "фамилия имя отчество", "полное имя",
  ],
};

/** "Vadītājs" is a driver or a manager; whoever it is, he has a name. */
const people = new Set([
  "autovaditajs", "autovaditaji", "darbinieks", "darbinieki", "soferis", "soferi", "taksists", "taksisti", "vaditajs", "vaditaji",
  "driver", "drivers", "employee", "employees", "водитель", "водители", "сотрудник", "работник", "шофер",
]);

/** Words that say whose it is, or nothing. */
const passedOver = new Set([
  ...people, "autotransporta", "autovaditaja", "darbinieka", "lidzekla", "sofera", "taksometra", "taksista", "transportlidzekla",
  "vaditaja", "водителя", "сотрудника", "s", "un", "and", "и", "bez", "defises", "obligati",
]);

/** Beginnings of words for what is nobody's name and no personal code, and for people who are not the drivers. */
const others = new RegExp(`^(${`
  nr num no npk reg tabel talr telef tel mob phone fax epast past mail auto transp masin mark model car veh plat adres addr iela
  pils cit noda dala dalas depart struk licen aplie kart dat dzim birth amat pos piez note koment comm alg sum stav stat konts
  iban bank valst country client parol pass secret izveid creat liet used anul seri derig kontakt contact laul dzives mates teva
  ties[ai] priek menedz manag atbild piln direk disp gramat main iepriek bijus agrak maiden former prev super emerg тел моб почт
  авто машин адрес город отдел лиценз дата должн прим номер руков началь контакт отчест №
`.trim().replace(/\s+/g, "|")})`);

const roles = new Map(Object.entries(phrases).flatMap(([role, all]) => all.map((phrase): [string, Role] => [phrase, role as Role])));

/** What the header of a column says about it: undefined for a text that is none, such as a name. */
export function readHeader(header: string): Header | undefined {
  if (/[0-9]/.test(header)) {
    return undefined;
  }
  const words = fold(header.replace(/\([^)]*\)|[-/]\p{L}{1,2}(?!\p{L})/gu, " ")).match(/[\p{L}№]+/gu) ?? [];
  // "Nr. p. k." is a number in a row.
  const isInNumber = (word: string) => /^(n|nr|no|num|numurs|p|k|pk|npk|kart|№|п|н|пп)$/.test(word);
  if (words.every(isInNumber) && words.some((word) => /^(n|№)/.test(word))) {
    return { role: null };
  }
  const old = words.some((word) => /^(vec|iepriek|bijus|agrak|old|former|prev|стар|прежн)/.test(word));
  const telling = words.filter((word) => !passedOver.has(word) && !/^(vec|jaun|old$|new$|стар|нов)/.test(word));
  if (telling.length === 0) {
    return words.some((word) => people.has(word)) ? { role: "full", sure: false } : undefined;
  }
  const role = roles.get(telling.join(" "));
  if (role !== undefined) {
    return { role, sure: !old };
  }
  return telling.some((word) => others.test(word)) ? { role: null } : undefined;
}
