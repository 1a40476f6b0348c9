import { expect, test } from "vitest";
import { checkForm } from "./secretRules";

test.each([
  ["correct horse battery staple 7", []],
  ["vasara2026vasara2026", []], // of good form; that it is easily guessed the server says
  ["fourteen chars", ["secret-too-short"]],
  ["x".repeat(129), ["secret-too-long"]],
  ["correct horse batterija š", ["secret-characters"]],
  ["correct horse battery\nstaple", ["secret-characters"]],
  [" correct horse battery staple", ["secret-space-at-end"]],
  ["correct horse battery staple ", ["secret-space-at-end"]],
  ["eds_correct horse battery staple", ["secret-reserved-prefix"]],
])("%j breaks %j", (value, broken) => {
  expect(checkForm(value).filter((rule) => !rule.met).map((rule) => rule.code)).toEqual(broken);
});
