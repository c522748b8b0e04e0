import type { EventsPage, ProtectionEvent } from "../../api/paths";

/** An event of the list. Withdrawn events stay until the list is reloaded. */
export type ShownEvent = ProtectionEvent & { isWithdrawn?: boolean };

/** Loaded events, newest first. */
export type EventList = { events: readonly ShownEvent[]; count: number; next: Next | undefined };

/** Query of the next page. A cursor is bound to its range, which may have moved since. */
export type Next = { cursor: string; "start-time"?: string };

export type Change = { kind: "new" | "ended" | "withdrawn"; event: ProtectionEvent };

export const listOf = ({ results, count, next }: EventsPage): EventList => ({
  events: results,
  count,
  next: nextOf(next),
});

/** Parameters in the URL of the next page. */
function nextOf(next: string | null): Next | undefined {
  const query = next ? new URL(next).searchParams : undefined;
  const [cursor, start] = [query?.get("cursor"), query?.get("start-time")];
  return cursor ? { cursor, ...(start ? { "start-time": start } : {}) } : undefined;
}

/** Removes events that ended before the start of the range. */
export function within(list: EventList, from: number | undefined): EventList {
  if (from === undefined) return list;
  const events = list.events.filter(({ end }) => !end || Date.parse(String(end)) / 1000 > from);
  const gone = list.events.length - events.length;
  return gone === 0 ? list : { ...list, events, count: list.count - gone };
}

/** Appends the next page. */
export function withOlder(list: EventList, page: EventsPage): EventList {
  const known = new Set(list.events.map(({ id }) => id));
  const more = page.results.filter(({ id }) => !known.has(id));
  return { ...list, events: [...list.events, ...more], next: nextOf(page.next) };
}

/**
 * Replaces the first page. Older pages stay only if the new page overlaps them, so that no events are missing in
 * between.
 */
export function withFirst(list: EventList | undefined, page: EventsPage): EventList {
  const fresh = listOf(page);
  const last = page.results.at(-1);
  if (!list || !last || !fresh.next) return fresh;
  const at = list.events.findIndex(({ id }) => id === last.id);
  if (at < 0 || at === list.events.length - 1) return fresh;
  return { ...fresh, events: [...page.results, ...list.events.slice(at + 1)], next: list.next };
}

/** Applies a change. `isIn` tells whether a new event matches the filter. */
export function withChange(
  list: EventList,
  { kind, event }: Change,
  isIn: (event: ProtectionEvent) => boolean,
): EventList {
  const isKnown = list.events.some(({ id }) => id === event.id);
  if (isKnown) {
    const events = list.events.map((one) =>
      one.id === event.id
        ? { ...event, ...(kind === "withdrawn" ? { isWithdrawn: true } : {}) }
        : one,
    );
    return { ...list, events };
  }
  if (kind === "withdrawn" || !isIn(event)) return list;
  const at = list.events.findIndex((one) => isNewer(event, one));
  // Events older than the loaded ones arrive with their page.
  if (at < 0 && list.next) return { ...list, count: list.count + 1 };
  const place = at < 0 ? list.events.length : at;
  const events = [...list.events.slice(0, place), event, ...list.events.slice(place)];
  return { ...list, events, count: list.count + 1 };
}

const startOf = ({ timestamp }: ProtectionEvent): number => Date.parse(String(timestamp));

const isNewer = (a: ProtectionEvent, b: ProtectionEvent): boolean =>
  startOf(a) - startOf(b) > 0 || (startOf(a) === startOf(b) && a.id > b.id);

/** Number of open events by level. */
export function openCounts(open: readonly ShownEvent[]): { 1: number; 2: number } {
  const of = (level: number) =>
    open.filter((one) => one.level.id === level && !one.end && !one.isWithdrawn).length;
  return { 1: of(1), 2: of(2) };
}
