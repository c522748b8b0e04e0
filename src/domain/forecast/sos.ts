import { hex, utf8 } from "../access/bytes.ts";
import type { Method } from "../indicators/explanation.ts";
import type { Profile } from "../indicators/profiles.ts";
import { INPUTS, SOS_METHOD, scoreOf } from "../indicators/sos.ts";
import type { Items } from "../items.ts";
import { forecastMethod } from "./explain.ts";
import { type ItemPlace, itemsOf, itemText, shown } from "./item-text.ts";
import { forecastBy, type NamedModel, stateOf } from "./items.ts";
import { sourceKey } from "./model.ts";
import type { Forecasts, Reason } from "./predict.ts";
import { type Inputs, prepare, readiness, type Series } from "./series.ts";
import { modelUnits, type TargetName, targetOf } from "./targets.ts";

/** What the state of safety is forecast from. Gaps have models of their own, or are differences of these. */
const EXTREMES = [
  "max_cell_voltage",
  "min_cell_voltage",
  "max_cell_temperature",
  "min_cell_temperature",
] as const satisfies readonly TargetName[];
const GAPS = ["cell_voltage_gap", "cell_temperature_gap"] as const satisfies readonly TargetName[];
export const SOS_TARGETS: readonly TargetName[] = [...EXTREMES, ...GAPS];

type Extreme = (typeof EXTREMES)[number];
type Gap = (typeof GAPS)[number];

/** What will be, V and degC; of gaps only where they are forecast themselves. */
export type Outlook = Record<Extreme, number> & Partial<Record<Gap, number>>;

/** Targets that are inputs of the formula. The current is not a target; its newest value is used. */
const TARGET_OF: Partial<Record<(typeof INPUTS)[number], TargetName>> = {
  maxCellVoltageV: "max_cell_voltage",
  minCellVoltageV: "min_cell_voltage",
  cellVoltageGapV: "cell_voltage_gap",
  maxCellTemperatureC: "max_cell_temperature",
  minCellTemperatureC: "min_cell_temperature",
  cellTemperatureGapC: "cell_temperature_gap",
};

/** The state of safety of a forecast. A gap without its own forecast is the difference of the extremes, at least 0. */
export function outlookScore(outlook: Outlook, currentA: number, profile: Profile): number {
  const between = (high: Extreme, low: Extreme) => Math.max(0, outlook[high] - outlook[low]);
  const gaps = {
    cell_voltage_gap: outlook.cell_voltage_gap ?? between("max_cell_voltage", "min_cell_voltage"),
    cell_temperature_gap:
      outlook.cell_temperature_gap ?? between("max_cell_temperature", "min_cell_temperature"),
  };
  const whole: Record<string, number> = { ...outlook, ...gaps };
  const inputs = INPUTS.map((measure) => whole[TARGET_OF[measure] ?? ""] ?? currentA);
  return scoreOf(inputs, profile);
}

/** A forecast of a target and its limits, in the unit of the answers. */
type Span = { value: number; low: number; high: number };
type Spans = Record<Extreme, Span> & Partial<Record<Gap, Span>>;

/** The score of the forecasts, and those of their least and most favourable ends; NaN where ends are not known. */
export function sosSpan(
  spans: Spans,
  currentA: number,
  profile: Profile,
): { value: number; low: number; high: number } {
  const at = (end: (name: TargetName) => keyof Span) => {
    const outlook = Object.fromEntries(
      Object.entries(spans).map(([name, span]) => [name, span[end(name as TargetName)]]),
    ) as Outlook;
    return outlookScore(outlook, currentA, profile);
  };
  const isLowest = (name: TargetName) => name.startsWith("min_");
  return {
    value: at(() => "value"),
    low: at((name) => (isLowest(name) ? "low" : "high")),
    high: at((name) => (isLowest(name) ? "high" : "low")),
  };
}

type Writing = ItemPlace & {
  models: ReadonlyMap<TargetName, NamedModel>;
  profile: Profile;
  seconds: number;
  /** Rack current, A, of one unit of the series' current. */
  currentUnitA: number;
  version: string;
};

/** Steps for which a score stays valid: ten minutes. */
const OLDEST = 60;

/** Items of forecasts of the state of safety, from those of the origins that have one of the last ten minutes. */
export function sosForecastItems(
  seriesOf: (target: TargetName) => Series,
  origins: readonly number[],
  { models, profile, seconds, currentUnitA, version, ...place }: Writing,
): Items {
  const source = sourceKey(place.bank, place.rack);
  const method = sosMethod(models, version);
  const scores = scoresOf(seriesOf, place, { profile, currentUnitA });
  const held = holdScores(scores);
  const inputs = new Map(SOS_TARGETS.map((name) => [name, prepare(seriesOf(name))]));
  const inputsOf = (name: TargetName) => inputs.get(name) as Inputs;
  const known = origins.filter(
    (k) =>
      !Number.isNaN(held[k]) && EXTREMES.every((name) => readiness(inputsOf(name), k) !== "absent"),
  );
  const answers = SOS_TARGETS.map((name) => ({
    name,
    units: modelUnits(targetOf(name), place.site.cellsInSeries),
    answer: forecastBy({ live: models.get(name), source }, inputsOf(name), known, seconds),
  }));
  const item = (i: number) => {
    const k = known[i] as number;
    const currentA = (inputsOf(EXTREMES[0]).current[k] as number) * currentUnitA;
    const reason = reasonOf(answers, i);
    const spans = reason ? undefined : spansOf(answers, i);
    const span = spans && sosSpan(spans, currentA, profile);
    const values = {
      observed: shown(scores[k] as number),
      ...(span ? { ridge: shown(span.value), ...limitsOf(span) } : {}),
      persistence: shown(held[k] as number),
    };
    const explain = () => ({
      ...(spans ? method : forecastMethod("persistence", undefined)),
      profile: profile.name,
      horizon_seconds: seconds,
      ...stateOf(inputsOf(EXTREMES[0]), k),
      models: Object.fromEntries([...models].map(([name, live]) => [name, live.version])),
      current_a: shown(currentA),
      ...(spans ? { forecasts: spans } : {}),
    });
    return itemText(k, place, JSON.stringify(values), [
      ["version", version],
      ["reason", reason],
      ["explain", place.explain ? explain() : undefined],
    ]);
  };
  return itemsOf(known.length, item);
}

type Answer = { name: TargetName; units: number; answer: Forecasts | undefined };

const limitsOf = ({ low, high }: Span) =>
  Number.isNaN(low + high) ? {} : { ridge_lower: shown(low), ridge_upper: shown(high) };

/** Why one of the four extremes has no forecast, that of the first of them. */
function reasonOf(answers: readonly Answer[], i: number): Reason | undefined {
  for (const { answer } of answers.slice(0, EXTREMES.length)) {
    const reason = answer ? answer.reasons[i] : "no_model";
    if (reason) return reason;
  }
  return undefined;
}

/** The forecasts of an origin; a gap without one is left out. */
const spansOf = (answers: readonly Answer[], i: number): Spans =>
  Object.fromEntries(
    answers.flatMap(({ name, units, answer }) => {
      const value = answer?.value[i] ?? Number.NaN;
      if (!answer || Number.isNaN(value)) return [];
      const [low, high] = [answer.low[i] as number, answer.high[i] as number];
      return [[name, { value: value / units, low: low / units, high: high / units }]];
    }),
  ) as Spans;

/** The score of each step whose row is complete, otherwise NaN. */
function scoresOf(
  seriesOf: (target: TargetName) => Series,
  { site }: ItemPlace,
  { profile, currentUnitA }: { profile: Profile; currentUnitA: number },
): Float64Array {
  const current = seriesOf(EXTREMES[0]).current;
  const channels = INPUTS.map((measure) => {
    const name = TARGET_OF[measure];
    return name
      ? { values: seriesOf(name).target, units: modelUnits(targetOf(name), site.cellsInSeries) }
      : { values: current, units: 1 / currentUnitA };
  });
  const sample = new Float64Array(channels.length);
  return current.map((_, k) => {
    channels.forEach(({ values, units }, j) => {
      sample[j] = (values[k] as number) / units;
    });
    return sample.some(Number.isNaN) ? Number.NaN : scoreOf(sample, profile);
  });
}

/** The newest score of the last ten minutes. */
function holdScores(scores: Float64Array): Float64Array {
  let newest = Number.NEGATIVE_INFINITY;
  return scores.map((score, k) => {
    if (!Number.isNaN(score)) newest = k;
    return k - newest <= OLDEST ? (scores[newest] as number) : Number.NaN;
  });
}

/** How a state of safety is forecast: with models of all extremes, or not at all. */
export function sosMethod(models: ReadonlyMap<TargetName, unknown>, version: string): Method {
  return EXTREMES.every((name) => models.has(name))
    ? {
        method: "sos-of-forecasts",
        version,
        basis: "estimated",
        formula: `${SOS_METHOD.formula}; of the forecasts, the gaps' where they have any, otherwise max(0, highest - lowest); the current is held`,
      }
    : forecastMethod("persistence", undefined);
}

/** A name of at most 50 characters that changes with any of the models. */
export async function sosVersion(models: ReadonlyMap<TargetName, NamedModel>): Promise<string> {
  const used = SOS_TARGETS.flatMap((name) => {
    const live = models.get(name);
    return live ? `${name}=${live.version}` : [];
  });
  if (used.length === 0) return "persistence";
  const digest = await crypto.subtle.digest("SHA-256", utf8(used.join("\n")));
  return `ridge-${hex(digest).slice(0, 16)}`;
}
