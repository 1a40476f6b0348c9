/** A text as one encoding gives it. */
export interface Decoding {
  encoding: string;
  text: string;
}

const LATVIAN = "āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ";
const ordinary = new Set(`${LATVIAN}–—“”„’‘«»°№…\u00a0`);
const MISREAD = 10;
const marks = { "utf-8": [0xef, 0xbb, 0xbf], "utf-16le": [0xff, 0xfe], "utf-16be": [0xfe, 0xff] };

/** Code page 775 (DOS in the Baltic), which browsers do not know, from 0x80. */
const CP775 =
  "ĆüéāäģåćłēŖŗīŹÄÅÉæÆōöĢ¢ŚśÖÜø£Ø×¤ĀĪóŻżź”¦©®¬½¼Ł«»░▒▓│┤ĄČĘĖ╣║╗╝ĮŠ┐" +
  "└┴┬├─┼ŲŪ╚╔╩╦╠═╬Žąčęėįšųūž┘┌█▄▌▐▀ÓßŌŃõÕµńĶķĻļņĒŅ’\u00ad±“¾¶§÷„°∙·¹³²■\u00a0";

/** What a text file may say, the likeliest first; one entry if sure. Code pages are told apart by what a Latvian name can hold. */
export function decode(bytes: ArrayBuffer): Decoding[] {
  const [marked] = Object.entries(marks).find(([, mark]) => mark.every((byte, at) => new Uint8Array(bytes)[at] === byte)) ?? [];
  const encoding = marked ?? unmarked(new Uint8Array(bytes));
  if (encoding !== null) {
    return [{ encoding, text: new TextDecoder(encoding).decode(bytes) }];
  }
  const cp775 = Array.from(new Uint8Array(bytes), (byte) => (byte < 0x80 ? String.fromCharCode(byte) : (CP775[byte - 0x80] ?? "")));
  const tried = [
    ...["windows-1257", "windows-1251"].map((name) => ({ encoding: name, text: new TextDecoder(name).decode(bytes) })),
    { encoding: "cp775", text: cp775.join("") },
  ].map((decoding) => ({ ...decoding, doubts: doubtsOf(decoding.text) })).sort((a, b) => a.doubts - b.doubts);
  const [best, next] = tried;
  const likely = best && next && best.doubts * MISREAD < next.doubts ? [best] : tried;
  return likely.map(({ encoding: name, text }) => ({ encoding: name, text }));
}

/** UTF-16, or UTF-8, also with a few bad bytes, which become U+FFFD; null for a code page. */
function unmarked(bytes: Uint8Array): string | null {
  const pairs = Math.floor(bytes.length / 2);
  const zeros = [0, 1].map((at) => bytes.filter((byte, i) => byte === 0 && i % 2 === at).length);
  const byte = zeros.findIndex((count) => 2 * count > pairs);
  if (byte >= 0) {
    return byte === 1 ? "utf-16le" : "utf-16be";
  }
  const text = new TextDecoder("utf-8").decode(bytes);
  const bad = text.split("\ufffd").length - 1;
  const good = text.match(/[^\0-\x7f\ufffd]/gu)?.length ?? 0;
  return bad <= good / 2 ? "utf-8" : null;
}

/** How many signs of the text no Latvian or Russian name has: other letters, capitals within a word, two alphabets in a word, symbols. */
function doubtsOf(text: string): number {
  const words = text.match(/[^\s;,|"']*[^\0-\x7f][^\s;,|"']*/gu) ?? [];
  return words.reduce((sum, word) => sum + doubtsOfWord(word), 0);
}

function doubtsOfWord(word: string): number {
  if (/^[\p{Script=Cyrillic}\P{L}]+$/u.test(word) && /\p{Script=Cyrillic}/u.test(word)) {
    return /\p{Ll}\p{Lu}/u.test(word) || /[^\u0410-\u044fЁё\p{Nd}\p{P}]/u.test(word) ? 1 : 0;
  }
  const foreign = Array.from(word).filter((sign) => sign > "\x7f" && !ordinary.has(sign)).length;
  const inside = word.match(/\p{Ll}\p{Lu}|\p{L}[^\p{L}\p{M}\p{Nd}'’.\-–)(/&]+\p{L}/gu)?.length ?? 0;
  return foreign + inside;
}
