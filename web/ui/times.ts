import { offsetAt, offsetText, parseMoment } from "../../src/time/instant";
import type { Dictionary, Language } from "../text/dictionary";

/** Seconds since 1970 of a time as the API or an address writes it; without an offset wall clock of the zone. */
export function secondsOf(text: string, zone: string): number | undefined {
  const micros = parseMoment(text, zone);
  return micros === undefined ? undefined : micros / 1_000_000;
}

/** Wall clock of a zone, `2026-11-22T09:30:00`. Where clocks are set back it is of two moments. */
export function wallText(seconds: number, zone: string): string {
  const millis = Math.round(seconds * 1000);
  return new Date(millis + offsetAt(millis, zone)).toISOString().slice(0, 19);
}

/** A moment as a parameter of the API, of that moment alone: `2026-11-22T09:30:00+09:00`. */
export function parameterText(seconds: number, zone: string): string {
  const offset = offsetAt(Math.round(seconds * 1000), zone);
  return wallText(seconds, zone) + offsetText(offset);
}

/** A moment as an address of the web has it: wall clock, with its offset where that is of another moment, too. */
export function addressText(seconds: number, zone: string): string {
  const text = wallText(seconds, zone);
  const isPlain = secondsOf(text, zone) === Math.floor(Math.round(seconds * 1000) / 1000);
  return isPlain ? text : parameterText(seconds, zone);
}

/** A date whose own (local) parts are the wall clock of a zone: what libraries that know no zones want. */
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

/** A moment as it is read, in a zone: date and time. */
export const momentText = (seconds: number, zone: string, language: Language): string =>
  timeFormat(language, { dateStyle: "medium", timeStyle: "medium", timeZone: zone }).format(
    seconds * 1000,
  );

/** The time of day alone. */
export const clockText = (seconds: number, zone: string, language: Language): string =>
  timeFormat(language, { timeStyle: "short", timeZone: zone }).format(seconds * 1000);

/** A day as it is read. */
export const dayText = (seconds: number, zone: string, language: Language): string =>
  timeFormat(language, { dateStyle: "medium", timeZone: zone }).format(seconds * 1000);

/** A day as it is read where its year is known. */
export const shortDayText = (seconds: number, zone: string, language: Language): string =>
  timeFormat(language, { month: "short", day: "numeric", timeZone: zone }).format(seconds * 1000);

/** Rows come each second to each minute; where the newest is older than this they have stopped coming. */
const LATE_SECONDS = 600;

export const isLate = (seconds: number, now: number): boolean => now - seconds > LATE_SECONDS;

/** `5 min ago`. */
export function agoText(seconds: number, now: number, t: Dictionary["common"]["ago"]): string {
  const age = Math.max(0, now - seconds);
  if (age < 5) return t.now;
  if (age < 120) return t.seconds(Math.floor(age));
  if (age < 7200) return t.minutes(Math.floor(age / 60));
  if (age < 172_800) return t.hours(Math.floor(age / 3600));
  return t.days(Math.floor(age / 86_400));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once each: that takes far longer than using it. */
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
