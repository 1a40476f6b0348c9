import type { components } from "../api/schema";
import { readPersonalCode } from "../identifiers/personalCode";

/** Letters that Unicode does not take apart. */
const transcribed: Record<string, string> = { ł: "l", ø: "o", đ: "d", ð: "d", ı: "i", ß: "ss", æ: "ae", œ: "oe", þ: "th" };

/** Lower case without diacritics: "Jānis Bērziņš" becomes "janis berzins", "Łukasz Groß" "lukasz gross". As the API folds. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase().replace(/[łøđðıßæœþ]/g, (letter) => transcribed[letter] ?? letter);
}

type Found = Pick<components["schemas"]["Client"], "clientId" | "driver">;

const TAXPAYER_PART = 10;
const CHECKED_PART = 26;
const LEAST_OF_RANDOM = 4;
const foldedNames = new WeakMap<object, string>();

/** What a search finds: part of the driver's name, the whole personal code, or at least four signs of the client_id's random part. */
export function finder(search: string): (client: Found) => boolean {
  const name = fold(search.trim().replace(/\s+/g, " "));
  if (name === "") {
    return () => true;
  }
  const read = readPersonalCode(search.trim());
  const code = "code" in read ? read.code : null;
  const id = compactId(search);
  const hasId = ({ clientId }: Found) => id !== "" && holdsId(compactId(clientId), id);
  return (client) => foldedName(client).includes(name) || client.driver.personalCode === code || hasId(client);
}

function foldedName({ driver }: Found): string {
  const folded = foldedNames.get(driver) ?? fold(driver.name);
  foldedNames.set(driver, folded);
  return folded;
}

/** As people type it: spaces, any hyphens, any case, o for 0, i and l for 1, with or without tx. "" if it is no part of an id. */
function compactId(typed: string): string {
  const compact = typed.toLowerCase().replace(/[\s\p{Pd}\p{Cf}\u2212]/gu, "").replaceAll("o", "0").replace(/[il]/g, "1").replace(/^tx/, "");
  return /^[0-9a-hjkmnp-tv-z]{4,}$/.test(compact) ? compact : "";
}

/** The first ten signs are those of all ids of a taxpayer, the last four are the check. */
function holdsId(compact: string, part: string): boolean {
  for (let at = compact.indexOf(part); at >= 0; at = compact.indexOf(part, at + 1)) {
    if (Math.min(at + part.length, CHECKED_PART) - Math.max(at, TAXPAYER_PART) >= LEAST_OF_RANDOM) {
      return true;
    }
  }
  return false;
}
