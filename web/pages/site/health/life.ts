import type { Series } from "../../../chart/series";
import type { SolDay } from "./use-health";

/** First days with SoL ≤ 0: of the forecast and of its interval. */
export type EndOfLife = {
  expected: string | undefined;
  /** Bounds of the interval; undefined beyond the forecast. */
  earliest: string | undefined;
  latest: string | undefined;
};

export function endOfLife(days: readonly SolDay[]): EndOfLife {
  const firstDay = (pick: (day: SolDay) => number) => days.find((day) => pick(day) <= 0)?.date;
  return {
    expected: firstDay(({ value }) => value),
    earliest: firstDay(({ bottom_limit_value }) => bottom_limit_value),
    latest: firstDay(({ top_limit_value }) => top_limit_value),
  };
}

const MOST_POINTS = 700;

/** Thins thousands of days to what a chart can show. Keeps the last day. */
export function thinned(days: readonly SolDay[]): SolDay[] {
  const every = Math.ceil(days.length / MOST_POINTS);
  return days.filter((_, i) => i % every === 0 || i === days.length - 1);
}

/** Past SoL, % (docs/indicators.md), and its forecast on one time axis. */
export function lifeSeries(
  soh: readonly { date: string; value: number | null }[],
  forecast: readonly SolDay[],
  secondsOf: (day: string) => number,
  labels: { was: string; forecast: string },
): Series {
  const past = soh.filter(({ date }) => date < (forecast[0]?.date ?? "9999"));
  const future = thinned(forecast);
  const pad = <T>(before: readonly T[], after: readonly T[]) => [...before, ...after];
  const none = (length: number) => new Array<null>(length).fill(null);
  const ahead = (pick: (day: SolDay) => number) =>
    pad<number | null>(none(past.length), future.map(pick));
  return {
    times: pad(past, future).map(({ date }) => secondsOf(date)),
    lines: [
      {
        label: labels.was,
        unit: "%",
        color: 1,
        values: pad(
          past.map(({ value }) => (value === null ? null : (value - 80) * 5)),
          none(future.length),
        ),
      },
      {
        label: labels.forecast,
        unit: "%",
        color: 2,
        dashed: true,
        values: ahead(({ value }) => value),
        low: ahead(({ bottom_limit_value }) => bottom_limit_value),
        high: ahead(({ top_limit_value }) => top_limit_value),
      },
    ],
  };
}
