import type { MachineOptions } from "../domain/events/machine.ts";
import { replay } from "../domain/events/replay.ts";
import { BANK_RULES, type ProtectionSample, RACK_RULES } from "../domain/events/rules.ts";
import { PROFILES } from "../domain/indicators/profiles.ts";
import type { RolledComponent } from "../site/rollup.ts";
import type { Site } from "../site/site.ts";
import type { Database } from "../store/backend.ts";
import { askCheckpoints, type Checkpoints } from "../store/events/checkpoints.ts";
import { addMarks, type DueDay } from "../store/events/due-days.ts";
import { askSamples, type SampleRange } from "../store/events/samples.ts";
import { type UnitResult, writeProtection } from "../store/events/write.ts";
import { removeMarks } from "../store/rollups/due.ts";

/** Days of banks and racks that one step runs: of 1 Hz some 1.7 million rows, which Postgres looks through. */
export const DAYS_OF_A_STEP = 20;

export type EventsRun = {
  /** Days that must be run again after these. */
  stale: number;
  /** Whether events may have changed; then they have been written, and this many deliveries are due. */
  changed: boolean;
  deliveries: number;
  /** Marks the days as done and stores where the next run continues. Nobody needs to wait for it. */
  finish: () => Promise<void>;
};

type Databases = Database & { site: Site; platform: Database };

/**
 * Runs days that are due, in the order of `dueDays`. Marks are taken away last: a run that dies, or that finds
 * that another one has been faster (40001), leaves them to the next.
 * @throws {DatabaseError}
 */
export async function runDays(work: Databases, days: readonly DueDay[]): Promise<EventsRun> {
  const { site, platform, transact } = work;
  const live = days.filter(({ isDropped }) => !isDropped);
  const results = live.length > 0 ? await runLive(work, live) : [];
  const stale = results.flatMap(({ bank, rack, replay: { stale: list } }) =>
    list.map((day) => ({ bank, rack, day })),
  );
  const changed = results.some(({ mayChange }) => mayChange);
  // Before what they follow from is written: afterwards nothing would tell that they are due.
  if (stale.length > 0) await transact([addMarks(site, stale)]);
  const write = () => writeProtection(platform.transact, site.id, results);
  const deliveries = changed ? await write() : 0;
  return {
    stale: stale.length,
    changed,
    deliveries,
    finish: async () => {
      if (!changed && results.length > 0) await write();
      await transact([removeMarks(days)]);
    },
  };
}

type Result = UnitResult & { mayChange: boolean };

async function runLive(
  { ask, site, platform }: Databases,
  days: readonly DueDay[],
): Promise<Result[]> {
  const isFirst = (i: number) => !isSameUnit(days[i - 1], days[i]);
  // Only the first day of a unit can continue from a checkpoint; later days wait for the state before them.
  const questions = days.map(({ bank, rack, day, since, begins }, i) => ({
    bank,
    rack,
    day,
    since: isFirst(i) ? since : begins,
  }));
  // The versions are read before the rows: what is written from now on makes this run's own write fail.
  const found = await askCheckpoints(platform.ask, site.id, questions);
  const ranges = days.map(({ bank, rack, begins, ends }, i) => ({
    bank,
    rack,
    from: Math.max(begins, found[i]?.before?.at ?? begins),
    to: ends,
  }));
  const samples = await samplesOf(ask, site, ranges);
  const results: Result[] = [];
  for (let from = 0; from < days.length; ) {
    let to = from + 1;
    while (to < days.length && !isFirst(to)) to++;
    results.push(runUnit(site, days.slice(from, to), from, { found, ranges, samples }));
    from = to;
  }
  return results;
}

const isSameUnit = (a: DueDay | undefined, b: DueDay | undefined): boolean =>
  a?.bank === b?.bank && a?.rack === b?.rack;

type Known = {
  found: readonly Checkpoints[];
  ranges: readonly SampleRange[];
  samples: readonly (readonly ProtectionSample[])[];
};

/** Runs the days of one unit; `offset` is where they begin among all of them. */
function runUnit(site: Site, days: readonly DueDay[], offset: number, known: Known): Result {
  const [{ bank, rack }] = days as [DueDay];
  const unitDays = days.map(({ day }, i) => {
    const { before, own, next } = known.found[offset + i] as Checkpoints;
    const { from, to } = known.ranges[offset + i] as SampleRange;
    return { day, from, to, before, own, next, samples: known.samples[offset + i] ?? [] };
  });
  const outcome = replay(unitDays, optionsOf(site, rack > 0 ? "rack" : "bank"));
  // After the last rows that were seen nothing can have begun before.
  const isNew = unitDays.every(
    ({ own, before, next }) => next === undefined && (!own || own.at === before?.at),
  );
  const { version } = known.found[offset] as Checkpoints;
  return { bank, rack, version, replay: outcome, mayChange: !isNew || outcome.outcomes.length > 0 };
}

/** The rules of a component's rows, and the limits that were published for the site. */
export const optionsOf = (
  { protectionProfile }: Site,
  component: RolledComponent,
): MachineOptions => ({
  rules: component === "rack" ? RACK_RULES : BANK_RULES,
  profile: protectionProfile ? PROFILES[protectionProfile] : null,
});

async function samplesOf(
  ask: Database["ask"],
  site: Site,
  ranges: readonly SampleRange[],
): Promise<ProtectionSample[][]> {
  const samples: ProtectionSample[][] = ranges.map(() => []);
  const some = async (component: RolledComponent) => {
    const mine = ranges.flatMap((range, i) =>
      range.rack > 0 === (component === "rack") ? [i] : [],
    );
    const rows = await askSamples(
      ask,
      { site, component },
      mine.flatMap((i) => ranges[i] ?? []),
      optionsOf(site, component),
    );
    mine.forEach((i, k) => {
      samples[i] = rows[k] ?? [];
    });
  };
  await Promise.all([some("bank"), some("rack")]);
  return samples;
}
