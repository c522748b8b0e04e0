import type { ProtectionEvent } from "./machine.ts";

const SECOND = 1_000_000;

/**
 * The seconds of an event within [from, to), microseconds since 1970, as a table of one row per second and
 * active condition would hold them: from its start in steps of a second, its end left out. [P]
 * @param to also the end of an event that goes on
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
