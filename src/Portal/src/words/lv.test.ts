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
  [0, "Izveidot identifikatorus"],
  [1, "Izveidot identifikatoru"],
  [11, "Izveidot 11 identifikatorus"],
  [21, "Izveidot 21 identifikatoru"],
])("a list of %i is registered", (number, text) => {
  expect(lv.newClients.submit(number)).toBe(text);
});
