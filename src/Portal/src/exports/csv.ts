import type { ApiClient } from "../api/api";
import type { HandedClient } from "../handover/handover";
import { guarded } from "./formulas";

export type ClientsHead = readonly [
  name: string, personalCode: string, clientId: string, secretId: string,
  createdAt: string, createdBy: string, lastUsedAt: string, annulledAt: string,
];

export type SecretsHead = readonly [name: string, personalCode: string, clientId: string, clientSecret: string];
type SecretRow = Pick<HandedClient, "driver" | "clientId" | "secret">;

/** UTC to the second; a client is active while the last column is empty. Excel reads the text as UTF-8, in columns. */
export function clientsCsv(clients: readonly ApiClient[], head: ClientsHead): Promise<string> {
  return write([head.map(guarded), ...clients.map((client) => [
    guarded(client.driver.name), client.driver.personalCode, client.clientId, client.secretId,
    time(client.createdAt), guarded(client.createdBy.name), time(client.lastUsedAt), time(client.annulledAt),
  ])]);
}

/** The secrets as they are, even one that a spreadsheet takes for a formula: with an apostrophe it would be another. */
export function secretsCsv(rows: readonly SecretRow[], head: SecretsHead): Promise<string> {
  return write(secretCells(rows.map((row) => ({ ...row, driver: { ...row.driver, name: guarded(row.driver.name) } })), head.map(guarded)));
}

/** The same columns for a workbook, whose cells are text and need no guard. */
export function secretCells(rows: readonly SecretRow[], head: readonly string[]): string[][] {
  return [[...head], ...rows.map((row) => [row.driver.name, row.driver.personalCode, row.clientId, row.secret ?? ""])];
}

export type EventsHead = readonly [at: string, action: string, text: string, clientId: string];

export function eventsCsv(rows: readonly EventsHead[], head: EventsHead): Promise<string> {
  return write([head, ...rows].map(([at, ...cells]) => [time(at), ...cells.map(guarded)]));
}

const write = async (rows: string[][]): Promise<string> => `\ufeff${await csvLines(rows)}`;

/** Every cell in quotation marks, so that no comma or semicolon within one ends it. drivers/splitText.ts reads it again. */
export async function csvLines(rows: readonly (readonly string[])[]): Promise<string> {
  const { default: papa } = await import("papaparse");
  return `${papa.unparse(rows.map((row) => [...row]), { delimiter: ";", newline: "\r\n", quotes: true })}\r\n`;
}

const time = (value: string | null): string => value?.replace(/\.[0-9]+/, "") ?? "";
