import { gridOrigin } from "./grid.ts";
import { constantOffset, offsetAt, wallToInstant } from "./instant.ts";
import type { Width } from "./interval.ts";
import { DAY, HOUR, MINUTE } from "./units.ts";

/** A Monday: weeks begin with it, and everything shorter. As if it were UTC, ms. */
const ORIGIN = Date.UTC(2000, 0, 3);

/** Edges of buckets, microseconds since 1970, ascending: bucket i is [edges[i], edges[i + 1]). */
export type Edges = readonly number[];

/** What rollups can serve the buckets: all edges are on whole minutes, hours or days of the site. */
export type Alignment = "row" | "minute" | "hour" | "day";

/** Buckets of a width that cover [start, end), up to two too many. */
export const bucketCount = (start: number, end: number, width: Width): number =>
  "months" in width
    ? Math.ceil((end - start) / (width.months * 30.5 * DAY)) + 1
    : Math.ceil((end - start) / width.micros) + 1;

/**
 * The buckets that cover [start, end), none outside it. They begin at 2000-01-03 00:00 of the zone's wall clock;
 * whole hours and days follow that clock, so that a day with summer time's change has 23 or 25 hours, while what
 * divides an hour, or does not fit into one, is counted in time that passes. Months begin with January 2000.
 */
export function bucketEdges(start: number, end: number, width: Width, timeZone: string): Edges {
  if (start >= end) return [];
  if ("months" in width) return monthEdges(start, end, width.months, timeZone);
  const { micros } = width;
  const followsClock = micros > HOUR && micros % HOUR === 0;
  const [from, to] = [start - DAY, end + DAY + micros];
  const offset = followsClock ? constantOffset(from, to, timeZone) : offsetAt(ORIGIN, timeZone);
  if (offset !== undefined) {
    const origin = (ORIGIN - offset) * 1000;
    const first = origin + Math.floor((start - origin) / micros) * micros;
    const count = Math.ceil((end - first) / micros);
    return Array.from({ length: count + 1 }, (_, i) => first + i * micros);
  }
  const origin = ORIGIN * 1000;
  const wall = start + offsetAt(start / 1000, timeZone) * 1000;
  return edgesFrom(Math.floor((wall - origin) / micros), start, end, (index) =>
    clockShows((origin + index * micros) / 1000, timeZone),
  );
}

function monthEdges(start: number, end: number, months: number, timeZone: string): number[] {
  const wall = new Date(Math.floor(start / 1000) + offsetAt(start / 1000, timeZone));
  const month = (wall.getUTCFullYear() - 2000) * 12 + wall.getUTCMonth();
  return edgesFrom(Math.floor(month / months), start, end, (index) =>
    clockShows(Date.UTC(2000, index * months, 1), timeZone),
  );
}

function edgesFrom(
  index: number,
  start: number,
  end: number,
  edgeAt: (index: number) => number,
): number[] {
  let at = index;
  while (edgeAt(at) > start) at--;
  while (edgeAt(at + 1) <= start) at++;
  const edges = [edgeAt(at)];
  for (let last = edges[0] ?? end; last < end; ) {
    const next = edgeAt(++at);
    if (next > last) edges.push(next); // the clock may skip an edge
    last = next;
  }
  return edges;
}

/** The instant (microseconds) at which the zone's clocks show a time, or pass it by where they skip it. */
function clockShows(wall: number, timeZone: string): number {
  const instant =
    wallToInstant(wall, timeZone) ??
    wallToInstant(wall + 30 * 60_000, timeZone) ??
    wallToInstant(wall + 60 * 60_000, timeZone);
  return (instant ?? wall) * 1000;
}

/** Of buckets, the widest units whose borders all of their edges stand on, in the site's time zone. */
export function alignmentOf(edges: Edges, timeZone: string): Alignment {
  const origin = gridOrigin(timeZone);
  const onAll = (test: (edge: number) => boolean) => edges.every(test);
  if (!onAll((edge) => edge % MINUTE === 0)) return "row";
  if (!onAll((edge) => (edge - origin) % HOUR === 0)) return "minute";
  const isMidnight = (edge: number) => (edge + offsetAt(edge / 1000, timeZone) * 1000) % DAY === 0;
  return onAll(isMidnight) ? "day" : "hour";
}

/** The border of a unit at or before a moment, at or after it with `up`. */
export function borderOf(
  unit: Exclude<Alignment, "row">,
  moment: number,
  timeZone: string,
  up = false,
): number {
  if (unit === "day") {
    const [first = moment, last = moment] = bucketEdges(
      moment,
      moment + 1,
      { micros: DAY },
      timeZone,
    );
    return first === moment || !up ? first : last;
  }
  const size = unit === "hour" ? HOUR : MINUTE;
  const origin = gridOrigin(timeZone);
  return origin + (up ? Math.ceil : Math.floor)((moment - origin) / size) * size;
}

/** Widths that charts like, from a second to a year. */
const NICE: readonly Width[] = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => ({ micros: (seconds * MINUTE) / 60 })),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => ({ micros: minutes * MINUTE })),
  ...[1, 2, 3, 6, 12].map((hours) => ({ micros: hours * HOUR })),
  ...[1, 7].map((days) => ({ micros: days * DAY })),
  ...[1, 3, 12, 60, 120].map((months) => ({ months })),
];

/** The smallest of the usual widths by which [start, end) has at most `most` buckets. */
export const widthFor = (start: number, end: number, most: number, timeZone: string): Width =>
  NICE.find(
    (width) =>
      bucketCount(start, end, width) <= most + 3 &&
      bucketEdges(start, end, width, timeZone).length - 1 <= most,
  ) ?? { months: 120 };
