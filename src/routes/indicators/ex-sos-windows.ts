import {
  AVERAGED,
  EXSOS_WINDOW_SECONDS,
  type ExsosSums,
  explainExsos,
  exsos,
  LEAST_SAMPLES,
} from "../../domain/indicators/exsos.ts";
import type { Profile } from "../../domain/indicators/profiles.ts";
import { EXSOS, EXSOS_COUNTS, EXSOS_SUMS, ROWS, type RolledComponent } from "../../site/rollup.ts";
import type { Site } from "../../site/site.ts";
import { askSums, type BucketSums, countsOf } from "../../store/rollups/aggregate.ts";
import type { Ask } from "../../store/sql/client.ts";
import type { Selection } from "../../store/sql/selection.ts";
import type { Source } from "../../store/sql/sources.ts";
import { type Steps, stepAt } from "../../time/grid.ts";
import { type TimeFormat, timeText } from "../../time/instant.ts";
import { rhythmOf } from "../../time/rhythm.ts";
import { SECOND } from "../../time/units.ts";

/** The `mode` of an item. */
export const MODES: Record<RolledComponent, number> = { bank: 1, rack: 2 };

export const WINDOWS_OF_A_PIECE = 2000;

/** Sums of the windows of one source, or of all sources of the selection. */
export function askWindows(
  ask: Ask,
  { site, component, bank, rack }: Selection,
  units: readonly Source[],
  { steps, hasRollups }: { steps: Steps; hasRollups: boolean },
): Promise<BucketSums[]> {
  const [unit] = units;
  const own =
    units.length === 1 ? { bank: unit?.bank, rack: unit?.rack || undefined } : { bank, rack };
  const edges = Array.from({ length: steps.count + 1 }, (_, i) => stepAt(steps, i));
  const range = { start: steps.first, end: stepAt(steps, steps.count) };
  const columns = [...ROWS, ...EXSOS];
  return askSums(ask, { site, component, ...own, ...range }, { columns, edges, hasRollups });
}

export type Shown = {
  site: Site;
  component: RolledComponent;
  profile: Profile;
  steps: Steps;
  timeFormat: TimeFormat;
  explain: boolean;
};

/** Items of a source's windows, without those that have too few samples. */
export function itemsOf(
  sums: readonly BucketSums[],
  { bank, rack }: Source,
  { site, component, profile, steps, timeFormat, explain }: Shown,
): object[] {
  const windows = sums.filter((window) => window.bank === bank && window.rack === rack);
  const least = leastSamples(steps.step, rhythmOf(windows.map(countsOf)));
  return windows.flatMap((window) => {
    const own = exsosSumsOf(window);
    const result = exsos(own, profile, least);
    if (!result) return [];
    const { integrated_safety, integrated_safety_worst, ...degrees } = result;
    return {
      time: timeText(stepAt(steps, window.bucket), site.timeZone, timeFormat),
      ...degrees,
      mode: MODES[component],
      operating_site: site.id,
      bank_id: bank,
      rack_id: rack,
      integrated_safety,
      integrated_safety_worst,
      ...(explain ? { explain: explainExsos(own, profile, least) } : {}),
    };
  });
}

/** A tenth of the expected samples of a window: 60 for ten minutes at 1 Hz. [P] */
const leastSamples = (step: number, rhythm: number | undefined): number =>
  Math.max(
    1,
    Math.ceil((LEAST_SAMPLES / EXSOS_WINDOW_SECONDS) * (step / Math.max(rhythm ?? SECOND, SECOND))),
  );

function exsosSumsOf({ values }: BucketSums): ExsosSums {
  const [charge = 0, discharge = 0, rest = 0] = EXSOS_COUNTS.map((name) => values[name] ?? 0);
  const sums = AVERAGED.map((measure, i) => [measure, values[EXSOS_SUMS[i] ?? ""] ?? 0]);
  return {
    sums: Object.fromEntries(sums),
    statuses: [charge, discharge, rest],
    excluded: (values.rows ?? 0) - charge - discharge - rest,
  };
}
