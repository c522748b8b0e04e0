import type { SourceDay } from "../../domain/forecast/learn.ts";
import { sourceKey } from "../../domain/forecast/model.ts";
import { prepare, STEP_SECONDS } from "../../domain/forecast/series.ts";
import type { TargetName } from "../../domain/forecast/targets.ts";
import { type Day, dayText } from "../../time/days.ts";
import { HOUR } from "../../time/units.ts";
import type { Ask } from "../sql/client.ts";
import type { SampledPlace } from "../sql/measures.ts";
import { type Source, sourcesIn } from "../sql/sources.ts";
import { askSeries } from "./series.ts";

const STEP = STEP_SECONDS * 1_000_000;
/** As far as lags reach back, and forecasts ahead. */

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
