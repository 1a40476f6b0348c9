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

test.each([
  [["Inese Grīnberga"], "Inese Grīnberga: API klientu anulēs"],
  [["A", "B"], "2 API klientus anulēs"],
  [Array<string>(21).fill("A"), "21 API klientu anulēs"],
])("whom an annulment concerns", (names, text) => {
  expect(lv.clients.annulling(names)).toBe(text);
});

test.each([
  [1, "Izveidots 1 API klients.", "Nomainīta 1 parole.", "1 ierīce nevarēs"],
  [2, "Izveidoti 2 API klienti.", "Nomainītas 2 paroles.", "2 ierīces nevarēs"],
  [11, "Izveidoti 11 API klientu.", "Nomainītas 11 paroļu.", "11 ierīču nevarēs"],
])("after %i were handed over", (number, registered, rotated, cutOff) => {
  expect(lv.handover.registered(number)).toBe(registered);
  expect(lv.handover.rotated(number)).toBe(rotated);
  expect(lv.lost.cutOff(number)).toMatch(cutOff);
});

test("one password is spoken of as one, and several as several", () => {
  expect(lv.handover.confirms(1, 1).all.shown).toMatch(/^Parole ir saglabāta, .* ka to /);
  expect(lv.handover.confirms(2, 2).all.shown).toMatch(/^Paroles ir saglabātas, .* ka tās /);
  expect(lv.handover.once(2)).toMatch(/paroles var redzēt/);
});

test("who is suspended need not have the new password", () => {
  expect(lv.secrets.moved(2, 5, 1)).toBe("Jauno paroli jau lieto 2 no 5 (vēl 1 apturēts)");
  expect(lv.secrets.moved(2, 5, 0)).toBe("Jauno paroli jau lieto 2 no 5");
});
