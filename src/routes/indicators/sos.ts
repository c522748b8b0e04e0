import type { Context } from "hono";
import * as z from "zod";
import type { AppEnv } from "../../context.ts";
import { PROFILES, QUANTITIES } from "../../domain/indicators/profiles.ts";
import { SOS_METHOD } from "../../domain/indicators/sos.ts";
import { sosRows } from "../../domain/indicators/sos-rows.ts";
import { readEnv } from "../../env.ts";
import { type App, addOperation } from "../../request/contract.ts";
import { pathSchema } from "../../request/place.ts";
import {
  explainParameter,
  pageParameters,
  rangeOf,
  rangeParameters,
  refineRange,
  timeParameters,
} from "../../request/query.ts";
import { timeSchema } from "../../request/source.ts";
import { answerOfRows, reaching } from "../../response/cache/answer.ts";
import { methodHeader } from "../../response/method.ts";
import type { RolledComponent } from "../../site/rollup.ts";
import type { Place } from "../../site/site.ts";
import { askPieces, askSamples } from "../../store/rows/samples.ts";
import type { Ask } from "../../store/sql/client.ts";
import type { SampledPlace } from "../../store/sql/measures.ts";
import type { Selection } from "../../store/sql/selection.ts";
import { sourcesIn } from "../../store/sql/sources.ts";
import { buffersInTurn, TextBuffer } from "../../store/sql/text-buffer.ts";
import type { Steps } from "../../time/grid.ts";
import { readRequest } from "../operating-data/request.ts";
import { streamItems } from "./array.ts";
import { piecesOf } from "./pieces.ts";
import { indicatorPlaces } from "./places.ts";
import { profileParameter, SECOND, stepParameter } from "./query.ts";
import { boundedRange, type Range, stepsOf, tooManySteps } from "./range.ts";

const STEP_SECONDS = 10;

/** Items of an answer that is not streamed; with explanations they are five times as long. */
const MOST_ITEMS = 20_000;
const MOST_EXPLAINED = 5_000;

const sosQuery = (place?: Place) =>
  z
    .strictObject({
      ...rangeParameters(place),
      ...stepParameter(STEP_SECONDS),
      ...profileParameter("By default that of the site"),
      ...timeParameters,
      ...explainParameter,
      no_page: pageParameters().no_page,
    })
    .superRefine(refineRange);

const itemSchema = z
  .object({
    time: timeSchema.meta({ description: "Where the step begins" }),
    operating_site: z.int(),
    bank_id: z.int(),
    rack_id: z.int().meta({ description: "0 for a bank" }),
    ...Object.fromEntries(QUANTITIES.map((quantity) => [quantity, z.number()])),
    sos_score: z.number().meta({ description: "Product of the seven, in (0, 1]" }),
    explain: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: "StateOfSafety" });

/** `GET /api/ess/stats/sos/operating-sites/{s}/banks/…`: the state of safety, step after step. */
export function addSos(app: App): void {
  for (const { path, component, id, what } of indicatorPlaces("sos")) {
    addOperation(
      app,
      {
        method: "get",
        access: "analytics:read",
        path,
        operationId: `sos${id}`,
        tags: ["Indicators"],
        summary: `State of safety (SoS) of ${what}`,
        request: { params: pathSchema(path), query: sosQuery() },
        hasVersion: true,
        responses: {
          200: {
            description: `Items in the order of bank, rack and time: of each step that begins in the range the earliest complete row. At most ${MOST_ITEMS} (${MOST_EXPLAINED} explained), counted by the range; no_page streams any number`,
            content: { "application/json": { schema: z.array(itemSchema) } },
          },
        },
      },
      (c) => sos(c, path, component),
    );
  }
}

async function sos(
  c: Context<AppEnv>,
  path: string,
  component: RolledComponent,
): Promise<Response> {
  const { site, bank, rack, query } = await readRequest(c, path, component, sosQuery);
  const place: Asked = { site, component, bank, rack, ...rangeOf(query) };
  const step = query.interval ?? STEP_SECONDS * SECOND;
  return answerOfRows(c, reaching(place, step), (ask) => answer(c, ask, place, query, step), {
    isTransfer: query.no_page ?? false,
  });
}

async function answer(
  c: Context<AppEnv>,
  ask: Ask,
  place: Asked,
  query: z.output<ReturnType<typeof sosQuery>>,
  step: number,
): Promise<Response> {
  const { site } = place;
  const range = (await boundedRange(ask, place, { clipped: query.no_page })) ?? NOWHERE;
  const steps = stepsOf(range, step, site.timeZone);
  const explain = query.explain ?? false;
  const profile = PROFILES[query.profile ?? site.safetyProfile];
  const headers = { "content-type": "application/json", ...methodHeader(SOS_METHOD, profile.name) };
  const write = (text: string, some: Steps) =>
    sosRows(text, {
      site,
      steps: some,
      profile,
      timeFormat: query["time-format"] ?? "iso",
      explain,
    });
  if (query.no_page) return stream(c, ask, place, steps, { write, headers });
  const sources = sourcesIn(place);
  const most = explain ? MOST_EXPLAINED : MOST_ITEMS;
  if (steps.count * sources.length > most) {
    throw tooManySteps(range, Math.floor(most / sources.length), site.timeZone);
  }
  const { rows, text } = await askSamples(ask, place, sources, steps, new TextBuffer());
  c.get("tally").rows = rows;
  return new Response(`[${[...write(text, steps)].join(",")}]`, { headers });
}

type Asked = SampledPlace & Selection;
const NOWHERE: Range = { start: 0, end: 0 };

type Writing = {
  write: (text: string, steps: Steps) => Iterable<string>;
  headers: Record<string, string>;
};

/** One source after another, each piece by piece: what is under way is all that is held. HEAD makes nothing. */
async function stream(
  c: Context<AppEnv>,
  ask: Ask,
  place: Asked,
  steps: Steps,
  { write, headers }: Writing,
): Promise<Response> {
  const { DOWNLOAD_WINDOW_ROWS, DOWNLOAD_PREFETCH } = readEnv(c.env);
  const size = Math.ceil(DOWNLOAD_WINDOW_ROWS / 4); // an item is some four times as long as its sample
  const { start, end, ...everything } = place;
  const numbers = await askPieces(ask, everything, steps, size);
  if (c.req.raw.method === "HEAD") return new Response(null, { headers });
  const buffers = buffersInTurn(DOWNLOAD_PREFETCH);
  return streamItems(
    c,
    place,
    piecesOf(sourcesIn(place), steps, size, numbers),
    async (piece) => {
      const { rows, text } = await askSamples(ask, place, [piece.source], piece.steps, buffers());
      return { rows, texts: write(text, piece.steps) };
    },
    headers,
  );
}
