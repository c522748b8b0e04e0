import * as z from "zod";
import { FILLS } from "../../domain/indicators/fill.ts";
import { pointsParameter, widthParameter, zoneParameter } from "../../request/bucket-query.ts";
import { numericColumns, readNumericFields } from "../../request/fields.ts";
import { list, readWord, word, wrong } from "../../request/parameter.ts";
import { rangeOf, rangeParameters, refineRange, timeParameters } from "../../request/query.ts";
import { type Route, siteRoute } from "../../request/route.ts";
import { sourceIds, sourceSchema, timeSchema } from "../../request/source.ts";
import { json } from "../../response/answer.ts";
import { sites } from "../../site/registry/registry.ts";
import { statisticsOf } from "../../site/rollup.ts";
import type { Component, Place } from "../../site/site.ts";
import { askEnds, type Ends } from "../../store/rows/ends.ts";
import type { Source } from "../../store/sql/sources.ts";
import { widthText } from "../../time/interval.ts";
import { readBuckets } from "./buckets.ts";
import { AGGREGATES, itemsOf } from "./items.ts";

const MOST_POINTS = 10_000;
const DEFAULT_POINTS = 500;
const MOST_FIELDS = 20;

type AggregatePlace = { path: string; component: Component; id: string; what: string };

const BANK = "/api/ess/operating-sites/{site}/banks/{bank}/";

const PLACES: readonly AggregatePlace[] = [
  { path: BANK, component: "bank", id: "Bank", what: "a bank" },
  { path: `${BANK}racks/`, component: "rack", id: "Racks", what: "each rack of a bank" },
  { path: `${BANK}racks/{rack}/`, component: "rack", id: "Rack", what: "a rack" },
  { path: "/api/ess/operating-sites/{site}/pcs/", component: "pcs", id: "Pcs", what: "the PCS" },
  {
    path: "/api/ess/operating-sites/{site}/etc/",
    component: "etc",
    id: "Etc",
    what: "the sensors",
  },
];

const aggregateQuery = (component: Component, place?: Place) =>
  z
    .strictObject({
      ...rangeParameters(place),
      fields: list(
        {
          description: `Numeric columns, at most ${MOST_FIELDS}, e.g. \`bank_soc,bank_power\`. Separate names with commas or repeat the parameter. Default: the columns with rollups, otherwise the first ${MOST_FIELDS}`,
          example: exampleOf(component),
        },
        (raw) => readNumericFields(raw, place, MOST_FIELDS),
      ).optional(),
      agg: list(
        {
          description: `Aggregates of each field: ${AGGREGATES.join(", ")}. Default: avg,min,max,count. first and last are read from rows and take longer`,
          example: "avg",
        },
        readAggregates,
      ).optional(),
      ...widthParameter(),
      ...pointsParameter(MOST_POINTS, DEFAULT_POINTS),
      fill: word(FILLS, {
        description:
          "How to fill buckets without rows. none: leave them out; null: null; previous: the last value before; linear: linear interpolation. Their count is 0",
        example: "none",
        default: "none",
      }).optional(),
      ...zoneParameter,
      ...timeParameters,
    })
    .superRefine((query, context) => {
      refineRange(query, context);
      if (query["time-bucket-width"] === undefined || query["max-points"] === undefined) return;
      const params = wrong(
        "contradiction",
        "time-bucket-width와 함께 사용할 수 없습니다",
        "cannot be combined with time-bucket-width",
      );
      context.addIssue({ code: "custom", path: ["max-points"], params });
    });

/** A field of the first site. */
const exampleOf = (component: Component): string =>
  sites.flatMap((site) => numericColumns({ site, component }, undefined))[0]?.toLowerCase() ?? "";

function readAggregates(text: string) {
  const words = text.split(",").map((word) => word.trim());
  const unknown = words.map((word) => readWord(word, AGGREGATES)).find((word) => "code" in word);
  if (unknown) return unknown;
  return { value: AGGREGATES.filter((aggregate) => words.includes(aggregate)) };
}

const itemsSchema = z.array(
  z
    .object({
      time: timeSchema.meta({ description: "Start of the bucket" }),
      ...sourceSchema,
      count: z.int().meta({ description: "Number of rows in the bucket" }),
      coverage: z.number().nullable().meta({
        description:
          "Rows divided by the expected rows, 0 to 1; null if the sampling interval is unknown",
      }),
    })
    .catchall(z.number().nullable()),
);

/** `GET …/stats/aggregate/`: any numeric column of any component, per time bucket. */
export const aggregates: readonly Route[] = PLACES.map(({ path, component, id, what }) =>
  siteRoute({
    method: "get",
    access: "analytics:read",
    path: `${path}stats/aggregate/`,
    operationId: `aggregate${id}`,
    tags: ["Statistics"],
    summary: `Aggregate the numeric columns of ${what} per time bucket`,
    hasVersion: true,
    responses: {
      200: {
        description:
          "Buckets, ordered by rack and time. Each field has `avg_<field>`, `min_<field>` and so on, computed from plausible values",
        headers: {
          "ESS-Bucket-Width": {
            schema: { type: "string" },
            description: "Bucket width, e.g. `5 minutes`",
          },
        },
        content: { "application/json": { schema: itemsSchema } },
      },
    },
    component,
    query: (place) => aggregateQuery(component, place),
    plan({ site, bank, rack, query }) {
      const selection = { site, component, bank, rack, ...rangeOf(query) };
      const columns = numericColumns(selection, query.fields).slice(0, MOST_FIELDS);
      const timeZone = query.tz ?? site.timeZone;
      const fill = query.fill ?? "none";
      // A bucket may be filled with a value from before the range.
      const made = fill === "none" ? selection : { ...selection, start: undefined };
      return {
        rows: { ...made, isOfNow: true },
        buckets: {
          selection,
          width: query["time-bucket-width"] ?? { points: query["max-points"] ?? DEFAULT_POINTS },
          widthName: "time-bucket-width",
          timeZone,
          columns: columns.flatMap(statisticsOf),
        },
        written: {
          columns,
          aggregates: query.agg ?? (["avg", "min", "max", "count"] as const),
          fill,
          timeZone,
          timeFormat: query["time-format"] ?? "iso",
          idsOf: (source: Source) =>
            component === "rack" && rack === undefined ? sourceIds(source) : {},
        },
      };
    },
    async answer({ buckets, written }, ask, backend) {
      const found = await readBuckets(backend, ask, buckets);
      if (!found) return json([]);
      const { aggregates, columns } = written;
      const wantsEnds = aggregates.includes("first") || aggregates.includes("last");
      const ends: Ends[] = wantsEnds
        ? await askEnds(ask, { ...buckets.selection, ...found.seen }, columns, found.edges)
        : [];
      const items = itemsOf(found, ends, written);
      const headers = { "ess-bucket-width": widthText(found.width) };
      return json(items, { rows: items.length, headers });
    },
  }),
);
