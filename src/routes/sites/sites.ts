import * as z from "zod";
import { route, siteRoute, textSchema } from "../../request/route.ts";
import { json } from "../../response/answer.ts";
import { limitsOf } from "../../site/plausible.ts";
import {
  COMPONENTS,
  type Column,
  type Component,
  type Place,
  type Site,
  wireName,
} from "../../site/site.ts";
import type { Backend } from "../../store/backend.ts";
import { askExtent, type Extent } from "../../store/rows/extent.ts";
import { timeText } from "../../time/instant.ts";

const siteSchema = z
  .object({
    id: z.int(),
    name: textSchema,
    time_zone: z.string(),
    database: z.enum(["ok", "unavailable"]).meta({
      description: "unavailable: the database does not respond; earliest and latest are null",
    }),
    safety_profile: z.string(),
    cells_in_series: z.int(),
    cells_in_parallel: z.int(),
    rack_capacity_ah: z.number(),
    banks: z.array(z.object({ bank_id: z.int(), racks: z.int() })),
    components: z.record(
      z.string(),
      z.object({
        earliest: z.string().nullable(),
        latest: z.string().nullable(),
        columns: z.array(
          z.object({
            name: z.string(),
            column: z.string(),
            type: z.string(),
            unit: z.string().nullable(),
            description: textSchema,
            plausible: z
              .object({ least: z.number(), most: z.number(), bit: z.int() })
              .nullable()
              .meta({
                description:
                  "Plausible range. A value outside is stored as sent and sets this bit of `quality`",
              }),
          }),
        ),
      }),
    ),
  })
  .meta({ id: "OperatingSite" });

/** `GET /api/ess/operating-sites/`: the sites, their columns and the span of their rows. */
export const listSites = route({
  method: "get",
  access: "any scope",
  path: "/api/ess/operating-sites/",
  operationId: "listSites",
  tags: ["Operating sites"],
  summary: "List all operating sites",
  responses: {
    200: {
      description: "The sites with their banks, racks and columns",
      content: { "application/json": { schema: z.array(siteSchema) } },
    },
  },
  plan: ({ sites }) => ({ sites }),
  answer: async ({ sites }, _ask, backend) => json(await describeAll(sites, backend)),
});

/** `GET /api/ess/operating-sites/{site}/`: one site. */
export const getSite = siteRoute({
  method: "get",
  access: "any scope",
  path: "/api/ess/operating-sites/{site}/",
  operationId: "getSite",
  tags: ["Operating sites"],
  summary: "Get an operating site",
  responses: {
    200: {
      description: "The site with its banks, racks and columns",
      content: { "application/json": { schema: siteSchema } },
    },
  },
  plan: ({ site }) => ({ site }),
  answer: async ({ site }, ask) => json(describe(site, await askExtent(ask, site))),
});

/**
 * Describes all sites. A site whose database is unavailable does not hide the others.
 * @throws the error of the first site if every database fails
 */
async function describeAll(sites: readonly Site[], { reader }: Backend): Promise<Description[]> {
  const extents = await Promise.allSettled(
    sites.map(async (site) => askExtent((await reader(site)).ask, site)),
  );
  const [first] = extents;
  if (first?.status === "rejected" && extents.every(({ status }) => status === "rejected")) {
    throw first.reason;
  }
  return sites.map((site, i) => {
    const extent = extents[i];
    return describe(site, extent?.status === "fulfilled" ? extent.value : undefined);
  });
}

type Description = z.input<typeof siteSchema>;

function describe(site: Site, extent: Record<Component, Extent> | undefined): Description {
  const time = (micros: number | undefined) =>
    micros === undefined ? null : String(timeText(micros, site.timeZone, "iso"));
  return {
    id: site.id,
    name: site.name,
    time_zone: site.timeZone,
    database: extent ? "ok" : "unavailable",
    safety_profile: site.safetyProfile,
    cells_in_series: site.cellsInSeries,
    cells_in_parallel: site.cellsInParallel,
    rack_capacity_ah: site.rackCapacityAh,
    banks: site.banks.map(({ id, racks }) => ({ bank_id: id, racks })),
    components: Object.fromEntries(
      COMPONENTS.map((component) => [
        component,
        {
          earliest: time(extent?.[component].earliest),
          latest: time(extent?.[component].latest),
          columns: site.components[component].map((column) => ({
            name: wireName(column),
            column: column.name,
            type: column.type,
            unit: column.unit ?? null,
            description: column.description,
            plausible: plausible({ site, component }, column),
          })),
        },
      ]),
    ),
  };
}

function plausible(place: Place, column: Column) {
  const limit = limitsOf(place).find((known) => known.column === column);
  return limit ? { least: limit.least, most: limit.most, bit: limit.bit } : null;
}
