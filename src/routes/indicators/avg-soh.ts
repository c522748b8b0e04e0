import * as z from "zod";
import { dailySohPercent, explainSoh, SOH_METHOD } from "../../domain/indicators/soh.ts";
import { type Route, siteRoute } from "../../request/route.ts";
import { json } from "../../response/answer.ts";
import { reaching } from "../../response/cache/version.ts";
import { methodHeader } from "../../response/method.ts";
import { requiredColumn } from "../../site/roles.ts";
import { type RolledComponent, statisticsOf } from "../../site/rollup.ts";
import { secondsPerValue, sumsOf } from "../../store/rollups/aggregate.ts";
import { dayText } from "../../time/days.ts";
import { DAY } from "../../time/units.ts";
import { readBuckets } from "../statistics/buckets.ts";
import { daysQuery, daysRange, itemId } from "./days.ts";
import { indicatorPlaces } from "./places.ts";

const itemsSchema = (component: RolledComponent) =>
  z.array(
    z.object({
      id: z.int(),
      operating_site: z.int(),
      bank_id: z.int(),
      ...(component === "rack" ? { rack_id: z.int() } : {}),
      date: z.string(),
      value: z.number().meta({ description: "Mean of the plausible values of the day, in %" }),
      explain: z.record(z.string(), z.unknown()).optional(),
    }),
  );

/** `GET /api/ess/stats/avg-soh/…`: the state of health per day. */
export const avgSoh: readonly Route[] = indicatorPlaces("avg-soh").map(
  ({ path, component, id, what }) =>
    siteRoute({
      method: "get",
      access: "analytics:read",
      hasVersion: true,
      path,
      operationId: `avgSoh${id}`,
      tags: ["Indicators"],
      summary: `Get the daily state of health (SoH) of ${what}`,
      responses: {
        200: {
          description:
            "One item per site day with at least one hour of values, ordered by bank, rack and day",
          content: { "application/json": { schema: itemsSchema(component) } },
        },
      },
      component,
      query: daysQuery,
      plan({ site, bank, rack, query }) {
        const selection = { site, component, bank, rack, ...daysRange(query) };
        return { rows: reaching(selection, DAY), selection, explain: query.explain ?? false };
      },
      async answer({ selection, explain }, ask, backend) {
        const { site } = selection;
        const column = requiredColumn(site, component, "soh").name;
        const found = await readBuckets(backend, ask, {
          selection,
          width: { micros: DAY },
          whole: true,
          timeZone: site.timeZone,
          columns: statisticsOf(column),
        });
        const items = (found?.sources ?? []).flatMap((source) =>
          source.buckets.flatMap((bucket) => {
            const sums = sumsOf(bucket, column);
            const seconds = secondsPerValue(bucket);
            const value = dailySohPercent(sums, seconds);
            if (value === null) return [];
            const date = dayText(found?.edges[bucket.bucket] ?? 0, site.timeZone);
            return {
              id: itemId(date, source.bank, source.rack),
              operating_site: site.id,
              bank_id: source.bank,
              ...(component === "rack" ? { rack_id: source.rack } : {}),
              date,
              value,
              ...(explain ? { explain: explainSoh(sums, seconds) } : {}),
            };
          }),
        );
        return json(items, { rows: items.length, headers: methodHeader(SOH_METHOD) });
      },
    }),
);
