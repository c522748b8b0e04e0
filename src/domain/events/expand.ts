import { SECOND } from "../../time/units.ts";
import type { ProtectionEvent } from "./machine.ts";

/**
 * The seconds of an event within [from, to), microseconds since 1970, as a table of one row per second and
 * active condition would hold them: from its start in steps of a second, its end left out. [P]
 * @param to also the end of an ongoing event
 */
export function* secondsOf(
  { start, endMicros }: Pick<ProtectionEvent, "start" | "endMicros">,
  from: number,
  to: number,
): Generator<number> {
  const missed = Math.max(0, Math.ceil((from - start.timeMicros) / SECOND));
  const end = Math.min(endMicros ?? to, to);
  for (let at = start.timeMicros + missed * SECOND; at < end; at += SECOND) yield at;
}

/** An event's seconds from the first to the last one, both of them in it, microseconds since 1970. */
export type Span = { id: number; first: number; last: number };

/**
 * The seconds of many events in order of time and id, from the newest or from the oldest; made one by one, so
 * that a page of them costs what it holds.
 */
export function* secondsOfAll<T extends Span>(
  spans: readonly T[],
  direction: "newest first" | "oldest first",
): Generator<{ span: T; at: number }> {
  const sign = direction === "oldest first" ? 1 : -1;
  const waiting = spans
    .map((span) => ({ span, at: sign * (sign === 1 ? span.first : span.last) }))
    .toSorted((a, b) => a.at - b.at);
  let active: typeof waiting = [];
  let from = 0;
  for (let begun = 0; active.length > 0 || begun < waiting.length; from += SECOND) {
    if (active.length === 0) from = waiting[begun]?.at ?? from;
    // Of a second every span under way has one row: they come a second apart.
    for (let next = waiting[begun]; next && next.at < from + SECOND; next = waiting[begun]) {
      active.push(next);
      begun++;
    }
    active.sort((a, b) => a.at - b.at || sign * (a.span.id - b.span.id));
    for (const { span, at } of active) yield { span, at: sign * at };
    active = active.flatMap(({ span, at }) => {
      const next = at + SECOND;
      return next <= sign * (sign === 1 ? span.last : span.first) ? [{ span, at: next }] : [];
    });
  }
}
