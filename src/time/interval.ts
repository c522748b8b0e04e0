import { DAY, HOUR, MILLISECOND, MINUTE, SECOND } from "./units.ts";

const UNITS: Readonly<Record<string, number>> = {
  ms: MILLISECOND,
  millisecond: MILLISECOND,
  s: SECOND,
  sec: SECOND,
  second: SECOND,
  m: MINUTE,
  min: MINUTE,
  minute: MINUTE,
  h: HOUR,
  hr: HOUR,
  hour: HOUR,
  d: DAY,
  day: DAY,
  w: 7 * DAY,
  week: 7 * DAY,
};

const PART = /(\d+(?:\.\d+)?)\s*([a-z]+)\s*/gy;
const CLOCK = /^(\d{1,3}):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?$/;
const ISO = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * Reads a fixed length of time as Postgres writes it, or ISO 8601 does: `10 seconds`, `1s`, `1 min 30 s`,
 * `00:05:00`, `PT5M`. A day is one of 24 hours; months and years have no fixed length.
 * @returns microseconds; undefined if it is none
 */
export function parseInterval(text: string): number | undefined {
  const clean = text.trim();
  const clock = CLOCK.exec(clean);
  const parts = clock ? [0, 0, ...clock.slice(1)] : ISO.exec(clean)?.slice(1);
  const micros = parts ? sum(parts) : sumOfUnits(clean.toLowerCase());
  return micros === undefined ? undefined : Math.round(micros);
}

/** Of weeks, days, hours, minutes and seconds. */
const sum = (parts: readonly (string | number | undefined)[]): number =>
  parts.reduce<number>(
    (total, part, i) => total + Number(part ?? 0) * ([7 * DAY, DAY, HOUR, MINUTE, SECOND][i] ?? 0),
    0,
  );

function sumOfUnits(text: string): number | undefined {
  let micros: number | undefined;
  let end = 0;
  for (const [part, number, unit = ""] of text.matchAll(PART)) {
    const size = UNITS[unit] ?? UNITS[unit.replace(/s$/, "")];
    if (size === undefined) return undefined;
    micros = (micros ?? 0) + Number(number) * size;
    end += part.length;
  }
  return end === text.length ? micros : undefined;
}

/** A length of time that may be one of the calendar. */
export type Width = { micros: number } | { months: number };

const CALENDAR = /^(\d{1,4})\s*(mon|month|mons|months|y|yr|year|yrs|years)$/i;
const ISO_CALENDAR = /^P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?$/;

/** Reads what `parseInterval` does, and whole months and years: `1 month`, `2 years`, `P3M`. */
export function parseWidth(text: string): Width | undefined {
  const clean = text.trim();
  const [, number = "", unit = ""] = CALENDAR.exec(clean) ?? [];
  if (number !== "") return { months: Number(number) * (/^m/i.test(unit) ? 1 : 12) };
  const [iso, years = 0, months = 0] = ISO_CALENDAR.exec(clean) ?? [];
  if (iso !== undefined && iso !== "P") return { months: Number(years) * 12 + Number(months) };
  const micros = parseInterval(clean);
  return micros === undefined ? undefined : { micros };
}

const NAMED: readonly [name: string, micros: number][] = [
  ["week", 7 * DAY],
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
  ["second", SECOND],
];

/** A length as `parseWidth` reads it: `5 minutes`, `1 month`. */
export function widthText(width: Width): string {
  const counted = (count: number, unit: string) => `${count} ${unit}${count === 1 ? "" : "s"}`;
  if ("months" in width) {
    return width.months % 12 === 0
      ? counted(width.months / 12, "year")
      : counted(width.months, "month");
  }
  const named = NAMED.find(([, size]) => width.micros % size === 0);
  return named
    ? counted(width.micros / named[1], named[0])
    : counted(width.micros / 1000, "millisecond");
}
