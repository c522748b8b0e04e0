import type { Context } from "hono";
import * as z from "zod";
import type { AppEnv } from "../../context.ts";
import { FILLS } from "../../domain/indicators/fill.ts";
import { pointsParameter, widthParameter, zoneParameter } from "../../request/bucket-query.ts";
import { type App, addOperation } from "../../request/contract.ts";
import { numericColumns, readNumericFields } from "../../request/fields.ts";
import { parameter, readWord, wrong } from "../../request/parameter.ts";
import { pathSchema } from "../../request/place.ts";
import { rangeOf, rangeParameters, refineRange, timeParameters } from "../../request/query.ts";
import { sourceIds, sourceSchema, timeSchema } from "../../request/source.ts";
import { readBuckets } from "../../response/buckets.ts";
import { answerOfRows } from "../../response/cache/answer.ts";
import { sites } from "../../site/registry/registry.ts";
import { statisticsOf } from "../../site/rollup.ts";
import type { Component, Place } from "../../site/site.ts";
import { askEnds, type Ends } from "../../store/rows/ends.ts";
import type { Ask } from "../../store/sql/client.ts";
import type { Selection } from "../../store/sql/selection.ts";
import { widthText } from "../../time/interval.ts";
import { readRequest } from "../operating-data/request.ts";
import { AGGREGATES, itemsOf } from "./items.ts";

const MOST_POINTS = 10_000;
const DEFAULT_POINTS = 500;
const MOST_FIELDS = 20;

type AggregatePlace = { path: string; component: Component; id: string; what: string };

const BANK = "/api/ess/operating-sites/{s}/banks/{b}/";

const PLACES: readonly AggregatePlace[] = [
  { path: BANK, component: "bank", id: "Bank", what: "a bank" },
  { path: `${BANK}racks/`, component: "rack", id: "Racks", what: "each rack of a bank" },
  { path: `${BANK}racks/{r}/`, component: "rack", id: "Rack", what: "a rack" },
  { path: "/api/ess/operating-sites/{s}/pcs/", component: "pcs", id: "Pcs", what: "the PCS" },
  { path: "/api/ess/operating-sites/{s}/etc/", component: "etc", id: "Etc", what: "the sensors" },
];

const aggregateQuery = (component: Component, place?: Place) =>
  z
    .strictObject({
      ...rangeParameters(place),
      fields: parameter(
        {
          description: `Columns with numbers, at most ${MOST_FIELDS}, e.g. \`bank_soc,bank_power\`; comma separated or repeated. By default those that are rolled up, or the first ${MOST_FIELDS}`,
          example: exampleOf(component),
        },
        (text) => readNumericFields(text, place, MOST_FIELDS),
        { list: true },
      ).optional(),
      agg: parameter(
        {
          description: `What is told of each field, any of ${AGGREGATES.join(", ")}; by default avg,min,max,count. first and last are read from the rows themselves`,
          example: "avg",
        },
        readAggregates,
        { list: true },
      ).optional(),
      ...widthParameter(),
      ...pointsParameter(MOST_POINTS, DEFAULT_POINTS),
      fill: parameter(
        {
          description:
            "What stands for buckets without rows. none: nothing; null; previous: the last value before; linear: values on the line between the neighbours. Their counts are 0",
          example: "none",
          schema: { type: "string", enum: FILLS, default: "none" },
        },
        (text) => readWord(text, FILLS),
      ).optional(),
      ...zoneParameter,
      ...timeParameters,
    })
    .superRefine((query, context) => {
      refineRange(query, context);
      if (query["time-bucket-width"] === undefined || query["max-points"] === undefined) return;
      const params = wrong(
        "contradiction",
        "time-bucket-width와 함께 쓸 수 없습니다",
        "cannot be combined with time-bucket-width",
      );
      context.addIssue({ code: "custom", path: ["max-points"], params });
    });

/** A field that the first site has. */
const exampleOf = (component: Component): string =>
  sites.flatMap((site) => numericColumns({ site, component }, undefined))[0]?.toLowerCase() ?? "";

function readAggregates(text: string) {
  const words = text.split(",").map((word) => word.trim());
  const unknown = words.map((word) => readWord(word, AGGREGATES)).find((word) => "code" in word);
  if (unknown) return unknown;
  return { value: AGGREGATES.filter((aggregate) => words.includes(aggregate)) };
}

/** `GET …/stats/aggregate/`: any numeric column of any component, by bucket of time. */
export function addAggregates(app: App): void {
  for (const { path, component, id, what } of PLACES) {
    const contractPath = `${path}stats/aggregate/`;
    addOperation(
      app,
      {
        method: "get",
        access: "analytics:read",
        path: contractPath,
        operationId: `aggregate${id}`,
        tags: ["Statistics"],
        summary: `Numbers of ${what} by bucket of time`,
        request: { params: pathSchema(contractPath), query: aggregateQuery(component) },
        hasVersion: true,
        responses: {
          200: {
            description:
              "Buckets, by rack and time. Of each field `avg_<field>`, `min_<field>` and so on, of the values that are there and can be true",
            headers: {
              "ESS-Bucket-Width": {
                schema: { type: "string" },
                description: "Width of the buckets, e.g. `5 minutes`",
              },
            },
            content: { "application/json": { schema: itemsSchema } },
          },
        },
      },
      (c) => aggregate(c, contractPath, component),
    );
  }
}

const itemsSchema = z.array(
  z
    .object({
      time: timeSchema.meta({ description: "Beginning of the bucket" }),
      ...sourceSchema,
      count: z.int().meta({ description: "Rows in the bucket" }),
      coverage: z.number().nullable().meta({
        description:
          "Their share of the rows expected by the rhythm of the others, 0 to 1; null where it does not show",
      }),
    })
    .catchall(z.number().nullable()),
);

async function aggregate(
  c: Context<AppEnv>,
  path: string,
  component: Component,
): Promise<Response> {
  const { site, bank, rack, query } = await readRequest(c, path, component, (place) =>
    aggregateQuery(component, place),
  );
  const selection: Selection = { site, component, bank, rack, ...rangeOf(query) };
  const timeZone = query.tz ?? site.timeZone;
  const columns = numericColumns(selection, query.fields).slice(0, MOST_FIELDS);
  const aggregates = query.agg ?? ["avg", "min", "max", "count"];
  const fill = query.fill ?? "none";
  // What fills a bucket may be a value from before the range.
  const rows = fill === "none" ? selection : { ...selection, start: undefined };
  const make = async (ask: Ask) => {
    const answer = await readBuckets(c, ask, {
      selection,
      width: query["time-bucket-width"] ?? { points: query["max-points"] ?? DEFAULT_POINTS },
      widthName: "time-bucket-width",
      timeZone,
      columns: columns.flatMap(statisticsOf),
    });
    if (!answer) return c.json([]);
    const wantsEnds = aggregates.includes("first") || aggregates.includes("last");
    const ends: Ends[] = wantsEnds
      ? await askEnds(ask, { ...selection, ...answer.seen }, columns, answer.edges)
      : [];
    const items = itemsOf(answer, ends, {
      columns,
      aggregates,
      fill,
      timeZone,
      timeFormat: query["time-format"] ?? "iso",
      idsOf: (source) => (component === "rack" && rack === undefined ? sourceIds(source) : {}),
    });
    c.get("tally").rows = items.length;
    return c.json(items, 200, { "ess-bucket-width": widthText(answer.width) });
  };
  return answerOfRows(c, rows, make, { isOfNow: true });
}
