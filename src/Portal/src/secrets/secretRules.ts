import { fold } from "../search/fold";
import { contextWordOf } from "./contextWords";

export type SecretRule =
  | "secret-too-short" | "secret-too-long" | "secret-characters" | "secret-space-at-end" | "secret-reserved-prefix"
  | "secret-repetitive" | "secret-sequential" | "secret-context-word";

export interface CheckedRule {
  code: SecretRule;
  met: boolean;
  /** The word that it must not have, as folded for the search; none, if it is made of several. */
  word?: string;
}

const minimumLength = 15;
const maximumLength = 128;
const longestTrivialUnit = 4;
const mostOutside = 3;
const leastEntropyBits = 34.2;

/**
 * Every rule in the order of the server (src/Core/Secrets/SecretPolicy.cs), never stricter than it. A secret of bad form is not judged
 * further: the last three count as met. What only the server finds, with its dictionaries, it says itself.
 */
export function checkSecret(value: string, context: { words: readonly string[] }): CheckedRule[] {
  const form: CheckedRule[] = [
    { code: "secret-too-short", met: value.length >= minimumLength },
    { code: "secret-too-long", met: value.length <= maximumLength },
    { code: "secret-characters", met: /^[ -~]*$/.test(value) },
    { code: "secret-space-at-end", met: !value.startsWith(" ") && !value.endsWith(" ") },
    { code: "secret-reserved-prefix", met: !value.startsWith("eds_") },
  ];
  const wellFormed = form.every((rule) => rule.met);
  const weakness = wellFormed ? weaknessOf(value) : null;
  const word = wellFormed ? contextWordOf(value, context.words) : null;
  return [
    ...form,
    { code: "secret-repetitive", met: weakness !== "secret-repetitive" },
    { code: "secret-sequential", met: weakness !== "secret-sequential" },
    { code: "secret-context-word", met: word === null, ...(word ? { word } : {}) },
  ];
}

/** What repeats itself, but for up to three characters at one end, is as strong as what it repeats. */
function weaknessOf(value: string): "secret-repetitive" | "secret-sequential" | null {
  const folded = fold(value);
  const [from, period] = repeatedIn(folded);
  if (period <= longestTrivialUnit) {
    return "secret-repetitive";
  }

  if (longestRun(folded) >= value.length - mostOutside) {
    return "secret-sequential";
  }

  return period < value.length && mostBits(value.slice(from, from + period)) < leastEntropyBits ? "secret-repetitive" : null;
}

/** Where the shortest unit begins that, repeated at least once, gives the text but for its ends, and its length; else the whole text. */
function repeatedIn(text: string): [from: number, period: number] {
  let [from, period] = [0, text.length];
  for (let outside = 0; outside <= mostOutside; outside++) {
    for (const start of [0, outside]) {
      const length = text.length - outside;
      const candidate = periodOf(text.slice(start, start + length));
      if (candidate <= length / 2 && candidate < period) {
        [from, period] = [start, candidate];
      }
    }
  }

  return [from, period];
}

/** The length of the shortest beginning that, repeated, gives the whole text: 3 for "abcabcab", 8 for "abcdefgh". */
function periodOf(text: string): number {
  let period = 1;
  while (!text.startsWith(text.slice(period))) {
    period++;
  }

  return period;
}

/** What random characters of these kinds would be worth; the server's estimate is never higher. */
function mostBits(unit: string): number {
  const kinds: [RegExp, number][] = [[/[a-z]/, 26], [/[A-Z]/, 26], [/[0-9]/, 10], [/[^a-zA-Z0-9]/, 33]];
  return unit.length * Math.log2(kinds.reduce((sum, [kind, size]) => sum + (kind.test(unit) ? size : 0), 0));
}

/** Of characters that follow one another, up or down. */
function longestRun(text: string): number {
  let [longest, up, down] = [1, 1, 1];
  for (let i = 1; i < text.length; i++) {
    const [before, here] = [text.charAt(i - 1), text.charAt(i)];
    up = here === next(before) ? up + 1 : 1;
    down = before === next(here) ? down + 1 : 1;
    longest = Math.max(longest, up, down);
  }

  return longest;
}

function next(character: string): string {
  return character === "9" ? "0" : character === "z" ? "a" : String.fromCharCode(character.charCodeAt(0) + 1);
}
