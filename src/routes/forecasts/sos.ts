import * as z from "zod";
import { SOS_TARGETS, sosForecastItems, sosMethod, sosVersion } from "../../domain/forecast/sos.ts";
import { PROFILES } from "../../domain/indicators/profiles.ts";
import { rangeOf } from "../../request/query.ts";
import { type Route, siteRoute } from "../../request/route.ts";
import { methodHeader } from "../../response/method.ts";
import type { Place } from "../../site/site.ts";
import { currentUnitA } from "../../store/models/series.ts";
import { indicatorPlaces } from "../indicators/places.ts";
import { profileParameter } from "../indicators/query.ts";
import { answerForecasts, type Prepare } from "./answer.ts";
import { liveModels } from "./live-models.ts";
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

/** `GET /api/ess/stats/forecasting-{rack,bank}-sos/operating-sites/{site}/banks/…`: the state of safety to come. */
export const sosForecasts: readonly Route[] = PLACES.map(({ path, component, id, what }) =>
  siteRoute({
    method: "get",
    access: "analytics:read",
    path,
    operationId: `forecastSos${id}`,
    tags: ["Forecasts"],
    summary: `Forecast, ten minutes ahead, of the state of safety (SoS) of ${what}`,
    description:
      "SoS of the forecasts of the highest and lowest cell voltage and temperature and of the gaps, the current held. `observed` is the SoS at `time`, `persistence` the newest one, held",
    responses: {
      200: {
        description: `Items in the order of bank, rack and time, of each step that lies in the range and not after the newest row. At most ${MOST.items} (${MOST.explained} explained); no_page streams any number`,
        content: { "application/json": { schema: z.array(itemSchema) } },
      },
    },
    component,
    query: sosQuery,
    plan: ({ site, bank, rack, query, env, method }) => ({
      place: { site, component, bank, rack, ...rangeOf(query) },
      query,
      most: query.explain ? MOST.explained : MOST.items,
      targets: SOS_TARGETS,
      windows: env,
      isHead: method === "HEAD",
      profile: PROFILES[query.profile ?? site.safetyProfile],
      seconds: query.horizon ?? DEFAULT_HORIZON,
    }),
    answer({ profile, seconds, ...asked }, ask, backend) {
      const { place } = asked;
      const prepare: Prepare = async (from) => {
        const models = await liveModels(backend, place, SOS_TARGETS, from);
        const version = await sosVersion(models);
        return {
          headers: methodHeader(sosMethod(models, version), profile.name),
          make: (series, origins, written) =>
            sosForecastItems(series, origins, {
              ...written,
              models,
              profile,
              seconds,
              currentUnitA: currentUnitA(place.site),
              version,
            }),
        };
      };
      return answerForecasts(ask, asked, prepare);
    },
  }),
);
