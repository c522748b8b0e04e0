import { offsetAt, offsetText, parseMoment } from "../../src/time/instant";
import type { Dictionary, Language } from "../text";

/** Seconds since 1970 of an API or URL time. A time without an offset is wall clock of the zone. */
export function secondsOf(text: string, zone: string): number | undefined {
  const micros = parseMoment(text, zone);
  return micros === undefined ? undefined : micros / 1_000_000;
}

/** Wall clock of a zone, `2026-11-22T09:30:00`. Ambiguous when clocks are set back. */
export function wallText(seconds: number, zone: string): string {
  const millis = Math.round(seconds * 1000);
  return new Date(millis + offsetAt(millis, zone)).toISOString().slice(0, 19);
}

/** Time as an API parameter, with its offset: `2026-11-22T09:30:00+09:00`. */
export function parameterText(seconds: number, zone: string): string {
  const offset = offsetAt(Math.round(seconds * 1000), zone);
  return wallText(seconds, zone) + offsetText(offset);
}

/** Time in a URL of the web: wall clock, with the offset only if the wall clock is ambiguous. */
export function addressText(seconds: number, zone: string): string {
  const text = wallText(seconds, zone);
  const isPlain = secondsOf(text, zone) === Math.floor(Math.round(seconds * 1000) / 1000);
  return isPlain ? text : parameterText(seconds, zone);
}

/** Date whose local parts are the wall clock of a zone, for libraries without time zones. */
export function wallDate(seconds: number, zone: string): Date {
  const millis = Math.round(seconds * 1000);
  const wall = new Date(millis + offsetAt(millis, zone));
  return new Date(
    wall.getUTCFullYear(),
    wall.getUTCMonth(),
    wall.getUTCDate(),
    wall.getUTCHours(),
    wall.getUTCMinutes(),
    wall.getUTCSeconds(),
    wall.getUTCMilliseconds(),
  );
}

/** Date and time in a zone. */
export const momentText = (seconds: number, zone: string, language: Language): string =>
  timeFormat(language, { dateStyle: "medium", timeStyle: "medium", timeZone: zone }).format(
    seconds * 1000,
  );

/** Time of day. */
export const clockText = (seconds: number, zone: string, language: Language): string =>
  timeFormat(language, { timeStyle: "short", timeZone: zone }).format(seconds * 1000);

/** Date. */
export const dayText = (seconds: number, zone: string, language: Language): string =>
  timeFormat(language, { dateStyle: "medium", timeZone: zone }).format(seconds * 1000);

/** Date without the year. */
export const shortDayText = (seconds: number, zone: string, language: Language): string =>
  timeFormat(language, { month: "short", day: "numeric", timeZone: zone }).format(seconds * 1000);

/** Age at which the latest row is overdue, seconds. Rows arrive every second to every minute. */
const LATE_SECONDS = 600;

export const isLate = (seconds: number, now: number): boolean => now - seconds > LATE_SECONDS;

/** Relative time: `5 min ago`. */
export function agoText(seconds: number, now: number, t: Dictionary["common"]["ago"]): string {
  const age = Math.max(0, now - seconds);
  if (age < 5) return t.now;
  if (age < 120) return t.seconds(Math.floor(age));
  if (age < 7200) return t.minutes(Math.floor(age / 60));
  if (age < 172_800) return t.hours(Math.floor(age / 3600));
  return t.days(Math.floor(age / 86_400));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Cached, because creating a formatter is slow. */
export function timeFormat(
  language: Language,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  let known = formats.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat(language, { ...options, hourCycle: "h23" });
    formats.set(key, known);
  }
  return known;
}
