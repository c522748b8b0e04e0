import { sourceKey } from "../../../src/domain/forecast/model.ts";
import { type Forecasts, forecast } from "../../../src/domain/forecast/predict.ts";
import { prepare } from "../../../src/domain/forecast/series.ts";
import type { TargetName } from "../../../src/domain/forecast/targets.ts";
import { askLiveModels, type LiveModel } from "../../../src/store/models/models.ts";
import { askSeries } from "../../../src/store/models/series.ts";
import { askSourceDays } from "../../../src/store/models/source-days.ts";
import { dayNumber, dayOfNumber, learnableAt, trainingWorld, type Unit } from "./training.ts";

export const V: TargetName = "max_cell_voltage";
export const EXTREMES: TargetName[] = [
  V,
  "min_cell_voltage",
  "max_cell_temperature",
  "min_cell_temperature",
];
const UNITS: Unit[] = [
  [1, 0],
  [1, 1],
  [1, 2],
];
/** The day that nothing has learnt. */
export const TODAY = 3;
const HOUR = 3_600_000_000;
const STEP = 10_000_000;

export type LiveWorld = Awaited<ReturnType<typeof liveWorld>>;

/**
 * Four simulated days of bank 1 and two of its racks: the bank's highest cell voltage has learnt three of them, and so
 * have the four extremes of the racks, or some of them.
 */
export async function liveWorld(ofRacks: readonly TargetName[] = EXTREMES) {
  const world = await trainingWorld({ days: 4, units: UNITS });
  await world.only("bank", [V]);
  await world.only("rack", ofRacks);
  await world.run(learnableAt(2));
  // Few days: whether they serve a horizon is not what is tested.
  await world.known(
    "update forecast_target set through = '9999-12-31', live = nullif(latest, 0), served = '[true,true,true,true,true]' where component = 'rack'",
  );
  await world.known(
    "update forecast_version set went_live = true, served = '[true,true,true,true,true]' where version = case component when 'rack' then 3 else 2 end",
  );
  const { ask } = world.work(0);
  const models = world.work(0).platform?.ask;
  if (!models) throw new Error("no platform");
  return {
    ...world,
    model: async (component: Unit[1], target: TargetName, n = TODAY): Promise<LiveModel> => {
      const wanted = { site: 2, targets: [target], day: dayNumber(n) };
      const place = component > 0 ? ("rack" as const) : ("bank" as const);
      const live = await askLiveModels(models, { ...wanted, component: place });
      const found = live.get(target);
      if (!found) throw new Error(`no model of ${target}`);
      return found;
    },
    /** What the same pure code says in Node, of the rows that are there: from each step of a day. */
    inNode: async (
      [bank, rack]: Unit,
      target: TargetName,
      live: LiveModel,
      seconds: readonly number[],
      n = TODAY,
    ) => {
      const place = { site: world.site, component: rack > 0 ? "rack" : "bank" } as const;
      const steps = { first: dayOfNumber(n).start - HOUR, step: STEP, count: 360 + 8640 };
      const [read] = await askSeries(
        ask,
        place,
        [{ bank, rack }],
        steps,
        [target],
        undefined,
        HOUR,
      );
      if (!read) throw new Error("no series");
      const series = read.series(target);
      const inputs = prepare(series);
      const origins = Array.from({ length: 8640 }, (_, k) => 360 + k);
      const key = sourceKey(bank, rack);
      const made = forecast(live.model, inputs, origins, seconds, key);
      return { series, inputs, made: new Map(seconds.map((s, i) => [s, made[i] as Forecasts])) };
    },
    /** Days as training and backtests read them. */
    sourceDays: (component: "bank" | "rack", target: TargetName, n = TODAY, rack?: number) =>
      askSourceDays(ask, { site: world.site, component, bank: 1, rack }, dayOfNumber(n), target),
  };
}
