import type { FlagRole } from "../../site/site.ts";
import { SECOND } from "../../time/units.ts";
import { type Profile, SIDES } from "../indicators/profiles.ts";
import { type Level, type Limit, nextLevel } from "./level.ts";
import {
  isImplausible,
  isSet,
  judged,
  limitOf,
  measuredValue,
  type ProtectionSample,
  positionOf,
  type Rule,
} from "./rules.ts";

/** A measured value at the edge of an event; V, A (+ = charge) or degC, null of a rule that measures nothing. */
export type Reading = { timeMicros: number; value: number | null; position: number | null };

/** A period in which a rule had a level. Within a rack or bank, `code`, `level` and `start.timeMicros` are its key. */
export type ProtectionEvent = {
  code: number;
  level: 1 | 2;
  /** Whether the BMS said so or a limit was passed, at the start. */
  source: "flag" | "threshold";
  start: Reading;
  /** The reading that went furthest towards danger, the first of equals. */
  peak: Reading;
  /** Exclusive; null while the event is ongoing. */
  endMicros: number | null;
};

/** State of one rack or bank between two batches: plain JSON. */
export type UnitState = {
  lastMicros: number | null;
  /** Levels from limits, by code, without zeros. */
  levels: Record<string, Level>;
  open: ProtectionEvent[];
};

export const newUnit = (): UnitState => ({ lastMicros: null, levels: {}, open: [] });

export type MachineOptions = {
  rules: readonly Rule[];
  /** The site's limits, for rules whose flags are missing; null where it has none. */
  profile: Profile | null;
  /** A longer time without samples ends every event, a second after the last sample before it. [P] */
  mostGapMicros?: number;
};

export type Advance = {
  state: UnitState;
  /** Every event that began, peaked or ended in the batch, in its state after it, ordered by start, code and level. */
  events: ProtectionEvent[];
  /** Samples that are not newer than the last one; late samples need a run from an older state. */
  late: number;
  /** Values that could not be true and were taken for missing. */
  excluded: number;
};

const MOST_GAP_MICROS = 600 * SECOND;

/**
 * Takes a unit's state over a batch of its samples: each level of each rule follows its BMS flag, or else the
 * limit with hysteresis; without either it stays. A level by limits that rises ends the lower one.
 * However the samples are cut into batches, and wherever the run starts again from a kept state, the events
 * come out the same.
 */
export function advance(
  state: UnitState,
  samples: readonly ProtectionSample[],
  { rules, profile, mostGapMicros = MOST_GAP_MICROS }: MachineOptions,
): Advance {
  const run = new Run(state);
  const limited = rules.map((rule) => ({ rule, limit: profile && limitOf(rule, profile) }));
  for (const sample of inOrder(samples)) {
    if (!run.arrive(sample, mostGapMicros)) continue;
    for (const { rule, limit } of limited) run.judge(rule, limit, sample);
  }
  return run.result();
}

const inOrder = (samples: readonly ProtectionSample[]) =>
  samples.toSorted((a, b) => a.timeMicros - b.timeMicros);

/** A batch under way. */
class Run {
  private lastMicros: number | null;
  private levels: Record<string, Level>;
  private readonly open = new Map<string, ProtectionEvent>();
  private readonly touched = new Set<ProtectionEvent>();
  private late = 0;
  private excluded = 0;

  constructor({ lastMicros, levels, open }: UnitState) {
    this.lastMicros = lastMicros;
    this.levels = { ...levels };
    for (const event of open) this.open.set(keyOf(event), { ...event });
  }

  /** Whether a sample of this time is the next one. */
  arrive({ timeMicros, previousMicros }: ProtectionSample, mostGapMicros: number): boolean {
    if (this.lastMicros !== null && timeMicros <= this.lastMicros) {
      this.late++;
      return false;
    }
    const last = Math.max(
      this.lastMicros ?? Number.NEGATIVE_INFINITY,
      previousMicros ?? Number.NEGATIVE_INFINITY,
    );
    if (timeMicros - last > mostGapMicros) {
      for (const event of this.open.values()) this.end(event, last + SECOND);
      this.levels = {};
    }
    this.lastMicros = timeMicros;
    return true;
  }

  judge(rule: Rule, limit: Limit | null, sample: ProtectionSample): void {
    if (isImplausible(rule, sample)) this.excluded++;
    const byLimit = limit && this.levelByLimit(rule, limit, sample);
    this.judgeLevel(rule, 1, rule.warningFlag, byLimit, sample);
    this.judgeLevel(rule, 2, rule.protectionFlag, byLimit, sample);
  }

  private judgeLevel(
    rule: Rule,
    level: ProtectionEvent["level"],
    role: FlagRole | null,
    byLimit: Level | null,
    sample: ProtectionSample,
  ): void {
    const flag = role === null ? null : isSet(sample.flags[role]);
    const active = flag ?? (byLimit === null ? null : byLimit === level);
    // Nearly every sample of nearly every rule ends here.
    if (active === null || (!active && this.open.size === 0)) return;
    this.follow(rule, { level, active, source: flag === null ? "threshold" : "flag" }, sample);
  }

  /** The level after the sample; null if it has no value. */
  private levelByLimit(rule: Rule, limit: Limit, sample: ProtectionSample): Level | null {
    const value = judged(rule, sample);
    if (value === null) return null;
    const before = this.levels[rule.code] ?? 0;
    const level = nextLevel(limit, before, value);
    if (level === before) return level;
    if (level === 0) delete this.levels[rule.code];
    else this.levels[rule.code] = level;
    return level;
  }

  private follow(
    rule: Rule,
    to: Pick<ProtectionEvent, "level" | "source"> & { active: boolean },
    sample: ProtectionSample,
  ): void {
    const { level, source, active } = to;
    const open = this.open.get(keyOf({ code: rule.code, level }));
    if (!active) {
      if (open) this.end(open, sample.timeMicros);
      return;
    }
    const reading = readingOf(rule, sample);
    if (!open)
      this.start({
        code: rule.code,
        level,
        source,
        start: reading,
        peak: reading,
        endMicros: null,
      });
    else if (danger(rule, reading) > danger(rule, open.peak)) {
      open.peak = reading;
      this.touched.add(open);
    }
  }

  private start(event: ProtectionEvent): void {
    this.open.set(keyOf(event), event);
    this.touched.add(event);
  }

  private end(event: ProtectionEvent, endMicros: number): void {
    event.endMicros = endMicros;
    this.open.delete(keyOf(event));
    this.touched.add(event);
  }

  result(): Advance {
    const { lastMicros, levels, late, excluded } = this;
    const events = [...this.touched].sort(byStart);
    const open = [...this.open.values()].sort(byStart);
    return { state: { lastMicros, levels, open }, events, late, excluded };
  }
}

const keyOf = ({ code, level }: Pick<ProtectionEvent, "code" | "level">) => `${code}/${level}`;

const byStart = (a: ProtectionEvent, b: ProtectionEvent) =>
  a.start.timeMicros - b.start.timeMicros || a.code - b.code || a.level - b.level;

const readingOf = (rule: Rule, sample: ProtectionSample): Reading => ({
  timeMicros: sample.timeMicros,
  value: measuredValue(rule, sample),
  position: positionOf(rule, sample),
});

/** Severity of a reading, comparable between readings of one rule. */
function danger({ watch }: Rule, { value }: Reading): number {
  if (value === null || !watch) return Number.NEGATIVE_INFINITY;
  if (watch.direction) return Math.abs(value);
  return SIDES[watch.quantity] === "under" ? -value : value;
}
