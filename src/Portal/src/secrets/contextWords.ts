import { fold } from "../search/fold";

const longWord = 5;
const shortestWord = 2;

/** As in src/Core/Secrets/ContextWords.cs, where the rules are told. */
const builtIn = [
  "taksometr", "taksi", "taxi", "parol", "password", "secret",
  "eds", "edsfunctions", "vid", "deklarac", "latvij", "riga", "sia", "api",
];

const writtenFor: Readonly<Record<string, string>> = { a: "4@", e: "3", i: "1", l: "1", o: "0", s: "5$", t: "7" };

/** The word that a secret has, "" if it is made of short ones, null if neither. Entries are names and numbers as they are. */
export function contextWordOf(secret: string, entries: readonly string[]): string | null {
  const words = new Set([...entries.flatMap(wordsOf), ...builtIn]);
  const folded = fold(secret);
  const withoutHyphens = folded.replaceAll("-", "");
  const short: string[] = [];
  for (const word of words) {
    const isNumber = /^[0-9]+$/.test(word);
    if (word.length < longWord) {
      if (word.length >= shortestWord && !isNumber) {
        short.push(word);
      }
    } else if (isNumber ? withoutHyphens.includes(word) : standsAnywhere(folded, word)) {
      return word;
    }
  }

  return isMadeOf(folded, short) ? "" : null;
}

function wordsOf(entry: string): string[] {
  return /^[0-9-]+$/.test(entry) ? [entry.replaceAll("-", "")] : fold(entry).split(/[^\p{L}\p{N}]+/u);
}

function isMadeOf(text: string, words: readonly string[]): boolean {
  const reached = new Set(/[a-z]/.test(text) ? [0] : []); // digits and punctuation alone are no words
  for (let at = 0; at < text.length; at++) {
    if (reached.has(at)) {
      for (const word of words.filter((one) => standsAt(text, at, one))) {
        reached.add(at + word.length);
      }

      if (/[^a-z]/.test(text.charAt(at))) {
        reached.add(at + 1);
      }
    }
  }

  return reached.has(text.length);
}

function standsAnywhere(text: string, word: string): boolean {
  for (let at = 0; at <= text.length - word.length; at++) {
    if (standsAt(text, at, word)) {
      return true;
    }
  }

  return false;
}

function standsAt(text: string, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) {
    const [written, letter] = [text.charAt(at + i), word.charAt(i)];
    if (written !== letter && (written === "" || writtenFor[letter]?.includes(written) !== true)) {
      return false;
    }
  }

  return true;
}
