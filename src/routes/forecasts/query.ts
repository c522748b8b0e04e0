import type * as z from "zod";
import type { Horizon } from "../../domain/forecast/items.ts";
import { HORIZONS, TEN_MINUTES } from "../../domain/forecast/model.ts";
import { STEP_SECONDS } from "../../domain/forecast/series.ts";
import { type Reading, text, word, wrong } from "../../request/parameter.ts";
import {
  contradiction,
  explainParameter,
  pageParameters,
  rangeParameters,
  refineRange,
  timeParameters,
} from "../../request/query.ts";
import type { Place } from "../../site/site.ts";
import { parseInterval } from "../../time/interval.ts";
import { SECOND } from "../../time/units.ts";
import { type StepRule, stepParameter } from "../indicators/query.ts";

const MINUTE = 60;
const FARTHEST = Math.max(...HORIZONS);

/** Steps of the grid of forecast origins. */
export const GRID: StepRule = { unit: STEP_SECONDS, most: FARTHEST };

/** Parameters of lists of forecasts. Without a place they serve the documentation. */
export const forecastParameters = (place?: Place) => ({
  ...rangeParameters(place),
  ...stepParameter(STEP_SECONDS, GRID),
  origin: word(["latest"], {
    description:
      "`latest` returns one item per bank or rack, from its newest row, instead of a range",
    example: "latest",
  }).optional(),
  ...timeParameters,
  ...explainParameter,
  no_page: pageParameters().no_page,
});

/** The query that all lists of forecasts share. */
export type ForecastQuery = z.output<z.ZodObject<ReturnType<typeof forecastParameters>>>;

/** Rejects a range that ends before it starts, and a range together with an origin. */
export function refineOrigin(
  query: Parameters<typeof refineRange>[0] & { origin?: unknown },
  context: z.RefinementCtx,
): void {
  refineRange(query, context);
  if (query.origin === undefined) return;
  for (const name of ["start-time", "end-time", "date"] as const) {
    if (query[name] !== undefined) context.addIssue(contradiction(name, "origin"));
  }
}

const minutes = "whole minutes from 1 to 60";

/** The horizon, in seconds. */
export const horizonParameter = {
  horizon: text(
    {
      description: `Forecast horizon: ${minutes}, as a Postgres or ISO 8601 interval. Default: 10 minutes`,
      example: "30 minutes",
      default: "10 minutes",
    },
    (raw) => readHorizon(raw) ?? NOT_A_HORIZON,
  ).optional(),
};

/** The horizon in seconds, or `path`. */
export const horizonOrPathParameter = {
  horizon: text(
    {
      description: `Forecast horizon: ${minutes}, as a Postgres or ISO 8601 interval, or \`path\` for every minute of the next hour. Default: 10 minutes`,
      example: "30 minutes",
      default: "10 minutes",
    },
    (raw): Reading<Horizon> =>
      raw === "path" ? { value: raw } : (readHorizon(raw) ?? NOT_A_HORIZON_OR_PATH),
  ).optional(),
};

export const DEFAULT_HORIZON = TEN_MINUTES;

function readHorizon(raw: string): { value: number } | undefined {
  const micros = parseInterval(raw);
  if (micros === undefined) return undefined;
  const seconds = micros / SECOND;
  const fits = seconds >= MINUTE && seconds <= FARTHEST && seconds % MINUTE === 0;
  return fits ? { value: seconds } : undefined;
}

const NOT_A_HORIZON = wrong(
  "not_a_horizon",
  "1분에서 60분 사이의 분 단위 시간이어야 합니다. 예: 10 minutes, PT30M",
  `must be ${minutes}. Examples: 10 minutes, PT30M`,
);
const NOT_A_HORIZON_OR_PATH = wrong(
  "not_a_horizon",
  "1분에서 60분 사이의 분 단위 시간이거나 path여야 합니다. 예: 10 minutes, PT30M, path",
  `must be ${minutes}, or path. Examples: 10 minutes, PT30M, path`,
);
