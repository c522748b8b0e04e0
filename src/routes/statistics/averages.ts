import type { Context } from "hono";
import * as z from "zod";
import type { AppEnv } from "../../context.ts";
import { explainMean, MEAN_METHOD } from "../../domain/indicators/mean.ts";
import { explainSoc, SOC_METHOD } from "../../domain/indicators/soc.ts";
import { meanOf } from "../../domain/indicators/statistics.ts";
import { widthParameter, zoneParameter } from "../../request/bucket-query.ts";
import { type App, addOperation } from "../../request/contract.ts";
import { pathSchema } from "../../request/place.ts";
import {
  explainParameter,
  rangeOf,
  rangeParameters,
  refineRange,
  timeParameters,
} from "../../request/query.ts";
import { timeSchema } from "../../request/source.ts";
import { coverageOf, readBuckets } from "../../response/buckets.ts";
import { answerOfRows } from "../../response/cache/answer.ts";
import { methodHeader } from "../../response/method.ts";
import { type RolledComponent, statisticsOf } from "../../site/rollup.ts";
import type { Place } from "../../site/site.ts";
import { sumsOf } from "../../store/rollups/aggregate.ts";
import type { Ask } from "../../store/sql/client.ts";
import { timeText } from "../../time/instant.ts";
import { parseWidth } from "../../time/interval.ts";
import { readRequest } from "../operating-data/request.ts";

const BANK = "/api/ess/operating-sites/{s}/banks/{b}/";
const RACK = `${BANK}racks/{r}/`;

type Average = { path: string; component: RolledComponent; column: string; what: string };

/** The five averages of the original. */
const AVERAGES: readonly Average[] = [
  { path: BANK, component: "bank", column: "BANK_SOC", what: "state of charge of a bank, %" },
  { path: BANK, component: "bank", column: "BANK_SOH", what: "state of health of a bank, %" },
  {
    path: BANK,
    component: "bank",
    column: "BANK_POWER",
    what: "power of a bank, kW, positive = charging",
  },
  { path: RACK, component: "rack", column: "RACK_SOC", what: "state of charge of a rack, %" },
  { path: RACK, component: "rack", column: "RACK_SOH", what: "state of health of a rack, %" },
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

/** `GET …/stats/avg-bank-soc/` and the like: means by bucket of time. */
export function addAverages(app: App): void {
  for (const { path, component, column, what } of AVERAGES) {
    const slug = column.toLowerCase().replace("_", "-");
    const contractPath = `${path}stats/avg-${slug}/`;
    const key = `avg_${column.toLowerCase()}`;
    addOperation(
      app,
      {
        method: "get",
        access: "analytics:read",
        path: contractPath,
        operationId: key.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
        tags: ["Statistics"],
        summary: `Mean ${what}, by bucket of time`,
        request: { params: pathSchema(contractPath), query: averageQuery() },
        hasVersion: true,
        responses: {
          200: {
            description: "Buckets that have rows, oldest first",
            content: { "application/json": { schema: itemsSchema(key) } },
          },
        },
      },
      (c) => averages(c, contractPath, { component, column, key }),
    );
  }
}

const itemsSchema = (key: string) =>
  z.array(
    z.object({
      time: timeSchema.meta({ description: "Beginning of the bucket" }),
      [key]: z.number().nullable().meta({
        description: "Mean of the values that are there and can be true; null where none is",
      }),
      count: z.int().meta({ description: "How many values that are" }),
      coverage: z.number().nullable().meta({
        description:
          "Their share of the samples expected in the bucket by the rhythm of the rows, 0 to 1; null where it does not show",
      }),
      explain: z.record(z.string(), z.unknown()).optional(),
    }),
  );

async function averages(
  c: Context<AppEnv>,
  path: string,
  { component, column, key }: Pick<Average, "component" | "column"> & { key: string },
): Promise<Response> {
  const { site, bank, rack, query } = await readRequest(c, path, component, averageQuery);
  const timeZone = query.tz ?? site.timeZone;
  const selection = { site, component, bank, rack, ...rangeOf(query) };
  const make = async (ask: Ask) => {
    const answer = await readBuckets(c, ask, {
      selection,
      width: query["time-bucket-width"] ?? parseWidth(DEFAULT_WIDTH) ?? { months: 1 },
      widthName: "time-bucket-width",
      timeZone,
      columns: statisticsOf(column).filter(({ merge }) => merge === "sum"),
    });
    const items = (answer?.sources ?? []).flatMap(({ buckets, stepMicros }) =>
      buckets.map((bucket) => {
        const sums = sumsOf(bucket, column);
        return {
          time: timeText(
            answer?.edges[bucket.bucket] ?? 0,
            timeZone,
            query["time-format"] ?? "iso",
          ),
          [key]: meanOf(sums),
          count: sums.count,
          coverage: answer ? coverageOf(sums.count, bucket.bucket, answer, stepMicros) : null,
          ...(query.explain
            ? { explain: column.endsWith("_SOC") ? explainSoc(sums) : explainMean(column, sums) }
            : {}),
        };
      }),
    );
    c.get("tally").rows = items.length;
    const method = column.endsWith("_SOC") ? SOC_METHOD : MEAN_METHOD;
    return c.json(items, 200, methodHeader(method));
  };
  return answerOfRows(c, selection, make, { isOfNow: true });
}
