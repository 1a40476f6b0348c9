export type PersonalCodeFault = "personal-code-missing" | "personal-code-format" | "personal-code-date" | "personal-code-check-digit";

const invisible = /[\s\p{Cf}]+/gu;
const dashes = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/gu;
const weights = [10, 5, 8, 4, 2, 1, 6, 3, 7, 9];

/**
 * Reads a code as people type and paste it; spaces anywhere and any dash for the hyphen are forgiven. `code` is what the server
 * accepts and shows, `030303-10012`. The three forms and their rules are told in src/Core/Identifiers/PersonalCode.cs.
 */
export function readPersonalCode(typed: string): { code: string } | { fault: PersonalCodeFault } {
  const plain = typed.replace(invisible, "").replace(dashes, "-");
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
export function maskPersonalCode(code: string): string {
  return `${code.slice(0, 8)}****`;
}

/** Spreadsheets take a code without a hyphen for a number and drop its leading 0. Null unless a 0 in front makes a valid code. */
export function restoreLeadingZero(typed: string): string | null {
  const plain = typed.replace(invisible, "");
  const read = /^[0-9]{10}$/.test(plain) ? readPersonalCode(`0${plain}`) : null;
  return read !== null && "code" in read ? read.code : null;
}

function faultOfOldForm(digits: string): PersonalCodeFault | null {
  const [day, month, year, century] = [[0, 2], [2, 4], [4, 6], [6, 7]].map(([from, to]) => Number(digits.slice(from, to))) as [number, number, number, number];
  const lastDay = new Date(Date.UTC(1800 + 100 * century + year, month, 0)).getUTCDate();
  if (century > 2 || month < 1 || month > 12 || day < 1 || day > lastDay) {
    return "personal-code-date";
  }

  const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 1);
  return (sum % 11) % 10 === Number(digits[10]) ? null : "personal-code-check-digit";
}
