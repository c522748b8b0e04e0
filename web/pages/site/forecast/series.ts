import type { Schemas } from "../../../api/paths";
import type { Series } from "../../../chart/series";
import type { Dictionary } from "../../../text";
import { AHEAD, unitOf } from "./targets";

type Words = Dictionary["site"]["forecast"];
type Numbers = number | (number | null)[] | undefined;

/** Measured values and the forecasts made for the same times ten minutes earlier. */
export function tenMinutes(
  items: readonly Schemas["Forecast"][],
  target: string,
  t: Words,
): Series {
  const unit = unitOf(target);
  const origins = items.map(({ time }) => Number(time) / 1000);
  const times = [...new Set(origins.flatMap((time) => [time, time + AHEAD]))].sort((a, b) => a - b);
  const place = new Map(times.map((time, i) => [time, i]));
  const put = (ahead: number, pick: (values: Schemas["Forecast"]["values"]) => Numbers | null) => {
    const values = new Array<number | null>(times.length).fill(null);
    for (const [i, item] of items.entries()) {
      const value = pick(item.values);
      const at = place.get((origins[i] ?? 0) + ahead);
      if (at !== undefined && typeof value === "number") values[at] = value;
    }
    return values;
  };
  const hasModel = items.some(({ values }) => values.ridge !== undefined);
  return {
    times,
    lines: [
      { label: t.measured, unit, color: 1, values: put(0, ({ observed }) => observed) },
      hasModel
        ? {
            label: t.was,
            unit,
            color: 2,
            dashed: true,
            values: put(AHEAD, ({ ridge }) => ridge),
            low: put(AHEAD, ({ ridge_lower }) => ridge_lower),
            high: put(AHEAD, ({ ridge_upper }) => ridge_upper),
          }
        : {
            label: t.held,
            unit,
            color: 6,
            dashed: true,
            values: put(AHEAD, ({ persistence }) => persistence),
          },
    ],
  };
}

/** Day-ahead forecast by all three methods. The one from similar days has an interval. */
export function nextDay(item: Schemas["DayAhead"], target: string, t: Words): Series {
  const unit = unitOf(target);
  const { time, analog_day, analog_day_lower, analog_day_upper, last_day, mean_day } = item.values;
  return {
    times: time.map((one) => Number(one) / 1000),
    lines: [
      ...(analog_day
        ? [
            {
              label: t.alike,
              unit,
              color: 2 as const,
              values: analog_day,
              ...(analog_day_lower && analog_day_upper
                ? { low: analog_day_lower, high: analog_day_upper }
                : {}),
            },
          ]
        : []),
      ...(last_day
        ? [{ label: t.lastDay, unit, color: 6 as const, dashed: true, values: last_day }]
        : []),
      ...(mean_day
        ? [{ label: t.meanDay, unit, color: 3 as const, dashed: true, values: mean_day }]
        : []),
    ],
  };
}
