import { offsetAt, parseDay, timeText } from "./instant.ts";
import { DAY } from "./units.ts";

/** A day of a zone, [start, end) in microseconds since 1970. */
export type Day = { start: number; end: number };

/** `2022-05-10`: the day of a zone in which a moment lies, microseconds since 1970. */
export const dayText = (micros: number, timeZone: string): string =>
  String(timeText(micros, timeZone, "local")).slice(0, 10);

/** The day in which a moment lies; undefined beyond the years that operating times lie in. */
export function dayOf(micros: number, timeZone: string): Day | undefined {
  const day = parseDay(dayText(micros, timeZone), timeZone);
  return day && { start: day[0], end: day[1] };
}

/** The days that begin in [start, end), `most` of them at most. */
export function daysIn({ start, end }: Day, timeZone: string, most: number): Day[] {
  const days: Day[] = [];
  let day = dayOf(start, timeZone);
  if (day && day.start < start) day = dayOf(day.end, timeZone);
  while (day && day.start < end && days.length < most) {
    days.push(day);
    day = dayOf(day.end, timeZone);
  }
  return days;
}

/** The last `count` days up to `day`, itself included, the newest first. */
export function daysUpTo(day: Day, count: number, timeZone: string): Day[] {
  const days = [day];
  for (let i = 1; i < count; i++) {
    const before = dayOf((days[i - 1] as Day).start - 1, timeZone);
    if (!before) break;
    days.push(before);
  }
  return days;
}

/** The same time of the clock some days earlier, as far as the clock then showed it. */
export function daysBefore(micros: number, days: number, timeZone: string): number {
  const earlier = micros - days * DAY;
  const turned = offsetAt(micros / 1000, timeZone) - offsetAt(earlier / 1000, timeZone);
  return earlier + turned * 1000;
}
