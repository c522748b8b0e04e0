import * as z from "zod";
import { forecastMethod } from "../../domain/forecast/explain.ts";
import { forecastItems } from "../../domain/forecast/items.ts";
import { TARGET_NAMES, type TargetName } from "../../domain/forecast/targets.ts";
import { rangeOf } from "../../request/query.ts";
import { type Route, siteRoute } from "../../request/route.ts";
import { methodHeader } from "../../response/method.ts";
import type { Place } from "../../site/site.ts";
import { indicatorPlaces } from "../indicators/places.ts";
import { answerForecasts, type Prepare } from "./answer.ts";
import { liveModels } from "./live-models.ts";
import {
  DEFAULT_HORIZON,
  forecastParameters,
  horizonOrPathParameter,
  refineOrigin,
} from "./query.ts";
import { pathNumbers, sourceSchema, valuesSchema } from "./schema.ts";

/** Items of an answer that is not streamed; those with explanations are longer, and paths much longer. */
const MOST = { items: 20_000, explained: 5_000, paths: 500 };

const WHAT: Record<TargetName, string> = {
  max_cell_voltage: "highest cell voltage, V",
  min_cell_voltage: "lowest cell voltage, V",
  max_cell_temperature: "highest cell temperature, degC",
  min_cell_temperature: "lowest cell temperature, degC",
  dc_voltage: "DC voltage, V",
  cell_voltage_gap: "gap between the highest and the lowest cell voltage, V",
  cell_temperature_gap: "gap between the highest and the lowest cell temperature, degC",
};

const forecastQuery = (place?: Place) =>
  z
    .strictObject({ ...horizonOrPathParameter, ...forecastParameters(place) })
    .superRefine(refineOrigin);

const itemSchema = z
  .object({
    ...sourceSchema,
    values: z.object({
      ...valuesSchema,
      time: z
        .array(z.union([z.string(), z.int()]))
        .optional()
        .meta({ description: "Of a path: the times of its points" }),
      ridge: pathNumbers("Forecast of the value at `time` + horizon"),
      ridge_lower: pathNumbers("Where nine in ten values come to lie: above this"),
      ridge_upper: pathNumbers("and below this"),
      linear: z.number().optional().meta({ description: "By the original's recipe" }),
    }),
    reason: z.string().optional().meta({ description: "Why there is no forecast" }),
    explain: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: "Forecast" });

/** `MaxCellVoltage` for `max_cell_voltage`. */
const pascal = (name: string): string =>
  name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** `GET /api/ess/stats/forecasting-max-cell-voltage/operating-sites/{site}/banks/…` and its like. */
export const forecasts: readonly Route[] = TARGET_NAMES.flatMap((target) =>
  indicatorPlaces(`forecasting-${target.replaceAll("_", "-")}`).map(
    ({ path, component, id, what }) =>
      siteRoute({
        method: "get",
        access: "analytics:read",
        path,
        operationId: `forecast${pascal(target)}${id}`,
        tags: ["Forecasts"],
        summary: `Forecast, ten minutes ahead, of the ${WHAT[target]}, of ${what}`,
        description:
          "`observed` is the value at `time`, `ridge` the forecast of it for `time` + horizon with the limits of nine in ten, `persistence` the value held. Where there is no forecast a `reason` stands in its place; where no value is known from the last ten minutes there is no item",
        responses: {
          200: {
            description: `Items in the order of bank, rack and time, of each step that lies in the range and not after the newest row. At most ${MOST.items} (${MOST.explained} explained, ${MOST.paths} paths); no_page streams any number`,
            content: { "application/json": { schema: z.array(itemSchema) } },
          },
        },
        component,
        query: forecastQuery,
        plan({ site, bank, rack, query, env, method }) {
          const horizon = query.horizon ?? DEFAULT_HORIZON;
          const most = query.explain ? MOST.explained : MOST.items;
          return {
            place: { site, component, bank, rack, ...rangeOf(query) },
            query,
            most: horizon === "path" ? MOST.paths : most,
            targets: [target],
            windows: env,
            isHead: method === "HEAD",
            horizon,
          };
        },
        answer({ horizon, ...asked }, ask, backend) {
          const prepare: Prepare = async (from) => {
            const live = (await liveModels(backend, asked.place, [target], from)).get(target);
            const method = forecastMethod(live ? "ridge" : "persistence", live?.version);
            return {
              headers: methodHeader(method),
              make: (series, origins, written) =>
                forecastItems(series(target), origins, { ...written, target, horizon, live }),
            };
          };
          return answerForecasts(ask, asked, prepare);
        },
      }),
  ),
);
