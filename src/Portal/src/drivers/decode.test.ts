import { expect, test } from "vitest";
import { decode } from "./decode";

const text = "Jānis Bērziņš;030303-10012";

function utf16(bigEndian: boolean): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(2 * text.length + 2));
  Array.from(`\ufeff${text}`).forEach((character, i) => view.setUint16(2 * i, character.charCodeAt(0), !bigEndian));
  return view.buffer;
}

test("every encoding of a spreadsheet's CSV is read, without its mark", () => {
  const utf8 = new TextEncoder().encode(text);
  const windows1257 = Uint8Array.from(Array.from(text, (c) => ({ ā: 0xe2, ē: 0xe7, ņ: 0xf2, š: 0xf0 })[c] ?? c.charCodeAt(0)));
  for (const bytes of [utf8.buffer, Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8]).buffer, windows1257.buffer, utf16(false), utf16(true)]) {
    expect(decode(bytes)).toBe(text);
  }

  expect(decode(new ArrayBuffer(0))).toBe("");
});
