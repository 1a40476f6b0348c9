const DAY_MS = 24 * 60 * 60 * 1000;
const LONGEST_DAYS = 31;
const clock = new Intl.DateTimeFormat("sv", { timeZone: "Europe/Riga", dateStyle: "short", timeStyle: "medium" }); // 2026-11-28 14:05:00

export const periods = ["today", "week", "month", "lastMonth", "own"] as const;
export type Period = (typeof periods)[number];

/** The first and the last day, both of the period: 2026-11-01, 2026-11-28. */
export interface Days {
  from: string;
  to: string;
}

export type PeriodFault = "missing" | "backwards" | "too-long";

/** In Latvia: "2026-11-28 14:05:00". */
export const latvianTime = (instant: string | Date): string => clock.format(new Date(instant));

/** In Latvia, with its offset, so that the hour that comes twice is no riddle: "2026-11-28T14:05:00+02:00". */
export function latvianInstant(instant: string): string {
  const local = latvianTime(instant);
  const hours = Math.round((Date.parse(`${local.replace(" ", "T")}Z`) - Date.parse(instant)) / 3_600_000);
  return `${local.replace(" ", "T")}+0${hours}:00`;
}

export const latvianDay = (instant: string | Date): string => latvianTime(instant).slice(0, 10);

/** When the day begins in Latvia. The clocks change after 00:00 UTC, so its offset is that of the midnight. */
export function startOf(day: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const offset = Date.parse(`${latvianTime(new Date(midnight)).replace(" ", "T")}Z`) - midnight;
  return new Date(midnight - offset).toISOString();
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Up to today: no later day has rides. */
export function daysOf(period: Exclude<Period, "own">, today: string): Days {
  const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7; // Monday is 0
  const month = `${today.slice(0, 8)}01`;
  switch (period) {
    case "today":
      return { from: today, to: today };
    case "week":
      return { from: addDays(today, -weekday), to: today };
    case "month":
      return { from: month, to: today };
    case "lastMonth":
      return { from: `${addDays(month, -1).slice(0, 8)}01`, to: addDays(month, -1) };
  }
}

export function faultOf({ from, to }: Days): PeriodFault | null {
  if (from === "" || to === "") {
    return "missing";
  }
  return to < from ? "backwards" : addDays(from, LONGEST_DAYS) <= to ? "too-long" : null;
}

export function everyDay({ from, to }: Days): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    days.push(day);
  }
  return days;
}
