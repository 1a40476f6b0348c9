import type { components } from "../api/schema";
import { readPersonalCode } from "../identifiers/personalCode";

/** Letters that Unicode does not take apart. */
const transcribed: Record<string, string> = { ł: "l", ø: "o", đ: "d", ð: "d", ı: "i", ß: "ss", æ: "ae", œ: "oe", þ: "th" };

/** Lower case without diacritics: "Jānis Bērziņš" becomes "janis berzins", "Łukasz Groß" "lukasz gross". As the API folds. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase().replace(/[łøđðıßæœþ]/g, (letter) => transcribed[letter] ?? letter);
}

/** Whether a search finds the client: part of the driver's name or of the client_id as people type it, or the whole personal code. */
export function matches(client: Pick<components["schemas"]["Client"], "clientId" | "driver">, search: string): boolean {
  const wanted = search.trim();
  if (wanted === "" || fold(client.driver.name).includes(fold(wanted))) {
    return true;
  }

  const code = readPersonalCode(wanted);
  if ("code" in code && code.code === client.driver.personalCode) {
    return true;
  }

  const id = compactId(wanted);
  return id !== "" && compactId(client.clientId).includes(id);
}

function compactId(typed: string): string {
  return typed.toLowerCase().replaceAll("-", "").replaceAll("o", "0").replace(/[il]/g, "1");
}
