import type { Context } from "hono";
import * as z from "zod";
import type { AppEnv } from "../../context.ts";
import { type App, addOperation, textSchema } from "../../request/contract.ts";
import { check, noQuery, rawQuery, refuse, refuseQuery } from "../../request/input.ts";
import { pathSchema, siteAt, sitesOf } from "../../request/place.ts";
import { siteDatabase } from "../../response/database.ts";
import { limitsOf } from "../../site/plausible.ts";
import {
  COMPONENTS,
  type Column,
  type Component,
  type Place,
  type Site,
  wireName,
} from "../../site/site.ts";
import { askExtent, type Extent } from "../../store/rows/extent.ts";
import { timeText } from "../../time/instant.ts";

const LIST = "/api/ess/operating-sites/";
const ONE = "/api/ess/operating-sites/{s}/";

const siteSchema = z
  .object({
    id: z.int(),
    name: textSchema,
    time_zone: z.string(),
    database: z.enum(["ok", "unavailable"]).meta({
      description: "unavailable: earliest and latest are unknown",
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
                  "A value outside least–most cannot be true: it is stored as sent, and sets this bit of `quality`",
              }),
          }),
        ),
      }),
    ),
  })
  .meta({ id: "OperatingSite" });

/** `GET /api/ess/operating-sites/` and `…/{s}/`: what sites there are and what they measure, and since when. */
export function addSites(app: App): void {
  addOperation(
    app,
    {
      method: "get",
      access: "any scope",
      path: LIST,
      operationId: "listSites",
      tags: ["Operating sites"],
      summary: "All operating sites",
      request: { query: noQuery },
      responses: {
        200: {
          description: "The sites",
          content: { "application/json": { schema: z.array(siteSchema) } },
        },
      },
    },
    async (c) => {
      refuseQuery(c);
      return c.json(await describeAll(c));
    },
  );
  addOperation(
    app,
    {
      method: "get",
      access: "any scope",
      path: ONE,
      operationId: "getSite",
      tags: ["Operating sites"],
      summary: "One operating site",
      request: { params: pathSchema(ONE), query: noQuery },
      responses: {
        200: { description: "The site", content: { "application/json": { schema: siteSchema } } },
      },
    },
    async (c) => {
      const path = check("path", pathSchema(ONE), c.req.param());
      const faults = [...path.faults, ...check("query", noQuery, rawQuery(c)).faults];
      if (faults.length > 0 || path.value?.s === undefined) refuse(faults);
      const site = siteAt(c, path.value.s);
      return c.json(describe(site, await askExtent(await siteDatabase(c, site), site)));
    },
  );
}

/**
 * All sites; one whose database is away must not hide the others.
 * @throws what the first one's question threw, if none could be asked
 */
async function describeAll(c: Context<AppEnv>): Promise<Description[]> {
  const sites = sitesOf(c);
  const extents = await Promise.allSettled(
    sites.map(async (site) => askExtent(await siteDatabase(c, site), site)),
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
