import type { SourceDay } from "../forecast/learn.ts";
import { sourceKey } from "../forecast/model.ts";
import { prepare, STEP_SECONDS } from "../forecast/series.ts";
import type { TargetName } from "../forecast/targets.ts";
import { type Day, dayText } from "../sites/days.ts";
import type { Ask } from "./client.ts";
import { askSeries } from "./forecast-series.ts";
import type { SampledPlace } from "./measures.ts";
import { type Source, sourcesIn } from "./sources.ts";

const STEP = STEP_SECONDS * 1_000_000;
/** As far as lags reach back, and forecasts ahead. */
const HOUR = 3_600_000_000;

/** A day of each bank or rack in a place, with the hour before it and the one after. */
export async function askSourceDays(
  ask: Ask,
  place: SampledPlace & Source,
  day: Day,
  target: TargetName,
): Promise<SourceDay[]> {
  const from = HOUR / STEP;
  const to = from + (day.end - day.start) / STEP;
  const steps = { first: day.start - HOUR, step: STEP, count: to + HOUR / STEP + 1 };
  const read = await askSeries(ask, place, sourcesIn(place), steps, [target]);
  const dayOfMonth = Number(dayText(day.start, place.site.timeZone).slice(-2));
  return read.map(({ bank, rack, series }) => ({
    source: sourceKey(bank, rack),
    inputs: prepare(series(target)),
    from,
    to,
    dayOfMonth,
  }));
}
