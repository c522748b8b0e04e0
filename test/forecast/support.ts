import { createRandom } from "../../dev/simulate/random.ts";
import { climatologyOf, emptySums } from "../../src/domain/forecast/climatology.ts";
import { instantColumns, ownColumns, sharedColumns } from "../../src/domain/forecast/columns.ts";
import type { NamedModel } from "../../src/domain/forecast/items.ts";
import { HORIZONS, type HorizonModel, type Model } from "../../src/domain/forecast/model.ts";
import { REGIMES } from "../../src/domain/forecast/regime.ts";
import { type Series, STEP_SECONDS } from "../../src/domain/forecast/series.ts";
import { STRATA } from "../../src/domain/forecast/strata.ts";
import { type TargetName, targetOf } from "../../src/domain/forecast/targets.ts";

export const START = Date.parse("2026-01-05T00:00:00+09:00") * 1000;
export const STEPS = (count: number) => ({ first: START, step: STEP_SECONDS * 1e6, count });

/** A battery that rests, is charged and discharged by chance, always the same; now and then values are missing. */
export function seriesOf(
  target: TargetName,
  count: number,
  { seed = 1, missing = 0.05 } = {},
): Series {
  const random = createRandom(seed);
  const make = (of: (k: number) => number) => Float64Array.from({ length: count }, (_, k) => of(k));
  const isVoltage = targetOf(target).columns === "full";
  const isGap = target.endsWith("gap");
  let [current, voltage] = [0, 3600];
  const currents = make((k) => {
    if (k % 240 === 0) current = [0, 4, -4][Math.floor(random.between(0, 3))] ?? 0;
    return current === 0 ? 0 : current + random.between(-0.5, 0.5);
  });
  const voltages = currents.map((now) => {
    voltage = Math.min(4060, Math.max(3310, voltage + now / 4 + random.between(-0.5, 0.5)));
    return voltage;
  });
  const level = isVoltage ? 0 : isGap ? 15 : 25;
  const series = {
    minutes: Uint16Array.from({ length: count }, (_, k) => Math.floor(k / 6) % 1440),
    voltage: voltages,
    current: currents,
    soc: voltages.map((mv) => (mv - 3300) / 8),
    target: voltages.map((mv, k) => (isVoltage ? mv + 8 : level + Math.sin(k / 90) * 3)),
  };
  for (const channel of ["voltage", "current", "soc", "target"] as const) {
    series[channel].forEach((_, k) => {
      if (random.unit() < missing) series[channel][k] = Number.NaN;
    });
  }
  return series;
}

/** A model with weights by chance, small enough that no change is large; always the same. */
export function modelOf(
  target: TargetName,
  change: (horizon: HorizonModel) => Partial<HorizonModel> = () => ({}),
): Model {
  const random = createRandom(7);
  const { changeScale } = targetOf(target);
  const [shared, own] = [sharedColumns(targetOf(target)), ownColumns(targetOf(target))];
  const linear = (columns: number) => ({
    bias: random.between(-1, 1) * changeScale,
    weights: Float64Array.from(
      { length: columns },
      () => (random.between(-1, 1) * changeScale) / 9,
    ),
  });
  const cells = REGIMES.length * STRATA;
  const horizons = HORIZONS.map((seconds) => {
    const sums = emptySums(1);
    for (const values of [sums.days, sums.target, sums.current]) {
      values.forEach((_, cell) => {
        values[cell] = random.between(0, 2);
      });
    }
    const horizon: HorizonModel = {
      seconds,
      isServed: true,
      climatology: climatologyOf(sums),
      regimes: REGIMES.map(() => ({
        linear: linear(shared.length + own.length),
        instant: linear(instantColumns(targetOf(target)).length),
        least: -5 * changeScale,
        most: 5 * changeScale,
      })),
      offsets: new Map([["1-3", [0.1, 0.2, 0.3].map((part) => part * changeScale)]]),
      intervals: {
        low: new Float64Array(cells).fill(-changeScale),
        high: new Float64Array(cells).fill(changeScale / 2),
      },
    };
    return { ...horizon, ...change(horizon) };
  });
  return { target, component: "rack", horizons, linear: undefined };
}

/** A model with a name, as it is answered with. */
export const named = (model: Model, version = "1"): NamedModel => ({
  model,
  version,
  trainedTo: "2026-01-04",
  knows: false,
});
