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

/** Racks, as on the original platform, and banks. */
const PLACES = (["bank", "rack"] as const).flatMap((component) =>
  indicatorPlaces(`forecasting-${component}-sos`).filter((place) => place.component === component),
);

const sosQuery = (place?: Place) =>
  z
    .strictObject({
      ...horizonParameter,
      ...forecastParameters(place),
      ...profileParameter("Default: the limits of the site"),
    })
    .superRefine(refineOrigin);

const itemSchema = z
  .object({
    ...sourceSchema,
    values: z.object({
      ...valuesSchema,
      ridge: z.number().optional().meta({ description: "SoS of the forecast values" }),
      ridge_lower: z.number().optional().meta({ description: "SoS of the unfavourable limits" }),
      ridge_upper: z.number().optional().meta({ description: "SoS of the favourable limits" }),
    }),
    version: z.string().max(50).meta({ description: "Version of the models together" }),
    reason: z.string().optional().meta({ description: "Reason for a missing forecast" }),
    explain: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: "StateOfSafetyForecast" });

/** `GET /api/ess/stats/forecasting-{rack,bank}-sos/operating-sites/{site}/banks/…`: the forecast state of safety. */
export const sosForecasts: readonly Route[] = PLACES.map(({ path, component, id, what }) =>
  siteRoute({
    method: "get",
    access: "analytics:read",
    path,
    operationId: `forecastSos${id}`,
    tags: ["Forecasts"],
    summary: `Forecast the state of safety (SoS) of ${what} up to an hour ahead`,
    description:
      "The SoS of the forecast cell voltages, temperatures and gaps, with the current unchanged. `observed` is the SoS at `time`; `persistence` is the newest SoS, held.",
    responses: {
      200: {
        description: `One item per step in the range up to the newest row, ordered by bank, rack and time. At most ${MOST.items} items (${MOST.explained} with \`explain=1\`); \`no_page=true\` streams any number`,
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
