import * as z from "zod";
import { PROFILES, QUANTITIES } from "../../domain/indicators/profiles.ts";
import { SOS_METHOD } from "../../domain/indicators/sos.ts";
import { sosRows } from "../../domain/indicators/sos-rows.ts";
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
import { headersOnly, jsonText } from "../../response/answer.ts";
import { reaching } from "../../response/cache/version.ts";
import { methodHeader } from "../../response/method.ts";
import type { Place } from "../../site/site.ts";
import { askPieces, askSamples } from "../../store/rows/samples.ts";
import { sourcesIn } from "../../store/sql/sources.ts";
import { buffersInTurn, TextBuffer } from "../../store/sql/text-buffer.ts";
import type { Steps } from "../../time/grid.ts";
import { SECOND } from "../../time/units.ts";
import { streamItems } from "./array.ts";
import { piecesOf } from "./pieces.ts";
import { indicatorPlaces } from "./places.ts";
import { profileParameter, stepParameter } from "./query.ts";
import { boundedRange, NOWHERE, stepsOf, tooManySteps } from "./range.ts";

const STEP_SECONDS = 10;

/** Items of a response that is not streamed. Items with `explain` are five times as long. */
const MOST_ITEMS = 20_000;
const MOST_EXPLAINED = 5_000;

const sosQuery = (place?: Place) =>
  z
    .strictObject({
      ...rangeParameters(place),
      ...stepParameter(STEP_SECONDS),
      ...profileParameter("Default: the limits of the site"),
      ...timeParameters,
      ...explainParameter,
      no_page: pageParameters().no_page,
    })
    .superRefine(refineRange);

const itemSchema = z
  .object({
    time: timeSchema.meta({ description: "Start of the step" }),
    operating_site: z.int(),
    bank_id: z.int(),
    rack_id: z.int().meta({ description: "0 for a whole bank" }),
    ...Object.fromEntries(QUANTITIES.map((quantity) => [quantity, z.number()])),
    sos_score: z.number().meta({ description: "Product of the seven sub-functions, in (0, 1]" }),
    explain: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: "StateOfSafety" });

/** `GET /api/ess/stats/sos/operating-sites/{site}/banks/…`: the state of safety per step. */
export const sos: readonly Route[] = indicatorPlaces("sos").map(({ path, component, id, what }) =>
  siteRoute({
    method: "get",
    access: "analytics:read",
    path,
    operationId: `sos${id}`,
    tags: ["Indicators"],
    summary: `Get the state of safety (SoS) of ${what}`,
    hasVersion: true,
    responses: {
      200: {
        description: `One item per step that starts in the range, from its first complete row, ordered by bank, rack and time. The range may have at most ${MOST_ITEMS} steps (${MOST_EXPLAINED} with \`explain=1\`); \`no_page=true\` streams any number`,
        content: { "application/json": { schema: z.array(itemSchema) } },
      },
    },
    component,
    query: sosQuery,
    plan({ site, bank, rack, query, env, method }) {
      const place = { site, component, bank, rack, ...rangeOf(query) };
      const step = query.interval ?? STEP_SECONDS * SECOND;
      const profile = PROFILES[query.profile ?? site.safetyProfile];
      const isStreamed = query.no_page ?? false;
      return {
        rows: { ...reaching(place, step), isTransfer: isStreamed },
        place,
        step,
        isStreamed,
        isHead: method === "HEAD",
        prefetch: env.DOWNLOAD_PREFETCH,
        // An item is about four times as long as its sample.
        stepsOfAPiece: Math.ceil(env.DOWNLOAD_WINDOW_ROWS / 4),
        written: {
          site,
          profile,
          timeFormat: query["time-format"] ?? "iso",
          explain: query.explain ?? false,
        },
        headers: {
          "content-type": "application/json",
          ...methodHeader(SOS_METHOD, profile.name),
        },
      };
    },
    async answer(plan, ask) {
      const { place, step, written, headers } = plan;
      const { site } = place;
      const range = (await boundedRange(ask, place, { clipped: plan.isStreamed })) ?? NOWHERE;
      const steps = stepsOf(range, step, site.timeZone);
      const sources = sourcesIn(place);
      const write = (text: string, some: Steps) => sosRows(text, { ...written, steps: some });
      if (plan.isStreamed) {
        const size = plan.stepsOfAPiece;
        const { start, end, ...everything } = place;
        const numbers = await askPieces(ask, everything, steps, size);
        if (plan.isHead) return headersOnly(headers);
        const buffers = buffersInTurn(plan.prefetch);
        return streamItems({
          selection: place,
          pieces: piecesOf(sources, steps, size, numbers),
          make: async (piece) => {
            const one = [piece.source];
            const { rows, text } = await askSamples(ask, place, one, piece.steps, buffers());
            return { rows, texts: write(text, piece.steps) };
          },
          prefetch: plan.prefetch,
          headers,
        });
      }
      const most = written.explain ? MOST_EXPLAINED : MOST_ITEMS;
      if (steps.count * sources.length > most) {
        throw tooManySteps(range, Math.floor(most / sources.length), site.timeZone);
      }
      const { rows, text } = await askSamples(ask, place, sources, steps, new TextBuffer());
      return jsonText(`[${[...write(text, steps)].join(",")}]`, { rows, headers });
    },
  }),
);
