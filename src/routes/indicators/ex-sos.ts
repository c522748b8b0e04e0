import type { Context } from "hono";
import * as z from "zod";
import type { BucketSums } from "../../db/aggregate.ts";
import type { AppEnv } from "../../http/app-env.ts";
import { readBuckets } from "../../http/buckets.ts";
import { type App, addOperation } from "../../http/contract.ts";
import { parameter, readWord } from "../../http/parameter.ts";
import { pathSchema } from "../../http/place.ts";
import {
  explainParameter,
  rangeOf,
  rangeParameters,
  refineRange,
  timeParameters,
} from "../../http/query.ts";
import { timeSchema } from "../../http/source.ts";
import {
  AVERAGED,
  EXSOS_WINDOW_SECONDS,
  type ExsosSums,
  explainExsos,
  exsos,
  LEAST_SAMPLES,
} from "../../indicators/exsos.ts";
import { CLASSES } from "../../indicators/fuzzy.ts";
import { PROFILES } from "../../indicators/profiles.ts";
import { EXSOS, EXSOS_COUNTS, EXSOS_SUMS, type RolledComponent } from "../../sites/rollup.ts";
import type { Place } from "../../sites/site.ts";
import { timeText } from "../../sites/time.ts";
import { readRequest } from "../operating-data/request.ts";
import { profileParameter, SECOND, stepParameter } from "./query.ts";

const ROOT = "/api/ess/stats/ex-sos/operating-sites/{s}/banks/";

const PLACES = [
  { path: ROOT, component: "bank", id: "Banks", what: "each bank" },
  { path: `${ROOT}{b}/`, component: "bank", id: "Bank", what: "a bank" },
  { path: `${ROOT}{b}/racks/`, component: "rack", id: "Racks", what: "each rack of a bank" },
  { path: `${ROOT}{b}/racks/{r}/`, component: "rack", id: "Rack", what: "a rack" },
] as const;

/** How an item says what it is of. */
const MODES: Record<RolledComponent, number> = { bank: 1, rack: 2 };

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
    })
    .superRefine(refineRange);

/** `GET /api/ess/stats/ex-sos/…`: extended state of safety, by windows of ten minutes. */
export function addExsos(app: App): void {
  for (const { path, component, id, what } of PLACES) {
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
        responses: {
          200: {
            description:
              "Windows of which a tenth of the samples or more are complete, by bank, rack and time",
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

async function listExsos(
  c: Context<AppEnv>,
  path: string,
  component: RolledComponent,
): Promise<Response> {
  const { site, bank, rack, query } = await readRequest(c, path, component, exsosQuery);
  const mode = MODES[component];
  if (query.mode !== undefined && Number(query.mode) !== mode) return c.json([]);
  const step = query.interval ?? EXSOS_WINDOW_SECONDS * SECOND;
  const profile = PROFILES[query.profile ?? site.safetyProfile];
  const answer = await readBuckets(c, {
    selection: { site, component, bank, rack, ...rangeOf(query) },
    width: { micros: step },
    widthName: "interval",
    whole: true,
    timeZone: site.timeZone,
    columns: EXSOS,
  });
  const items = (answer?.sources ?? []).flatMap((source) => {
    const least = leastSamples(step, source.stepMicros);
    return source.buckets.flatMap((bucket) => {
      const sums = exsosSumsOf(bucket);
      const result = exsos(sums, profile, least);
      if (!result) return [];
      const { integrated_safety, integrated_safety_worst, ...degrees } = result;
      return {
        time: timeText(
          answer?.edges[bucket.bucket] ?? 0,
          site.timeZone,
          query["time-format"] ?? "iso",
        ),
        ...degrees,
        mode,
        operating_site: site.id,
        bank_id: source.bank,
        rack_id: source.rack,
        integrated_safety,
        integrated_safety_worst,
        ...(query.explain ? { explain: explainExsos(sums, profile, least) } : {}),
      };
    });
  });
  c.get("tally").rows = items.length;
  return c.json(items);
}

/** A tenth of the samples that a window should have: 60 of ten minutes at 1 Hz. [P] */
const leastSamples = (step: number, rhythm: number | undefined): number =>
  Math.max(
    1,
    Math.ceil((LEAST_SAMPLES / EXSOS_WINDOW_SECONDS) * (step / Math.max(rhythm ?? SECOND, SECOND))),
  );

function exsosSumsOf({ values }: BucketSums): ExsosSums {
  const [charge = 0, discharge = 0, rest = 0] = EXSOS_COUNTS.map((name) => values[name] ?? 0);
  const sums = AVERAGED.map((measure, i) => [measure, values[EXSOS_SUMS[i] ?? ""] ?? 0]);
  return {
    sums: Object.fromEntries(sums),
    statuses: [charge, discharge, rest],
    excluded: (values.rows ?? 0) - charge - discharge - rest,
  };
}
