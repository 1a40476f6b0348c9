export type SecretRule = "secret-too-short" | "secret-too-long" | "secret-characters" | "secret-space-at-end" | "secret-reserved-prefix";

export interface CheckedRule {
  code: SecretRule;
  met: boolean;
}

const MINIMUM_LENGTH = 15;
const MAXIMUM_LENGTH = 128;

/** What can be told while a secret is typed: its form. Whether it is easily guessed is the server's to judge, by one set of rules. */
export function checkForm(value: string): CheckedRule[] {
  return [
    { code: "secret-too-short", met: value.length >= MINIMUM_LENGTH },
    { code: "secret-too-long", met: value.length <= MAXIMUM_LENGTH },
    { code: "secret-characters", met: /^[ -~]*$/.test(value) },
    { code: "secret-space-at-end", met: !value.startsWith(" ") && !value.endsWith(" ") },
    { code: "secret-reserved-prefix", met: !value.startsWith("eds_") },
  ];
}
