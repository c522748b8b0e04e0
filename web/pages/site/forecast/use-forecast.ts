import { api, got } from "../../../api/client";
import type { Schemas } from "../../../api/paths";
import { type Asked, useAsk } from "../../../api/use-ask";
import { useRested } from "../../../chart/use-rested";
import type { Range, View } from "../../../chart/view";
import { parameterText } from "../../../ui/times";
import { type Place, placeKey } from "../common/place";
import { MOST_ITEMS, stepFor } from "../common/steps";
import { AHEAD, type Target } from "./targets";

const SLUGS = {
  max_cell_voltage: "max-cell-voltage",
  min_cell_voltage: "min-cell-voltage",
  max_cell_temperature: "max-cell-temperature",
  min_cell_temperature: "min-cell-temperature",
} as const;

/** Longest range with 10-minute forecasts, seconds. */
export const LONGEST = 2 * 86_400;

/** Forecasts in the visible range, including the next ten minutes; none if the range is too long. */
export function useTenMinutes(
  place: Place,
  view: View,
  target: Target,
): Asked<Schemas["Forecast"][]> & { isTooLong: boolean } {
  const range = useRested(view);
  const isTooLong = range[1] - range[0] > LONGEST;
  const zone = place.site.time_zone;
  const query = {
    "start-time": parameterText(Math.floor(range[0] - AHEAD), zone),
    "end-time": parameterText(Math.ceil(range[1]), zone),
    interval: `${stepOf(range)} seconds`,
    "time-format": "unix" as const,
  };
  const key = `ten ${target} ${placeKey(place)} ${JSON.stringify(query)}`;
  const asked = useAsk(isTooLong ? undefined : key, (signal) =>
    askTenMinutes(place, target, query, signal),
  );
  return { ...asked, isTooLong };
}

/** Steps that divide ten minutes, so that forecasts and measured values share times. */
const stepOf = (range: Range): number =>
  [10, 20, 30, 60, 120, 300, 600].find((step) => step >= stepFor(range, MOST_ITEMS)) ?? AHEAD;

type Query = {
  "start-time"?: string;
  "end-time"?: string;
  interval?: string;
  "time-format"?: "unix";
  explain?: "1";
};

export function askTenMinutes(
  { site, bank, rack }: Place,
  target: Target,
  query: Query,
  signal: AbortSignal,
): Promise<Schemas["Forecast"][]> {
  const base =
    `/api/ess/stats/forecasting-${SLUGS[target]}/operating-sites/{s}/banks/{b}/` as const;
  const path = { s: site.id, b: bank };
  return got(
    rack === undefined
      ? api.GET(base, { params: { path, query }, signal })
      : api.GET(`${base}racks/{r}/`, { params: { path: { ...path, r: rack }, query }, signal }),
  );
}

/**
 * Day-ahead forecast from the latest row. `of` is its target: after a change, the old forecast stays until the new
 * one arrives.
 */
export function useNextDay(
  place: Place,
  target: Target,
): Asked<{ of: Target; items: Schemas["DayAhead"][] }> {
  const latest = place.site.components[place.rack === undefined ? "bank" : "rack"]?.latest;
  return useAsk(`day ${target} ${placeKey(place)} ${latest}`, async (signal) => ({
    of: target,
    items: await askNextDay(place, target, { "time-format": "unix" }, signal),
  }));
}

export function askNextDay(
  { site, bank, rack }: Place,
  target: Target,
  more: { "time-format"?: "unix"; explain?: "1" },
  signal: AbortSignal,
): Promise<Schemas["DayAhead"][]> {
  const base =
    `/api/ess/stats/multi-step-forecasting-${SLUGS[target]}/operating-sites/{s}/banks/{b}/` as const;
  const path = { s: site.id, b: bank };
  const query = { origin: "latest", ...more };
  return got(
    rack === undefined
      ? api.GET(base, { params: { path, query }, signal })
      : api.GET(`${base}racks/{r}/`, { params: { path: { ...path, r: rack }, query }, signal }),
  );
}

/** Models of a site with their backtests. */
export const useModels = (place: Place): Asked<Schemas["ForecastModel"][]> =>
  useAsk(`models ${place.site.id}`, (signal) =>
    got(
      api.GET("/api/ess/operating-sites/{s}/forecasts/models/", {
        params: { path: { s: place.site.id } },
        signal,
      }),
    ),
  );
