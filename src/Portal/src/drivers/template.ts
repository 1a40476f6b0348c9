/** The rows of the template show how a list looks. Their codes have a wrong check digit, and whoever leaves them in registers nobody. */
const examples = ["010190-11111", "020290-11111"] as const;

export const exampleCodes: ReadonlySet<string> = new Set(examples);

export function templateRows([code, name, ...names]: readonly [code: string, name: string, first: string, second: string]): string[][] {
  return [[code, name], ...examples.map((example, at) => [example, names[at] ?? ""])];
}
