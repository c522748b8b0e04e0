import * as z from "zod";
import { explainMean, explainSoc, MEAN_METHOD, SOC_METHOD } from "../../domain/indicators/mean.ts";
import { meanOf } from "../../domain/indicators/statistics.ts";
import { widthParameter, zoneParameter } from "../../request/bucket-query.ts";
import {
  explainParameter,
  rangeOf,
  rangeParameters,
  refineRange,
  timeParameters,
} from "../../request/query.ts";
import { type Route, siteRoute } from "../../request/route.ts";
import { timeSchema } from "../../request/source.ts";
import { json } from "../../response/answer.ts";
import { methodHeader } from "../../response/method.ts";
import { requiredColumn } from "../../site/roles.ts";
import { type RolledComponent, statisticsOf } from "../../site/rollup.ts";
import type { Place } from "../../site/site.ts";
import { sumsOf } from "../../store/rollups/aggregate.ts";
import { timeText } from "../../time/instant.ts";
import { parseWidth } from "../../time/interval.ts";
import { coverageOf, readBuckets } from "./buckets.ts";

const BANK = "/api/ess/operating-sites/{site}/banks/{bank}/";
const RACK = `${BANK}racks/{rack}/`;

type Average = {
  path: string;
  component: RolledComponent;
  role: "soc" | "soh" | "power";
  what: string;
};

/** The five averages of the original platform. */
const AVERAGES: readonly Average[] = [
  { path: BANK, component: "bank", role: "soc", what: "state of charge of a bank (%)" },
  { path: BANK, component: "bank", role: "soh", what: "state of health of a bank (%)" },
  {
    path: BANK,
    component: "bank",
    role: "power",
    what: "power of a bank (kW, positive when charging)",
  },
  { path: RACK, component: "rack", role: "soc", what: "state of charge of a rack (%)" },
  { path: RACK, component: "rack", role: "soh", what: "state of health of a rack (%)" },
];

const DEFAULT_WIDTH = "1 hour";

const averageQuery = (place?: Place) =>
  z
    .strictObject({
      ...rangeParameters(place),
      ...widthParameter(DEFAULT_WIDTH),
      ...zoneParameter,
      ...timeParameters,
      ...explainParameter,
    })
    .superRefine(refineRange);

const itemsSchema = (key: string) =>
  z.array(
    z.object({
      time: timeSchema.meta({ description: "Start of the bucket" }),
      [key]: z.number().nullable().meta({
        description: "Mean of the plausible values, or null if there are none",
      }),
      count: z.int().meta({ description: "Number of values averaged" }),
      coverage: z.number().nullable().meta({
        description:
          "Values divided by the expected samples, 0 to 1; null if the sampling interval is unknown",
      }),
      explain: z.record(z.string(), z.unknown()).optional(),
    }),
  );

/** `GET …/stats/avg-bank-soc/` and the other averages, per time bucket. */
export const averages: readonly Route[] = AVERAGES.map(({ path, component, role, what }) => {
  const key = `avg_${component}_${role}`;
  const isSoc = role === "soc";
  return siteRoute({
    method: "get",
    access: "analytics:read",
    path: `${path}stats/avg-${component}-${role}/`,
    operationId: key.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    tags: ["Statistics"],
    summary: `Average the ${what} per time bucket`,
    hasVersion: true,
    responses: {
      200: {
        description: "Buckets with rows, oldest first",
        content: { "application/json": { schema: itemsSchema(key) } },
      },
    },
    component,
    query: averageQuery,
    plan({ site, bank, rack, query }) {
      const selection = { site, component, bank, rack, ...rangeOf(query) };
      const column = requiredColumn(site, component, role).name;
      return {
        column,
        rows: { ...selection, isOfNow: true },
        buckets: {
          selection,
          width: query["time-bucket-width"] ?? parseWidth(DEFAULT_WIDTH) ?? { months: 1 },
          widthName: "time-bucket-width",
          timeZone: query.tz ?? site.timeZone,
          columns: statisticsOf(column).filter(({ merge }) => merge === "sum"),
        },
        timeFormat: query["time-format"] ?? "iso",
        explain: query.explain ?? false,
      };
    },
    async answer({ column, buckets, timeFormat, explain }, ask, backend) {
      const found = await readBuckets(backend, ask, buckets);
      const items = (found?.sources ?? []).flatMap((source) =>
        source.buckets.map((bucket) => {
          const sums = sumsOf(bucket, column);
          const at = found?.edges[bucket.bucket] ?? 0;
          return {
            time: timeText(at, buckets.timeZone, timeFormat),
            [key]: meanOf(sums),
            count: sums.count,
            coverage: found
              ? coverageOf(sums.count, bucket.bucket, found, source.stepMicros)
              : null,
            ...(explain ? { explain: isSoc ? explainSoc(sums) : explainMean(column, sums) } : {}),
          };
        }),
      );
      const headers = methodHeader(isSoc ? SOC_METHOD : MEAN_METHOD);
      return json(items, { rows: items.length, headers });
    },
  });
});
