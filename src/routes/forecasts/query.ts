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

/** Steps of the grid that forecasts are made on. */
export const GRID: StepRule = { unit: STEP_SECONDS, most: FARTHEST };

/** Parameters of lists of forecasts, read against a place or without one for documentation. */
export const forecastParameters = (place?: Place) => ({
  ...rangeParameters(place),
  ...stepParameter(STEP_SECONDS, GRID),
  origin: word(["latest"], {
    description:
      "`latest`, instead of a range: one item for each bank or rack, from its newest row",
    example: "latest",
  }).optional(),
  ...timeParameters,
  ...explainParameter,
  no_page: pageParameters().no_page,
});

/** What the lists have in common. */
export type ForecastQuery = z.output<z.ZodObject<ReturnType<typeof forecastParameters>>>;

/** Refuses a range that ends before it begins, and one beside an origin. */
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

/** The parameter that says how far ahead is forecast, read as seconds. */
export const horizonParameter = {
  horizon: text(
    {
      description: `How far ahead: ${minutes}, as Postgres or ISO 8601 writes it, 10 minutes by default`,
      example: "30 minutes",
      default: "10 minutes",
    },
    (raw) => readHorizon(raw) ?? NOT_A_HORIZON,
  ).optional(),
};

/** The same, or the whole path of an hour. */
export const horizonOrPathParameter = {
  horizon: text(
    {
      description: `How far ahead: ${minutes}, as Postgres or ISO 8601 writes it, 10 minutes by default; \`path\`: every minute of an hour from the origin on`,
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
  `must be ${minutes}, e.g. 10 minutes or PT30M`,
);
const NOT_A_HORIZON_OR_PATH = wrong(
  "not_a_horizon",
  "1분에서 60분 사이의 분 단위 시간이거나 path여야 합니다. 예: 10 minutes, PT30M, path",
  `must be ${minutes}, or path, e.g. 10 minutes, PT30M or path`,
);
