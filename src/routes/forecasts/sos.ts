import type { Context } from "hono";
import * as z from "zod";
import type { AppEnv } from "../../context.ts";
import { SOS_TARGETS, sosForecastItems, sosMethod, sosVersion } from "../../domain/forecast/sos.ts";
import { PROFILES } from "../../domain/indicators/profiles.ts";
import { type App, addOperation } from "../../request/contract.ts";
import { pathSchema } from "../../request/place.ts";
import { rangeOf } from "../../request/query.ts";
import { liveModels } from "../../response/live-models.ts";
import { methodHeader } from "../../response/method.ts";
import type { RolledComponent } from "../../site/rollup.ts";
import type { Place } from "../../site/site.ts";
import { currentUnitA } from "../../store/models/series.ts";
import { indicatorPlaces } from "../indicators/places.ts";
import { profileParameter } from "../indicators/query.ts";
import { readRequest } from "../operating-data/request.ts";
import { answerForecasts, type Prepared } from "./answer.ts";
import { DEFAULT_HORIZON, forecastParameters, horizonParameter, refineOrigin } from "./query.ts";
import { sourceSchema, valuesSchema } from "./schema.ts";

const MOST = { items: 20_000, explained: 5_000 };

/** Racks as the original has them, and banks. */
const PLACES = (["bank", "rack"] as const).flatMap((component) =>
  indicatorPlaces(`forecasting-${component}-sos`).filter((place) => place.component === component),
);

const sosQuery = (place?: Place) =>
  z
    .strictObject({
      ...horizonParameter,
      ...forecastParameters(place),
      ...profileParameter("By default that of the site"),
    })
    .superRefine(refineOrigin);

const itemSchema = z
  .object({
    ...sourceSchema,
    values: z.object({
      ...valuesSchema,
      ridge: z.number().optional().meta({ description: "SoS of the forecasts" }),
      ridge_lower: z.number().optional().meta({ description: "Of their unfavourable limits" }),
      ridge_upper: z.number().optional().meta({ description: "Of their favourable limits" }),
    }),
    version: z.string().max(50).meta({ description: "Changes with any of the models" }),
    reason: z.string().optional().meta({ description: "Why there is no forecast" }),
    explain: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: "StateOfSafetyForecast" });

/** `GET /api/ess/stats/forecasting-{rack,bank}-sos/operating-sites/{s}/banks/…`: the state of safety to come. */
export function addSosForecasts(app: App): void {
  for (const { path, component, id, what } of PLACES) {
    addOperation(
      app,
      {
        method: "get",
        access: "analytics:read",
        path,
        operationId: `forecastSos${id}`,
        tags: ["Forecasts"],
        summary: `Forecast, ten minutes ahead, of the state of safety (SoS) of ${what}`,
        description:
          "SoS of the forecasts of the highest and lowest cell voltage and temperature and of the gaps, the current held. `observed` is the SoS at `time`, `persistence` the newest one, held",
        request: { params: pathSchema(path), query: sosQuery() },
        responses: {
          200: {
            description: `Items in the order of bank, rack and time, of each step that lies in the range and not after the newest row. At most ${MOST.items} (${MOST.explained} explained); no_page streams any number`,
            content: { "application/json": { schema: z.array(itemSchema) } },
          },
        },
      },
      (c) => sosForecasts(c, path, component),
    );
  }
}

async function sosForecasts(
  c: Context<AppEnv>,
  path: string,
  component: RolledComponent,
): Promise<Response> {
  const { site, bank, rack, query } = await readRequest(c, path, component, sosQuery);
  const place = { site, component, bank, rack, ...rangeOf(query) };
  const profile = PROFILES[query.profile ?? site.safetyProfile];
  const explain = query.explain ?? false;
  const prepare = async (from: number): Promise<Prepared> => {
    const models = await liveModels(c, place, SOS_TARGETS, from);
    const version = await sosVersion(models);
    return {
      headers: methodHeader(sosMethod(models, version), profile.name),
      make: (series, origins, written) =>
        sosForecastItems(series, origins, {
          ...written,
          models,
          profile,
          seconds: query.horizon ?? DEFAULT_HORIZON,
          currentUnitA: currentUnitA(site),
          version,
        }),
    };
  };
  return answerForecasts(c, {
    place,
    query,
    most: explain ? MOST.explained : MOST.items,
    targets: SOS_TARGETS,
    prepare,
  });
}
