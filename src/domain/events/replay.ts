import {
  advance,
  type MachineOptions,
  newUnit,
  type ProtectionEvent,
  type UnitState,
} from "./machine.ts";
import type { ProtectionSample } from "./rules.ts";

/** What stands after all rows of a day: the state as JSON text, and a microsecond after the last of the rows. */
export type Checkpoint = { day: string; at: number; state: string };

/** A day of a unit that is to be run: its rows in [from, to), microseconds since 1970. */
export type UnitDay = {
  day: string;
  from: number;
  to: number;
  /** The latest checkpoint at or before `from`. */
  before: Checkpoint | undefined;
  /** That of the day itself, from an earlier run. */
  own: Checkpoint | undefined;
  /** The first later day that has one. */
  next: string | undefined;
  samples: readonly ProtectionSample[];
};

/**
 * An event as it came out. Where it is not settled, days whose turn is yet to come say how it goes on. Where its
 * beginning was not run, it is only hearsay that it is there: the state that told so may be out of date.
 */
export type Outcome = { event: ProtectionEvent; isSettled: boolean; hasBegun: boolean };

export type Replay = {
  outcomes: Outcome[];
  /** What began in these times and is not among `found` never was. */
  ranges: { from: number; to: number }[];
  found: ProtectionEvent[];
  /** Checkpoints that are new or other than before; a day without rows has none any more. */
  checkpoints: { day: string; after: Checkpoint | undefined }[];
  /** Days that were run from a state that is another one now. */
  stale: string[];
};

/**
 * Runs days of one unit, in order of time, from their checkpoints. Whatever is run in whatever order, when no
 * day is stale the events are those of one run over all rows.
 */
export function replay(days: readonly UnitDay[], options: MachineOptions): Replay {
  const result: Replay = { outcomes: [], ranges: [], found: [], checkpoints: [], stale: [] };
  const outcomes = new Map<string, Outcome>();
  let carried: { day: string; state: string | undefined; isOther: boolean } | undefined;
  days.forEach((day, i) => {
    const { own, next, samples } = day;
    // What was run just now stands in place of an older checkpoint.
    const run = carried && carried.day >= (day.before?.day ?? "") ? carried : undefined;
    const start = run ?? day.before;
    const { state, events } = advance(stateOf(start?.state), samples, options);
    const last = samples.at(-1)?.timeMicros;
    // Where the run went on in the middle of the day and found no more rows, it ends where it began.
    const unchanged = day.before?.day === day.day ? day.before : undefined;
    const after =
      last === undefined ? unchanged : { day: day.day, at: last + 1, state: JSON.stringify(state) };
    const isSame = after?.at === own?.at && after?.state === own?.state;
    // A day without rows, then and now, hands on what came before it.
    const isOther = after || own ? !isSame : (run?.isOther ?? false);
    const following = days[i + 1]?.day;
    const isLast = following === undefined && next === undefined;
    const goesOn = following !== undefined && (next === undefined || following <= next);
    if (!isSame) result.checkpoints.push({ day: day.day, after });
    if (isOther && !goesOn && next !== undefined) result.stale.push(next);
    for (const event of new Set([...events, ...state.open])) {
      const isOver = event.endMicros !== null;
      // How an event that is open here goes on is known already where later days stand.
      const stands = !isOver && !isOther && !goesOn && next !== undefined;
      const key = keyOf(event);
      const isOwn = event.start.timeMicros >= day.from;
      const hasBegun = isOwn || (outcomes.get(key)?.hasBegun ?? false);
      if (!stands) outcomes.set(key, { event, isSettled: isOver || isLast, hasBegun });
      if (isOwn) result.found.push(event);
    }
    result.ranges.push({ from: day.from, to: day.to });
    carried = { day: day.day, state: after?.state ?? start?.state, isOther };
  });
  result.outcomes = [...outcomes.values()];
  return result;
}

const stateOf = (text: string | undefined): UnitState =>
  text === undefined ? newUnit() : JSON.parse(text);

const keyOf = ({ code, level, start }: ProtectionEvent) => `${code}/${level}/${start.timeMicros}`;
