import { expect, test } from "vitest";
import { decode } from "./decode";

/** Every letter of Latvian, at their places in Windows-1257 and in code page 775. */
const letters = "ĀČĒĢĪĶĻŅŠŪŽāčēģīķļņšūž";
const bytes = {
  "windows-1257": [0xc2, 0xc8, 0xc7, 0xcc, 0xce, 0xcd, 0xcf, 0xd2, 0xd0, 0xdb, 0xde, 0xe2, 0xe8, 0xe7, 0xec, 0xee, 0xed, 0xef, 0xf2, 0xf0, 0xfb, 0xfe],
  cp775: [0xa0, 0xb6, 0xed, 0x95, 0xa1, 0xe8, 0xea, 0xee, 0xbe, 0xc7, 0xcf, 0x83, 0xd1, 0x89, 0x85, 0x8c, 0xe9, 0xeb, 0xec, 0xd5, 0xd7, 0xd8],
};

function encode(text: string, encoding: keyof typeof bytes): ArrayBuffer {
  return Uint8Array.from(text, (sign) => (letters.includes(sign) ? (bytes[encoding][letters.indexOf(sign)] ?? 0) : sign.charCodeAt(0))).buffer;
}

function utf16(text: string, littleEndian: boolean): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  Array.from(text).forEach((character, i) => view.setUint16(2 * i, character.charCodeAt(0), littleEndian));
  return view.buffer;
}

const text = "Jānis Bērziņš;030303-10012\nGuntis Ķēniņš;329999-99901";

test.each([
  ["utf-8", new TextEncoder().encode(text).buffer],
  ["utf-8", new TextEncoder().encode(`\ufeff${text}`).buffer],
  ["utf-16le", utf16(`\ufeff${text}`, true)],
  ["utf-16be", utf16(`\ufeff${text}`, false)],
  ["utf-16le", utf16(text, true)],
  ["utf-16be", utf16(text, false)],
  ["windows-1257", encode(text, "windows-1257")],
  ["cp775", encode(text, "cp775")],
])("%s is told by what is in it", (encoding, file) => {
  expect(decode(file)).toEqual([{ encoding, text }]);
});

test("plain text and none are UTF-8", () => {
  expect(decode(new TextEncoder().encode("Anna;1").buffer)).toEqual([{ encoding: "utf-8", text: "Anna;1" }]);
  expect(decode(new ArrayBuffer(0))).toEqual([{ encoding: "utf-8", text: "" }]);
});

test("a bad byte spoils its own name only", () => {
  const file = [...new TextEncoder().encode(text), 0x50, 0xe7, 0x74];
  expect(decode(Uint8Array.from(file).buffer)).toEqual([{ encoding: "utf-8", text: `${text}P\ufffdt` }]);
});

test("each Latvian name in a code page is read, or asked", () => {
  for (const name of ["Žanis Ģēģeris", "Māra Šķēle", "ĒRIKA ĶĪSE", "Ļena Ūsiņa", "Āris Čakšs", "Ņikita Ņeļikovs", "Zoja Ž", "Anna Ozoliņa", "Pēteris Kļaviņš", "Inga Krūmiņa"]) {
    for (const encoding of ["windows-1257", "cp775"] as const) {
      const found = decode(encode(`${name};329999-99901`, encoding));
      expect(found.length === 1 ? [encoding] : found.map((one) => one.encoding), name).toContain(encoding);
      expect(found.find((one) => one.encoding === encoding)?.text).toBe(`${name};329999-99901`);
      if (found.length === 1) {
        expect(found[0]?.encoding, name).toBe(encoding);
      }
    }
  }
});

test("names in Cyrillic of Windows-1251 are never taken for Latvian without a question", () => {
  const file = Uint8Array.from("Иванов Иван;329999-99901", (sign) => (sign > "\x7f" ? sign.charCodeAt(0) - 0x350 : sign.charCodeAt(0))).buffer;
  expect(decode(file)[0]).toEqual({ encoding: "windows-1251", text: "Иванов Иван;329999-99901" });
});
