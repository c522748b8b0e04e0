import * as z from "zod";
import { EXSOS_METHOD, EXSOS_WINDOW_SECONDS } from "../../domain/indicators/exsos.ts";
import { CLASSES } from "../../domain/indicators/fuzzy.ts";
import { PROFILES } from "../../domain/indicators/profiles.ts";
import { choice } from "../../request/parameter.ts";
import {
  explainParameter,
  pageParameters,
  rangeOf,
  rangeParameters,
  refineRange,
  timeParameters,
} from "../../request/query.ts";
import { type Route, siteRoute } from "../../request/route.ts";
import { timeSchema } from "../../request/source.ts";
import { headersOnly, json, jsonText } from "../../response/answer.ts";
import { reaching } from "../../response/cache/version.ts";
import { methodHeader } from "../../response/method.ts";
import type { Place } from "../../site/site.ts";
import { type Source, sourcesIn } from "../../store/sql/sources.ts";
import type { Steps } from "../../time/grid.ts";
import { SECOND } from "../../time/units.ts";
import { streamItems } from "./array.ts";
import { askWindows, itemsOf, MODES, WINDOWS_OF_A_PIECE } from "./ex-sos-windows.ts";
import { piecesOf } from "./pieces.ts";
import { indicatorPlaces } from "./places.ts";
import { profileParameter, stepParameter } from "./query.ts";
import { boundedRange, NOWHERE, stepsOf, tooManySteps } from "./range.ts";

const exsosQuery = (place?: Place) =>
  z
    .strictObject({
      ...rangeParameters(place),
      ...stepParameter(EXSOS_WINDOW_SECONDS),
      mode: choice([1, 2], {
        description: "Return only items of this mode: 1 banks, 2 racks",
        example: 1,
      }).optional(),
      ...profileParameter("Default: the limits of the site"),
      ...explainParameter,
      ...timeParameters,
      no_page: pageParameters().no_page,
    })
    .superRefine(refineRange);

const degree = z.number().min(0).max(1);

const itemsSchema = z.array(
  z.object({
    time: timeSchema.meta({ description: "Start of the window" }),
    membership_degree: z.object(Object.fromEntries(CLASSES.map((name) => [name, degree]))),
    membership_degree_detail: z.object({
      status: z.int().meta({ description: "0 charge, 1 discharge, 2 rest" }),
      max_voltage: z.number(),
      max_temperature: z.number(),
      min_voltage: z.number(),
      min_temperature: z.number(),
      voltage_gap: z.number(),
      temperature_gap: z.number(),
    }),
    mode: z.int().meta({ description: "1 bank, 2 rack" }),
    operating_site: z.int(),
    bank_id: z.int(),
    rack_id: z.int().meta({ description: "0 for a whole bank" }),
    integrated_safety: z.number().meta({ description: "Centroid of the membership degrees" }),
    integrated_safety_worst: z.number().meta({
      description: "Centroid of the degrees of the more dangerous quantity, voltage or temperature",
    }),
    explain: z.record(z.string(), z.unknown()).optional(),
  }),
);

/** Windows of a response, over all banks or racks. */
const MOST_WINDOWS = 20_000;

/** `GET /api/ess/stats/ex-sos/…`: the extended state of safety per window, by default ten minutes. */
export const exSos: readonly Route[] = indicatorPlaces("ex-sos").map(
  ({ path, component, id, what }) =>
    siteRoute({
      method: "get",
      access: "analytics:read",
      path,
      operationId: `exSos${id}`,
      tags: ["Indicators"],
      summary: `Get the extended state of safety (ExSoS) of ${what} per time window`,
      hasVersion: true,
      responses: {
        200: {
          description:
            "Windows that start in the range and have at least a tenth of their samples, ordered by bank, rack and time. `no_page=true` streams them",
          content: { "application/json": { schema: itemsSchema } },
        },
      },
      component,
      query: exsosQuery,
      plan({ site, bank, rack, query, env, method }) {
        const profile = PROFILES[query.profile ?? site.safetyProfile];
        const selection = { site, component, bank, rack, ...rangeOf(query) };
        const step = query.interval ?? EXSOS_WINDOW_SECONDS * SECOND;
        const isStreamed = query.no_page ?? false;
        const isOfMode = query.mode === undefined || query.mode === MODES[component];
        return {
          ...(isOfMode && { rows: { ...reaching(selection, step), isTransfer: isStreamed } }),
          isOfMode,
          selection,
          step,
          isStreamed,
          isHead: method === "HEAD",
          prefetch: env.DOWNLOAD_PREFETCH,
          written: {
            site,
            component,
            profile,
            timeFormat: query["time-format"] ?? "iso",
            explain: query.explain ?? false,
          },
          headers: methodHeader(EXSOS_METHOD, profile.name),
        };
      },
      async answer({ selection, written, headers, ...plan }, ask, backend) {
        if (!plan.isOfMode) return jsonText("[]", { headers });
        const { site } = selection;
        const rolled = await backend.hasRollups(site, ask);
        const bounds = { clipped: plan.isStreamed, hasRollups: rolled };
        const range = (await boundedRange(ask, selection, bounds)) ?? NOWHERE;
        const steps = stepsOf(range, plan.step, site.timeZone);
        const sources = sourcesIn(selection);
        const make = async (units: readonly Source[], some: Steps) => {
          const asked = { steps: some, hasRollups: rolled };
          const sums = await askWindows(ask, selection, units, asked);
          return units.flatMap((unit) => itemsOf(sums, unit, { ...written, steps: some }));
        };
        if (plan.isStreamed) {
          const ofAStream = { "content-type": "application/json", ...headers };
          if (plan.isHead) return headersOnly(ofAStream);
          return streamItems({
            selection,
            pieces: piecesOf(sources, steps, WINDOWS_OF_A_PIECE),
            make: async (piece) => {
              const items = await make([piece.source], piece.steps);
              return { rows: items.length, texts: items.map((item) => JSON.stringify(item)) };
            },
            prefetch: plan.prefetch,
            headers: ofAStream,
          });
        }
        if (steps.count * sources.length > MOST_WINDOWS) {
          throw tooManySteps(range, Math.floor(MOST_WINDOWS / sources.length), site.timeZone);
        }
        const items = await make(sources, steps);
        return json(items, { rows: items.length, headers });
      },
    }),
);
