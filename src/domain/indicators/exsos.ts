import type { Explanation, Method } from "./explanation.ts";
import {
  type Anchors,
  anchorsOf,
  CLASSES,
  type Class,
  type Degrees,
  degreesOf,
  either,
  type Figure,
  outputFigure,
  worse,
} from "./fuzzy.ts";
import type { Profile, Quantity } from "./profiles.ts";
import { MEASURE_OF, type Measure, measured, type Sample } from "./sample.ts";
import { majority, STATUSES, type Status, type StatusCounts, statusOf } from "./status.ts";

/** The measurements averaged over a window. */
export const AVERAGED = [
  "maxCellVoltageV",
  "maxCellTemperatureC",
  "minCellVoltageV",
  "minCellTemperatureC",
  "cellVoltageGapV",
  "cellTemperatureGapC",
] as const satisfies readonly Measure[];
export type Averaged = (typeof AVERAGED)[number];

/** What ExSoS of a window is made of; that of a longer one is the sum of its parts. */
export type ExsosSums = {
  sums: Record<Averaged, number>;
  statuses: StatusCounts;
  /** Samples that were left out because a reading was missing or implausible. */
  excluded: number;
};

/** Ten minutes of 1 s samples; a window with fewer than 60 gives no row. [P] */
export const EXSOS_WINDOW_SECONDS = 600;
export const LEAST_SAMPLES = 60;

/** The two quantities that count in each status. [S: web:index.js:1095–1170] */
const ANTECEDENTS: Record<Status, { voltage: Quantity; temperature: Quantity }> = {
  [STATUSES.charge]: { voltage: "over_voltage", temperature: "over_temperature" },
  [STATUSES.discharge]: { voltage: "under_voltage", temperature: "under_temperature" },
  [STATUSES.rest]: { voltage: "voltage_unbalance", temperature: "temperature_unbalance" },
};

export type Exsos = {
  membership_degree: Record<Class, number>;
  membership_degree_detail: {
    status: Status;
    max_voltage: number;
    max_temperature: number;
    min_voltage: number;
    min_temperature: number;
    voltage_gap: number;
    temperature_gap: number;
  };
  /** Centre of gravity of the voltage's and temperature's degrees, OR-combined, 1/12 to 11/12. */
  integrated_safety: number;
  /** The same by the rule base of the worse of the two: fit for alarms. [P] */
  integrated_safety_worst: number;
};

export const EXSOS_METHOD: Method = {
  method: "exsos-fuzzy",
  version: "1",
  basis: "estimated",
  formula:
    "degrees of the mean voltage and temperature on five triangular sets; OR (larger degree) or rule base (class of the more dangerous of the two, strength the smaller degree); safety = sum of moments / sum of areas of the cut triangles over the four quarters of [0, 1]",
};

/** Sums of the samples of a rack, or of a bank with its current divided by its racks. */
export function exsosSums(samples: Iterable<Sample>): ExsosSums {
  const window = noSums();
  for (const sample of samples) {
    const values = AVERAGED.map((measure) => measured(sample, measure));
    const currentA = measured(sample, "currentA");
    if (currentA === null || values.includes(null)) {
      window.excluded++;
      continue;
    }
    AVERAGED.forEach((measure, index) => {
      window.sums[measure] += values[index] ?? 0;
    });
    window.statuses[statusOf(currentA)]++;
  }
  return window;
}

export function mergeExsosSums(parts: Iterable<ExsosSums>): ExsosSums {
  const all = noSums();
  for (const { sums, statuses, excluded } of parts) {
    for (const measure of AVERAGED) all.sums[measure] += sums[measure];
    for (const status of Object.values(STATUSES)) all.statuses[status] += statuses[status];
    all.excluded += excluded;
  }
  return all;
}

function noSums(): ExsosSums {
  const sums = Object.fromEntries(AVERAGED.map((measure) => [measure, 0]));
  return { sums: sums as ExsosSums["sums"], statuses: [0, 0, 0], excluded: 0 };
}

/** One of the two combined quantities: its mean and the derived values. */
type Antecedent = { name: Quantity; mean: number; anchors: Anchors; degrees: Degrees };

type Judgement = {
  status: Status;
  means: Record<Averaged, number>;
  voltage: Antecedent;
  temperature: Antecedent;
};

/**
 * Extended state of safety of a window: fuzzy logic over the means of voltage and temperature that matter in its
 * status. Combination, output sets and centroid [S: web:index.js, res31]; window, status and input sets [P].
 * @returns null where fewer than `leastSamples` samples are complete
 */
export function exsos(
  window: ExsosSums,
  profile: Profile,
  leastSamples = LEAST_SAMPLES,
): Exsos | null {
  const judgement = judge(window, profile, leastSamples);
  if (!judgement) return null;
  const { status, means, voltage, temperature } = judgement;
  const combined = either(voltage.degrees, temperature.degrees);
  return {
    membership_degree: byClass(combined),
    membership_degree_detail: {
      status,
      max_voltage: means.maxCellVoltageV,
      max_temperature: means.maxCellTemperatureC,
      min_voltage: means.minCellVoltageV,
      min_temperature: means.minCellTemperatureC,
      voltage_gap: means.cellVoltageGapV,
      temperature_gap: means.cellTemperatureGapC,
    },
    integrated_safety: safetyOf(combined).safety,
    integrated_safety_worst: safetyOf(worse(voltage.degrees, temperature.degrees)).safety,
  };
}

function judge(window: ExsosSums, profile: Profile, leastSamples: number): Judgement | null {
  const count = window.statuses.reduce((sum, part) => sum + part, 0);
  if (count < Math.max(leastSamples, 1)) return null;
  const means = Object.fromEntries(
    AVERAGED.map((measure) => [measure, window.sums[measure] / count]),
  ) as Record<Averaged, number>;
  const status = majority(window.statuses);
  const antecedent = (name: Quantity): Antecedent => {
    const mean = means[MEASURE_OF[name] as Averaged];
    const anchors = anchorsOf(profile.limits[name]);
    return { name, mean, anchors, degrees: degreesOf(mean, anchors) };
  };
  const { voltage, temperature } = ANTECEDENTS[status];
  return { status, means, voltage: antecedent(voltage), temperature: antecedent(temperature) };
}

const byClass = (degrees: Degrees) =>
  Object.fromEntries(CLASSES.map((name, index) => [name, degrees[index]])) as Record<Class, number>;

/** Every partition of 1 leaves a figure with an area, so that there is a centroid. */
function safetyOf(degrees: Degrees): { safety: number; quarters: Figure[] } {
  const { centroid, quarters } = outputFigure(degrees);
  return { safety: centroid ?? 0, quarters };
}

type Combination = { degrees: Record<Class, number>; quarters: Figure[]; safety: number };

export type ExsosExplanation = Explanation<{
  samples: number;
  excluded: number;
  statuses: { charge: number; discharge: number; rest: number };
  status: Status;
  inputs: {
    name: Quantity;
    mean: number;
    anchors: Record<Class, number>;
    degrees: Record<Class, number>;
  }[];
  or: Combination;
  worst: Combination;
}>;

/** Explains `exsos`. */
export function explainExsos(
  window: ExsosSums,
  profile: Profile,
  leastSamples = LEAST_SAMPLES,
): ExsosExplanation | null {
  const judgement = judge(window, profile, leastSamples);
  if (!judgement) return null;
  const { voltage, temperature, status } = judgement;
  const [charge, discharge, rest] = window.statuses;
  const combination = (degrees: Degrees): Combination => ({
    degrees: byClass(degrees),
    ...safetyOf(degrees),
  });
  return {
    ...EXSOS_METHOD,
    profile: profile.name,
    samples: charge + discharge + rest,
    excluded: window.excluded,
    statuses: { charge, discharge, rest },
    status,
    inputs: [voltage, temperature].map(({ name, mean, anchors, degrees }) => ({
      name,
      mean,
      anchors: byClass(anchors),
      degrees: byClass(degrees),
    })),
    or: combination(either(voltage.degrees, temperature.degrees)),
    worst: combination(worse(voltage.degrees, temperature.degrees)),
  };
}
