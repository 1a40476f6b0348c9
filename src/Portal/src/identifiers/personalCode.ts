export type PersonalCodeFault = "personal-code-missing" | "personal-code-format" | "personal-code-date" | "personal-code-check-digit";

const invisible = /[\s\p{Cf}]+/gu;
const dashes = /[\p{Pd}\u2212\u207B\u208B]/gu;
const quotes = /^=?['"`´\u2018-\u201F\u2032\u2033«»]+|['"`´\u2018-\u201F\u2032\u2033«»]+$/gu;
const weights = [10, 5, 8, 4, 2, 1, 6, 3, 7, 9];

/**
 * The one cleaning of codes, for finding and for reading them: full-width digits, spaces of all kinds, signs without width, dashes for
 * hyphens, quotes around, what a spreadsheet adds to numbers (`.0`, thousands, `3.2999999901E+10`), a comma or semicolon at the end.
 */
export function cleanCode(typed: string): string {
  const plain = typed
    .replace(/[\uFF10-\uFF19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(invisible, "")
    .replace(dashes, "-")
    .replace(/[,;]+$/, "")
    .replace(quotes, "")
    .replace(/[,;]+$/, "")
    .replace(/^([0-9]{2}(?:[0-9.,'\u2019]*[0-9])?)[.,]0{1,2}$/, "$1");
  const [, first = "", rest = "", power] = /^([1-9])[.,]([0-9]{9,10})E\+?([0-9]{1,2})$/i.exec(plain) ?? [];
  if (rest !== "" && rest.length === Number(power)) {
    return first + rest;
  }
  return /^[0-9]{1,2}([.,'\u2019])[0-9]{3}(?:\1[0-9]{3}){2}$/.test(plain) ? plain.replace(/[^0-9]/g, "") : plain;
}

/** Reads a code as people type it. `code` is as the server shows it, `030303-10012`. Rules: src/Core/Identifiers/PersonalCode.cs. */
export function readPersonalCode(typed: string): { code: string } | { fault: PersonalCodeFault } {
  const plain = cleanCode(typed);
  if (plain === "") {
    return { fault: "personal-code-missing" };
  }
  if (!/^[0-9]{6}-?[0-9]{5}$/.test(plain)) {
    return { fault: "personal-code-format" };
  }
  const digits = plain.replace("-", "");
  const fault = /^(9|3[2-9])/.test(digits) ? null : faultOfOldForm(digits);
  return fault === null ? { code: `${digits.slice(0, 6)}-${digits.slice(6)}` } : { fault };
}

/** As the server shows it where the whole code is not needed: 030303-1****. */
export const maskPersonalCode = (code: string): string => `${code.slice(0, 8)}****`;

/** Spreadsheets take a code without a hyphen for a number and drop its leading 0. Null unless a 0 in front makes a valid code. */
export function restoreLeadingZero(typed: string): string | null {
  const plain = cleanCode(typed);
  const read = /^[0-9]{10}$/.test(plain) ? readPersonalCode(`0${plain}`) : null;
  return read !== null && "code" in read ? read.code : null;
}

function faultOfOldForm(digits: string): PersonalCodeFault | null {
  const [day = 0, month = 0, year = 0, century = 0] = [[0, 2], [2, 4], [4, 6], [6, 7]].map(([from, to]) => Number(digits.slice(from, to)));
  const lastDay = new Date(Date.UTC(1800 + 100 * century + year, month, 0)).getUTCDate();
  if (century > 2 || month < 1 || month > 12 || day < 1 || day > lastDay) {
    return "personal-code-date";
  }
  const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 1);
  return (sum % 11) % 10 === Number(digits[10]) ? null : "personal-code-check-digit";
}
