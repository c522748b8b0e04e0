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

/** Days of training after which a model is no longer provisional. */
const NORMAL_DAYS = 7;

const modelsQuery = () => z.strictObject(timeParameters);

const modelSchema = z
  .object({
    operating_site: z.int(),
    component: z.enum(["bank", "rack"]),
    target: z.enum(TARGET_NAMES),
    unit: z.enum(["V", "degC"]),
    state: z.enum(["learning", "provisional", "normal"]).meta({
      description: `learning: not used yet; provisional: fewer than ${NORMAL_DAYS} days of training; normal: ${NORMAL_DAYS} days or more`,
    }),
    version: z.string().nullable().meta({ description: "Version of the live weights" }),
    made: timeSchema.nullable(),
    trained_from: z.string().nullable(),
    trained_to: z.string().nullable(),
    trained_days: z.int().nullable(),
    trained_rows: z
      .int()
      .nullable()
      .meta({ description: "Training rows of the ten-minute horizon" }),
    size_bytes: z
      .int()
      .nullable()
      .meta({ description: "Size of weights, climatology and intervals" }),
    through: z.string().meta({ description: "Newest day that training has processed" }),
    horizons: z.array(z.object({ horizon_seconds: z.int(), is_served: z.boolean() })).meta({
      description: "Horizons. Those with `is_served` false are forecast with persistence",
    }),
    hyper_parameters: z.record(z.string(), z.number()),
    backtest_days: z.array(z.string()).meta({
      description: "Days of the track record. Each was forecast by a model trained before it",
    }),
    backtest: z.array(recordSchema),
    drift: z.object({ ratio: z.number().nullable(), is_drifting: z.boolean() }).meta({
      description: "Ratio of the ten-minute error on the last day to that on the days before",
    }),
  })
  .meta({ id: "ForecastModel" });

/** `GET /api/ess/operating-sites/{site}/forecasts/models/`: the forecast models and their track records. */
export const models = siteRoute({
  method: "get",
  access: "analytics:read",
  path: "/api/ess/operating-sites/{site}/forecasts/models/",
  operationId: "forecastModels",
  tags: ["Forecasts"],
  summary: "List the forecast models of a site with their track records",
  responses: {
    200: {
      description: "Models by component and target; empty before the first training",
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
