import type { Context } from "hono";
import * as z from "zod";
import type { AppEnv } from "../../context.ts";
import { dailySohPercent, explainSoh, SOH_METHOD } from "../../domain/indicators/soh.ts";
import { type App, addOperation } from "../../request/contract.ts";
import { pathSchema } from "../../request/place.ts";
import { readBuckets } from "../../response/buckets.ts";
import { answerOfRows, reaching } from "../../response/cache/answer.ts";
import { methodHeader } from "../../response/method.ts";
import { type RolledComponent, statisticsOf } from "../../site/rollup.ts";
import { secondsPerValue, sumsOf } from "../../store/rollups/aggregate.ts";
import type { Ask } from "../../store/sql/client.ts";
import { dayText } from "../../time/days.ts";
import { readRequest } from "../operating-data/request.ts";
import { daysQuery, daysRange, itemId } from "./days.ts";
import { indicatorPlaces } from "./places.ts";

const DAY = 86_400_000_000;
const SOH_COLUMN: Record<RolledComponent, string> = { bank: "BANK_SOH", rack: "RACK_SOH" };

/** `GET /api/ess/stats/avg-soh/…`: the state of health of each day. */
export function addAvgSoh(app: App): void {
  for (const { path, component, id, what } of indicatorPlaces("avg-soh")) {
    addOperation(
      app,
      {
        method: "get",
        access: "analytics:read",
        hasVersion: true,
        path,
        operationId: `avgSoh${id}`,
        tags: ["Indicators"],
        summary: `State of health of ${what}, %, day by day`,
        request: { params: pathSchema(path), query: daysQuery() },
        responses: {
          200: {
            description:
              "One item for each day of the site that has an hour of values or more, by bank, rack and day",
            content: { "application/json": { schema: itemsSchema(component) } },
          },
        },
      },
      (c) => avgSoh(c, path, component),
    );
  }
}

const itemsSchema = (component: RolledComponent) =>
  z.array(
    z.object({
      id: z.int(),
      operating_site: z.int(),
      bank_id: z.int(),
      ...(component === "rack" ? { rack_id: z.int() } : {}),
      date: z.string(),
      value: z.number().meta({ description: "Mean of the day's plausible values, %" }),
      explain: z.record(z.string(), z.unknown()).optional(),
    }),
  );

async function avgSoh(
  c: Context<AppEnv>,
  path: string,
  component: RolledComponent,
): Promise<Response> {
  const { site, bank, rack, query } = await readRequest(c, path, component, daysQuery);
  const column = SOH_COLUMN[component];
  const selection = { site, component, bank, rack, ...daysRange(query) };
  const make = async (ask: Ask) => {
    const answer = await readBuckets(c, ask, {
      selection,
      width: { micros: DAY },
      whole: true,
      timeZone: site.timeZone,
      columns: statisticsOf(column),
    });
    const items = (answer?.sources ?? []).flatMap((source) =>
      source.buckets.flatMap((bucket) => {
        const sums = sumsOf(bucket, column);
        const seconds = secondsPerValue(bucket);
        const value = dailySohPercent(sums, seconds);
        if (value === null) return [];
        const date = dayText(answer?.edges[bucket.bucket] ?? 0, site.timeZone);
        return {
          id: itemId(date, source.bank, source.rack),
          operating_site: site.id,
          bank_id: source.bank,
          ...(component === "rack" ? { rack_id: source.rack } : {}),
          date,
          value,
          ...(query.explain ? { explain: explainSoh(sums, seconds) } : {}),
        };
      }),
    );
    c.get("tally").rows = items.length;
    return c.json(items, 200, methodHeader(SOH_METHOD));
  };
  return answerOfRows(c, reaching(selection, DAY), make);
}
