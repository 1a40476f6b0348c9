export type NameFault = "name-missing" | "name-too-long" | "name-characters";

const longest = 100;

/** What nobody can see or read: control, format, separator, blank, private-use and unassigned characters, halves of a pair. */
const unreadable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800\uFFFD]/u;

const letterOrDigit = /[\p{L}\p{Nd}]/u;

/** `name` is trimmed, in NFC and with single spaces, and is one that src/Core/Identifiers/NameRule.cs accepts. */
export function readDriverName(typed: string): { name: string } | { fault: NameFault } {
  const name = typed.replace(/\s+/gu, " ").trim().normalize("NFC");
  if (name === "") {
    return { fault: "name-missing" };
  }
  if (unreadable.test(name)) {
    return { fault: "name-characters" };
  }
  if (!letterOrDigit.test(name)) {
    return { fault: "name-missing" };
  }
  return Array.from(name).length > longest ? { fault: "name-too-long" } : { name };
}
