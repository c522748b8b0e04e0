import QuickLRU from "quick-lru";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./units.ts";
/*
 * Wall clock and instant. A site's times are wall clock of its zone; the database holds instants.
 * `Temporal` would do all of this and is not in the runtime yet.
 */

/**
 * How times are written: `iso` wall clock with the site's offset, `local` wall clock alone, `utc` with Z,
 * `unix` milliseconds since 1970.
 */
export const TIME_FORMATS = ["iso", "local", "utc", "unix"] as const;
export type TimeFormat = (typeof TIME_FORMATS)[number];

const MOMENT =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6})\d*)?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** First and last year that an operating time may lie in: what is outside comes from a broken clock. */
export const YEARS = { first: 1990, last: 2100 };

/**
 * Reads ISO 8601: `2022-05-10`, `2022-05-10T09:30`, `2022-05-10 09:30:00.25+09:00`, `…Z`.
 * Without an offset it is wall clock of `timeZone`.
 * @returns microseconds since 1970 (exact in a double for every accepted year); undefined if there is no
 * such time: a 30th of February, 25 o'clock, an hour that the zone's summer time skips
 */
export function parseMoment(text: string, timeZone: string): number | undefined {
  const match = MOMENT.exec(text);
  if (!match) return undefined;
  const part = (index: number) => Number(match[index] ?? 0);
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map(part) as Six;
  if (year < YEARS.first || year > YEARS.last || hour > 23 || minute > 59 || second > 59) {
    return undefined;
  }
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  if (month < 1 || month > 12 || new Date(wall).getUTCDate() !== day) return undefined;
  const offset = match[8];
  const instant = offset ? subtractOffset(wall, offset) : wallToInstant(wall, timeZone);
  return instant === undefined
    ? undefined
    : instant * 1000 + Number((match[7] ?? "").padEnd(6, "0"));
}

type Six = [number, number, number, number, number, number];

function subtractOffset(wall: number, text: string): number | undefined {
  if (text.toUpperCase() === "Z") return wall;
  const digits = text.slice(1).replace(":", "").padEnd(4, "0");
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2))];
  if (hours > 15 || minutes > 59) return undefined;
  const size = hours * HOUR_MS + minutes * MINUTE_MS;
  return text.startsWith("-") ? wall + size : wall - size;
}

/**
 * Instant (ms) at which the clocks of `timeZone` show `wall` (ms, as if it were UTC); the first of the two
 * where they are set back; undefined where they are set forward past it.
 */
export function wallToInstant(wall: number, timeZone: string): number | undefined {
  const candidates = [offsetAt(wall - DAY_MS, timeZone), offsetAt(wall + DAY_MS, timeZone)];
  return candidates
    .map((offset) => ({ offset, instant: wall - offset }))
    .find(({ offset, instant }) => offsetAt(instant, timeZone) === offset)?.instant;
}

/** The day of `timeZone` that `text` (`2022-05-10`) names, as [start, end) in microseconds since 1970. */
export function parseDay(text: string, timeZone: string): [number, number] | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const start = startOfDay(text, timeZone);
  if (start === undefined) return undefined;
  const next = new Date(Date.parse(`${text}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
  // The day after the last possible one cannot be read; it begins a day later all the same.
  return [start, startOfDay(next, timeZone) ?? start + DAY_MS * 1000];
}

/** Where summer time begins at midnight the day starts at 01:00. */
const startOfDay = (day: string, timeZone: string): number | undefined =>
  parseMoment(day, timeZone) ?? parseMoment(`${day}T01:00`, timeZone);

const formats = new Map<string, Intl.DateTimeFormat>();

/** Offsets that hold all through a day of UTC, by zone and day; undefined on a day on which it changes. */
const dayOffsets = new QuickLRU<string, number | undefined>({ maxSize: 10_000 });
let lastOffset = { day: Number.NaN, timeZone: "", offset: 0 };

/** Offset of `timeZone` from UTC at an instant, both in milliseconds; positive east of Greenwich. */
export function offsetAt(instant: number, timeZone: string): number {
  // Asking Intl takes microseconds, and no zone has two changes in one day.
  const day = Math.floor(instant / DAY_MS);
  if (day === lastOffset.day && timeZone === lastOffset.timeZone) return lastOffset.offset;
  const key = `${timeZone} ${day}`;
  if (!dayOffsets.has(key)) {
    const offset = askOffset(day * DAY_MS, timeZone);
    dayOffsets.set(key, offset === askOffset((day + 1) * DAY_MS, timeZone) ? offset : undefined);
  }
  const constant = dayOffsets.get(key);
  if (constant === undefined) return askOffset(instant, timeZone);
  lastOffset = { day, timeZone, offset: constant };
  return constant;
}

/** Minute of the day of `timeZone`, 0–1439, of an instant in microseconds. */
export function minuteOfDay(micros: number, timeZone: string): number {
  const millis = Math.floor(micros / 1000);
  const wall = millis + offsetAt(millis, timeZone);
  return Math.floor((wall - Math.floor(wall / DAY_MS) * DAY_MS) / MINUTE_MS);
}

function askOffset(instant: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
    formats.set(timeZone, format);
  }
  const name =
    format.formatToParts(instant).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  return -(subtractOffset(0, name.slice(3) || "Z") ?? 0);
}

/** `+09:00` for 32,400,000 ms. */
export function offsetText(offset: number): string {
  const minutes = Math.abs(offset) / MINUTE_MS;
  return `${offset < 0 ? "-" : "+"}${twoDigits(minutes / 60)}:${twoDigits(minutes % 60)}`;
}

/** `2022-05-09T15:00:00.000000Z` for microseconds since 1970: the form in which times go to the database. */
export function utcText(micros: number): string {
  const millis = Math.floor(micros / 1000);
  return new Date(millis)
    .toISOString()
    .replace("Z", `${String(micros - millis * 1000).padStart(3, "0")}Z`);
}

/** An instant, microseconds since 1970, on the wire, as Postgres renders the times of rows. */
export function timeText(micros: number, timeZone: string, format: TimeFormat): string | number {
  const millis = Math.floor(micros / 1000);
  if (format === "unix") return millis;
  const offset = format === "utc" ? 0 : offsetAt(millis, timeZone);
  const clock = clockText(millis + offset, micros);
  if (format === "local") return clock;
  return clock + (format === "utc" ? "Z" : offsetText(offset));
}

let lastDay = { day: Number.NaN, text: "" };

/** `2022-05-10T09:30:00` for milliseconds as if they were UTC; answers have thousands, mostly of one day. */
function clockText(wall: number, micros: number): string {
  const day = Math.floor(wall / DAY_MS);
  if (day !== lastDay.day) {
    lastDay = { day, text: new Date(day * DAY_MS).toISOString().slice(0, 11) };
  }
  const rest = wall - day * DAY_MS;
  const [hour, minute, second] = [
    rest / HOUR_MS,
    (rest % HOUR_MS) / MINUTE_MS,
    (rest % MINUTE_MS) / 1000,
  ];
  return `${lastDay.text}${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}${fractionText(micros)}`;
}

/** The part of a second, without zeros at its end; nothing of a whole one. */
function fractionText(micros: number): string {
  const fraction = ((micros % 1_000_000) + 1_000_000) % 1_000_000;
  return fraction === 0 ? "" : `.${String(fraction).padStart(6, "0").replace(/0+$/, "")}`;
}

const twoDigits = (value: number): string => {
  const whole = Math.floor(value);
  return whole < 10 ? `0${whole}` : String(whole);
};

const MOST_DAYS = 400;

/**
 * The offset that holds in all of [start, end) (microseconds), in ms; undefined if it changes within or if
 * the range is too long to look: it looks at every day, because no zone has two changes in one.
 */
export function constantOffset(start: number, end: number, timeZone: string): number | undefined {
  const [from, to] = [start / 1000, (end - 1) / 1000];
  if (to - from > MOST_DAYS * DAY_MS) return undefined;
  const offset = offsetAt(from, timeZone);
  for (let at = from; at < to; at += DAY_MS) {
    if (offsetAt(at, timeZone) !== offset) return undefined;
  }
  return offsetAt(to, timeZone) === offset ? offset : undefined;
}
