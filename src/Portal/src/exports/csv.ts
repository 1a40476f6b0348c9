import type { components } from "../api/schema";

type Client = components["schemas"]["Client"];

export type ClientsHead = readonly [
  name: string, personalCode: string, clientId: string, secretId: string, createdAt: string, createdBy: string, lastUsedAt: string, annulledAt: string,
];

export type SecretsHead = readonly [name: string, personalCode: string, clientId: string, clientSecret: string];

export interface SecretRow {
  clientId: string;
  driver: { name: string; personalCode: string };
  clientSecret: string;
}

/** UTC to the second; a client is active while the last column is empty. Excel reads the text as UTF-8, in columns. */
export function clientsCsv(clients: readonly Client[], head: ClientsHead): Promise<string> {
  return write([head.map(harmless), ...clients.map((client) => [
    harmless(client.driver.name), client.driver.personalCode, client.clientId, client.secretId,
    time(client.createdAt), harmless(client.createdBy.name), time(client.lastUsedAt), time(client.annulledAt),
  ])]);
}

/** The secrets as they are, even one that a spreadsheet takes for a formula: with an apostrophe it would be another. */
export function secretsCsv(rows: readonly SecretRow[], head: SecretsHead): Promise<string> {
  return write([head.map(harmless), ...rows.map((row) => [harmless(row.driver.name), row.driver.personalCode, row.clientId, row.clientSecret])]);
}

async function write(rows: string[][]): Promise<string> {
  const { default: papa } = await import("papaparse");
  return `\ufeff${papa.unparse(rows, { delimiter: ";", newline: "\r\n" })}\r\n`;
}

/** A spreadsheet runs what begins like a formula. The apostrophe is taken off again by drivers/readTable.ts. */
function harmless(text: string): string {
  return /^'*[=+\-@]/.test(text) ? `'${text}` : text;
}

function time(value: string | null): string {
  return value?.replace(/\.[0-9]+/, "") ?? "";
}
