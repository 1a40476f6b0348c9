/** A day that a date field or an address gives: 2026-11-28. Null: it is none. */
export function readDay(text: string | null): string | null {
  return text !== null && /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}

/** 2026-11-28, here. */
export function localDay(time: Date): string {
  return time.toLocaleDateString("sv");
}

/** The first moment of the day, here. */
export function startOf(day: string): Date {
  return new Date(`${day}T00:00`);
}

/** The first moment after the day, here. */
export function endOf(day: string): Date {
  const end = startOf(day);
  end.setDate(end.getDate() + 1);
  return end;
}
