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

/** Items of a response that is not streamed. Items with `explain` are longer, paths much longer. */
const MOST = { items: 20_000, explained: 5_000, paths: 500 };

const WHAT: Record<TargetName, string> = {
  max_cell_voltage: "highest cell voltage (V)",
  min_cell_voltage: "lowest cell voltage (V)",
  max_cell_temperature: "highest cell temperature (degC)",
  min_cell_temperature: "lowest cell temperature (degC)",
  dc_voltage: "DC voltage (V)",
  cell_voltage_gap: "gap between the highest and the lowest cell voltage (V)",
  cell_temperature_gap: "gap between the highest and the lowest cell temperature (degC)",
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
        .meta({ description: "With `horizon=path`: times of the points" }),
      ridge: pathNumbers("Forecast for `time` + horizon"),
      ridge_lower: pathNumbers("Lower limit of the 90 % interval"),
      ridge_upper: pathNumbers("Upper limit of the 90 % interval"),
      linear: z
        .number()
        .optional()
        .meta({ description: "Forecast of the original platform's linear model" }),
    }),
    reason: z.string().optional().meta({ description: "Reason for a missing forecast" }),
    explain: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: "Forecast" });

/** `MaxCellVoltage` for `max_cell_voltage`. */
const pascal = (name: string): string =>
  name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** `GET /api/ess/stats/forecasting-max-cell-voltage/operating-sites/{site}/banks/…` and the other targets. */
export const forecasts: readonly Route[] = TARGET_NAMES.flatMap((target) =>
  indicatorPlaces(`forecasting-${target.replaceAll("_", "-")}`).map(
    ({ path, component, id, what }) =>
      siteRoute({
        method: "get",
        access: "analytics:read",
        path,
        operationId: `forecast${pascal(target)}${id}`,
        tags: ["Forecasts"],
        summary: `Forecast the ${WHAT[target]} of ${what} up to an hour ahead`,
        description:
          "`observed` is the value at `time`; `ridge` is the forecast for `time` + horizon with the limits of its 90 % interval; `persistence` is the newest value, held. Without a forecast, the item has a `reason`. Without a value in the last ten minutes, there is no item.",
        responses: {
          200: {
            description: `One item per step in the range up to the newest row, ordered by bank, rack and time. At most ${MOST.items} items (${MOST.explained} with \`explain=1\`, ${MOST.paths} with \`horizon=path\`); \`no_page=true\` streams any number`,
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
