import * as z from "zod";
import { type SolDays, solDays } from "../../domain/indicators/sol.ts";
import { type Route, siteRoute } from "../../request/route.ts";
import { json } from "../../response/answer.ts";
import { Problem } from "../../response/problem.ts";
import type { Site } from "../../site/site.ts";
import { askDailySoh, basisOf } from "../../store/products/daily-soh.ts";
import { askKeptForecast } from "../../store/products/sol.ts";
import type { Ask } from "../../store/sql/client.ts";
import { dayText } from "../../time/days.ts";
import { DAY_MS } from "../../time/units.ts";
import { daysQuery, daysRange, itemId } from "./days.ts";

const ROOT = "/api/ess/stats/forecasting-sol/operating-sites/{site}/banks/";
const PLACES = [
  { path: ROOT, id: "Banks", what: "each bank" },
  { path: `${ROOT}{bank}/`, id: "Bank", what: "a bank" },
];
/** Items with `explain`, some kilobytes each. */
const MOST_EXPLAINED = 400;

const itemsSchema = z.array(
  z.object({
    id: z.int(),
    operating_site: z.int(),
    bank_id: z.int(),
    date: z.string(),
    value: z
      .number()
      .meta({ description: "State of life: 100 at SoH 100 %, 0 at SoH 80 %, negative below" }),
    top_limit_value: z.number(),
    bottom_limit_value: z.number(),
    explain: z.record(z.string(), z.unknown()).optional(),
  }),
);

/** `GET /api/ess/stats/forecasting-sol/…`: the forecast state of life per day. */
export const forecastingSol: readonly Route[] = PLACES.map(({ path, id, what }) =>
  siteRoute({
    method: "get",
    access: "analytics:read",
    path,
    operationId: `forecastingSol${id}`,
    tags: ["Forecasts"],
    summary: `Forecast the state of life (SoL) of ${what} for fifteen years`,
    description:
      "Computed from the state of health of all days so far; empty with fewer than 30 days. A forecast of fifteen years from less than a year of data is uncertain in any model: read it with its 95 % limits.",
    responses: {
      200: {
        description:
          "One item per day, starting the day after the last observed day, ordered by bank",
        content: { "application/json": { schema: itemsSchema } },
      },
    },
    component: "bank",
    query: daysQuery,
    plan: ({ site, bank, query }) => ({
      site,
      banks: site.banks.filter(({ id }) => bank === undefined || id === bank),
      range: daysRange(query),
      explain: query.explain ?? false,
    }),
    async answer({ site, banks, range: { start, end }, explain }, ask, backend) {
      const rolled = await backend.hasRollups(site, ask);
      const forecasts = await Promise.all(
        banks.map(async ({ id }) => ({ id, forecast: await forecastOf(ask, site, id, rolled) })),
      );
      const items = forecasts.flatMap(({ id, forecast }) => {
        const { days = [], explanation } = forecast?.sol ?? {};
        return days.flatMap(([value, top, bottom], i) => {
          const date = dayAfter(forecast?.last ?? "", i + 1);
          const at = Date.parse(date);
          if (start !== undefined && at < dateOf(start, site)) return [];
          if (end !== undefined && at >= dateOf(end, site)) return [];
          return {
            id: itemId(date, id, 0),
            operating_site: site.id,
            bank_id: id,
            date,
            value,
            top_limit_value: top,
            bottom_limit_value: bottom,
            ...(explain ? { explain: explanation } : {}),
          };
        });
      });
      if (explain && items.length > MOST_EXPLAINED) throw tooManyExplained();
      return json(items, { rows: items.length });
    },
  }),
);

type Forecast = { sol: SolDays | null; last: string } | undefined;

/** The stored forecast if it was computed from these days, otherwise a new one. */
async function forecastOf(ask: Ask, site: Site, bank: number, rolled: boolean): Promise<Forecast> {
  const soh = await askDailySoh(ask, site, bank, { hasRollups: rolled, now: Date.now() });
  if (!soh) return undefined;
  const kept = rolled ? await askKeptForecast(ask, bank) : undefined;
  const sol: SolDays | null =
    kept?.basis === (await basisOf(soh)) ? JSON.parse(kept.forecast) : solDays(soh.values);
  const lastDay = dayText(soh.end - 1, site.timeZone);
  return { sol, last: dayAfter(lastDay, -(sol?.offset ?? 0)) };
}

const dayAfter = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);

/** A local day as midnight UTC, to compare days. */
const dateOf = (micros: number, site: Site): number => Date.parse(dayText(micros, site.timeZone));

const tooManyExplained = (): Problem =>
  new Problem("range_too_long", {
    ko: `explain=1이면 ${MOST_EXPLAINED}일까지 조회할 수 있습니다. start-date와 end-date로 기간을 줄이세요`,
    en: `With explain=1 at most ${MOST_EXPLAINED} days can be requested. Shorten the range with start-date and end-date`,
  });
