import { expect, test } from "vitest";
import { lv } from "./lv";

test.each([
  [0, 300, "Izveidoti 0 no 300 identifikatoriem"],
  [1, 2, "Izveidots 1 no 2 identifikatoriem"],
  [0, 1, "Izveidoti 0 no 1 identifikatora"],
  [11, 31, "Izveidoti 11 no 31 identifikatora"],
])("%i of %i", (done, total, text) => {
  expect(lv.newClients.progress(done, total)).toBe(text);
});

test.each([
  [1, "No saraksta izņems 1 vadītāju."],
  [10, "No saraksta izņems visus 10 vadītājus."],
  [21, "No saraksta izņems 21 vadītāju."],
  [300, "No saraksta izņems visus 300 vadītājus."],
])("a list of %i is cleared", (number, text) => {
  expect(lv.newClients.removeAllText(number)).toContain(text);
});
