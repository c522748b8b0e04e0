import * as z from "zod";
import { ownColumns, sharedColumns } from "../../domain/forecast/columns.ts";
import { HYPER } from "../../domain/forecast/learn.ts";
import { HORIZONS } from "../../domain/forecast/model.ts";
import { REGIMES } from "../../domain/forecast/regime.ts";
import { modelUnits, TARGET_NAMES, targetOf } from "../../domain/forecast/targets.ts";
import { driftOf, recordsOf } from "../../domain/forecast/track.ts";
import { timeParameters } from "../../request/query.ts";
import { siteRoute } from "../../request/route.ts";
import { timeSchema } from "../../request/source.ts";
import { json } from "../../response/answer.ts";
import type { Site } from "../../site/site.ts";
import { askModelFacts, type ModelFacts } from "../../store/models/models.ts";
import { type TimeFormat, timeText } from "../../time/instant.ts";
import { recordSchema } from "./record.ts";

/** From so many days on a model is no longer provisional. */
const NORMAL_DAYS = 7;

const modelsQuery = () => z.strictObject(timeParameters);

const modelSchema = z
  .object({
    operating_site: z.int(),
    component: z.enum(["bank", "rack"]),
    target: z.enum(TARGET_NAMES),
    unit: z.enum(["V", "degC"]),
    state: z.enum(["learning", "provisional", "normal"]).meta({
      description: `learning: nothing is answered with yet; provisional: of fewer than ${NORMAL_DAYS} days`,
    }),
    version: z.string().nullable().meta({ description: "Made of the weights that are live" }),
    made: timeSchema.nullable(),
    trained_from: z.string().nullable(),
    trained_to: z.string().nullable(),
    trained_days: z.int().nullable(),
    trained_rows: z.int().nullable().meta({ description: "Rows that taught ten minutes ahead" }),
    size_bytes: z.int().nullable().meta({ description: "Weights, usual changes and intervals" }),
    through: z.string().meta({ description: "The newest day that was learnt or left out" }),
    horizons: z
      .array(z.object({ horizon_seconds: z.int(), is_served: z.boolean() }))
      .meta({ description: "One that is not served is answered with persistence" }),
    hyper_parameters: z.record(z.string(), z.number()),
    backtest_days: z.array(z.string()).meta({
      description:
        "The nights that the record is of: each day was forecast by a model that did not know it",
    }),
    backtest: z.array(recordSchema),
    drift: z
      .object({ ratio: z.number().nullable(), is_drifting: z.boolean() })
      .meta({ description: "Error of the last night / of those before it, ten minutes ahead" }),
  })
  .meta({ id: "ForecastModel" });

/** `GET /api/ess/operating-sites/{site}/forecasts/models/`: what forecasts are made with, and how it did. */
export const models = siteRoute({
  method: "get",
  access: "analytics:read",
  path: "/api/ess/operating-sites/{site}/forecasts/models/",
  operationId: "forecastModels",
  tags: ["Forecasts"],
  summary: "The forecasting models of a site and their track records",
  responses: {
    200: {
      description: "Models by component and target; none of a site that has learnt nothing yet",
      content: { "application/json": { schema: z.array(modelSchema) } },
    },
  },
  query: modelsQuery,
  reads: "platform",
  plan: ({ site, query }) => ({ site, format: query["time-format"] ?? "iso" }),
  async answer({ site, format }, ask) {
    const known = await askModelFacts(ask, site.id);
    return json(
      known.map((facts) => modelOf(facts, site, format)),
      { rows: known.length },
    );
  },
});

function modelOf(facts: ModelFacts, site: Site, format: TimeFormat) {
  const { component, target: name, live, track, served, through } = facts;
  const target = targetOf(name);
  const { keep, ...hyper } = HYPER;
  return {
    operating_site: site.id,
    component,
    target: name,
    unit: target.unit,
    state: stateOf(live?.days),
    version: live?.version ?? null,
    made: live ? timeText(live.madeAt, site.timeZone, format) : null,
    trained_from: live?.trainedFrom ?? null,
    trained_to: live?.trainedTo ?? null,
    trained_days: live?.days ?? null,
    trained_rows: live?.rows ?? null,
    size_bytes: live?.bytes ?? null,
    through,
    horizons: HORIZONS.map((seconds, h) => ({
      horizon_seconds: seconds,
      is_served: live !== undefined && (served[h] ?? false),
    })),
    hyper_parameters: {
      columns: sharedColumns(target).length + ownColumns(target).length,
      kept_each_night: keep,
      ...hyper,
    },
    backtest_days: track.map(({ day }) => day),
    backtest: recordsOf(track, REGIMES, modelUnits(target, site.cellsInSeries)),
    drift: driftOf(track),
  };
}

function stateOf(days: number | undefined): "learning" | "provisional" | "normal" {
  if (days === undefined) return "learning";
  return days < NORMAL_DAYS ? "provisional" : "normal";
}
