import type { Context } from "hono";
import * as z from "zod";
import type { AppEnv } from "../../context.ts";
import { EXSOS_METHOD, EXSOS_WINDOW_SECONDS } from "../../domain/indicators/exsos.ts";
import { CLASSES } from "../../domain/indicators/fuzzy.ts";
import { PROFILES } from "../../domain/indicators/profiles.ts";
import { type App, addOperation } from "../../request/contract.ts";
import { parameter, readWord } from "../../request/parameter.ts";
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
import { hasRollups } from "../../response/rollups.ts";
import type { RolledComponent } from "../../site/rollup.ts";
import type { Place } from "../../site/site.ts";
import type { Ask } from "../../store/sql/client.ts";
import type { Selection } from "../../store/sql/selection.ts";
import { type Source, sourcesIn } from "../../store/sql/sources.ts";
import type { Steps } from "../../time/grid.ts";
import { readRequest } from "../operating-data/request.ts";
import { streamItems } from "./array.ts";
import { askWindows, itemsOf, MODES, WINDOWS_OF_A_PIECE } from "./ex-sos-windows.ts";
import { type Piece, piecesOf } from "./pieces.ts";
import { indicatorPlaces } from "./places.ts";
import { profileParameter, SECOND, stepParameter } from "./query.ts";
import { boundedRange, stepsOf, tooManySteps } from "./range.ts";

const exsosQuery = (place?: Place) =>
  z
    .strictObject({
      ...rangeParameters(place),
      ...stepParameter(EXSOS_WINDOW_SECONDS),
      mode: parameter(
        {
          description: "Only items of this mode: 1 of banks, 2 of racks",
          example: 1,
          schema: { type: "integer", enum: [1, 2] },
        },
        (text) => readWord(text, ["1", "2"]),
      ).optional(),
      ...profileParameter("By default that of the site's cells"),
      ...explainParameter,
      ...timeParameters,
      no_page: pageParameters().no_page,
    })
    .superRefine(refineRange);

/** `GET /api/ess/stats/ex-sos/…`: extended state of safety, by windows of ten minutes. */
export function addExsos(app: App): void {
  for (const { path, component, id, what } of indicatorPlaces("ex-sos")) {
    addOperation(
      app,
      {
        method: "get",
        access: "analytics:read",
        path,
        operationId: `exSos${id}`,
        tags: ["Indicators"],
        summary: `Extended state of safety (ExSoS) of ${what}: fuzzy logic over the means of a window`,
        request: { params: pathSchema(path), query: exsosQuery() },
        hasVersion: true,
        responses: {
          200: {
            description:
              "Windows that begin in the range and of which a tenth of the samples or more are complete, by bank, rack and time; with no_page streamed",
            content: { "application/json": { schema: itemsSchema } },
          },
        },
      },
      (c) => listExsos(c, path, component),
    );
  }
}

const degree = z.number().min(0).max(1);

const itemsSchema = z.array(
  z.object({
    time: timeSchema.meta({ description: "Beginning of the window" }),
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
    rack_id: z.int().meta({ description: "0 of a bank" }),
    integrated_safety: z.number().meta({ description: "Centre of gravity of the degrees" }),
    integrated_safety_worst: z.number().meta({
      description: "The same by the rule of the more dangerous of voltage and temperature",
    }),
    explain: z.record(z.string(), z.unknown()).optional(),
  }),
);

/** Windows of all banks or racks of an answer. */
const MOST_WINDOWS = 20_000;

async function listExsos(
  c: Context<AppEnv>,
  path: string,
  component: RolledComponent,
): Promise<Response> {
  const { site, bank, rack, query } = await readRequest(c, path, component, exsosQuery);
  const profile = PROFILES[query.profile ?? site.safetyProfile];
  const headers = { ...JSON_HEADERS, ...methodHeader(EXSOS_METHOD, profile.name) };
  if (query.mode !== undefined && Number(query.mode) !== MODES[component]) {
    return new Response("[]", { headers });
  }
  const selection = { site, component, bank, rack, ...rangeOf(query) };
  const step = query.interval ?? EXSOS_WINDOW_SECONDS * SECOND;
  const make = (ask: Ask) => answer(c, ask, selection, query, step, headers);
  return answerOfRows(c, reaching(selection, step), make, { isTransfer: query.no_page ?? false });
}

async function answer(
  c: Context<AppEnv>,
  ask: Ask,
  selection: Selection & { component: RolledComponent },
  query: z.output<ReturnType<typeof exsosQuery>>,
  step: number,
  headers: Record<string, string>,
): Promise<Response> {
  const { site, component } = selection;
  const profile = PROFILES[query.profile ?? site.safetyProfile];
  const rolled = await hasRollups(c, site, ask);
  const bounds = { clipped: query.no_page, hasRollups: rolled };
  const range = (await boundedRange(ask, selection, bounds)) ?? { start: 0, end: 0 };
  const steps = stepsOf(range, step, site.timeZone);
  const sources = sourcesIn(selection);
  const make = async (units: readonly Source[], some: Steps) => {
    const sums = await askWindows(ask, selection, units, { steps: some, hasRollups: rolled });
    return units.flatMap((unit) =>
      itemsOf(sums, unit, {
        site,
        component,
        profile,
        steps: some,
        timeFormat: query["time-format"] ?? "iso",
        explain: query.explain ?? false,
      }),
    );
  };
  if (query.no_page) {
    if (c.req.raw.method === "HEAD") return new Response(null, { headers });
    const pieces = piecesOf(sources, steps, WINDOWS_OF_A_PIECE);
    const makeTexts = async (piece: Piece<Source>) => {
      const texts = (await make([piece.source], piece.steps)).map((item) => JSON.stringify(item));
      return { rows: texts.length, texts };
    };
    return streamItems(c, selection, pieces, makeTexts, headers);
  }
  if (steps.count * sources.length > MOST_WINDOWS) {
    throw tooManySteps(range, Math.floor(MOST_WINDOWS / sources.length), site.timeZone);
  }
  const items = await make(sources, steps);
  c.get("tally").rows = items.length;
  return new Response(JSON.stringify(items), { headers });
}

const JSON_HEADERS = { "content-type": "application/json" };
