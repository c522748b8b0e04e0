import { dayAhead, MOST_BEFORE, MOST_DAYS, STEPS } from "../../domain/forecast/day-ahead.ts";
import { explainDayAhead } from "../../domain/forecast/explain-day-ahead.ts";
import { modelUnits, type TargetName, targetOf } from "../../domain/forecast/targets.ts";
import { rounded } from "../../domain/indicators/statistics.ts";
import type { Site } from "../../site/site.ts";
import { type SourceMeans, STEP_MICROS } from "../../store/models/ten-minutes.ts";
import { daysBefore } from "../../time/days.ts";
import { minuteOfDay, type TimeFormat, timeText } from "../../time/instant.ts";
import type { DirectPaths } from "./direct-paths.ts";

/** Decimals of V and degC: a tenth of the measured resolution. */
const DECIMALS = 4;

/** Start of the means that a forecast from an origin reads, in microseconds. */
export const firstMeanOf = (origin: number, timeZone: string): number =>
  daysBefore(origin, MOST_DAYS, timeZone) - MOST_BEFORE * STEP_MICROS;

export type Shown = {
  site: Site;
  target: TargetName;
  /** Start of the means. */
  start: number;
  direct: DirectPaths;
  timeFormat: TimeFormat;
  explain: boolean;
};

/** The item of a source and an origin. Empty if the source has no values in the days before. */
export function itemOf(source: SourceMeans, origin: number, shown: Shown): object[] {
  const { site, target, start, direct, timeFormat, explain } = shown;
  const { timeZone } = site;
  const indexOf = (moment: number) => Math.round((moment - start) / STEP_MICROS);
  const own = source.series.target.subarray(
    indexOf(firstMeanOf(origin, timeZone)),
    indexOf(origin),
  );
  if (own.every(Number.isNaN)) return [];
  const minute = minuteOfDay(origin, timeZone);
  const path = direct.of(origin, source);
  const made = dayAhead({
    series: source.series,
    origin: indexOf(origin),
    starts: Array.from({ length: MOST_DAYS }, (_, i) =>
      indexOf(daysBefore(origin, i + 1, timeZone)),
    ),
    minute,
    target,
    direct: path,
  });
  const units = modelUnits(targetOf(target), site.cellsInSeries);
  const time = (moment: number) => timeText(moment, timeZone, timeFormat);
  const wire = (name: string, values: Float64Array | undefined) =>
    values ? { [name]: Array.from(values, (value) => rounded(value / units, DECIMALS)) } : {};
  return [
    {
      time: time(origin),
      values: {
        time: Array.from({ length: STEPS }, (_, step) => time(origin + (step + 1) * STEP_MICROS)),
        ...wire("analog_day", made.analog?.value),
        ...wire("analog_day_lower", made.analog?.low),
        ...wire("analog_day_upper", made.analog?.high),
        ...wire("last_day", made.lastDay),
        ...wire("mean_day", made.meanDay),
      },
      operating_site: site.id,
      bank_id: source.bank,
      rack_id: source.rack,
      ...(made.reason ? { reason: made.reason } : {}),
      ...(explain
        ? {
            explain: explainDayAhead(made, {
              target,
              minute,
              model: path && direct.version,
              from: (index) => time(start + index * STEP_MICROS),
            }),
          }
        : {}),
    },
  ];
}
