/** A day that a date field or an address gives: 2026-11-28. Null: it is none. */
export function readDay(text: string | null): string | null {
  return text !== null && /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}
