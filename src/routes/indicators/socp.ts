import * as z from "zod";
import {
  explainSocp,
  mergeSocpSums,
  SOCP_METHOD,
  type SocpSums,
  socpRows,
} from "../../domain/indicators/socp.ts";
import { STATUSES, type Status } from "../../domain/indicators/status.ts";
import { choice, wrong } from "../../request/parameter.ts";
import {
  explainParameter,
  rangeOf,
  rangeParameters,
  refineRange,
  timeParameters,
} from "../../request/query.ts";
import { type Route, siteRoute } from "../../request/route.ts";
import { timeSchema } from "../../request/source.ts";
import { jsonText } from "../../response/answer.ts";
import { methodHeader } from "../../response/method.ts";
import { Problem } from "../../response/problem.ts";
import type { Place, Site } from "../../site/site.ts";
import { askSocpDays } from "../../store/products/socp.ts";
import { askWholeExtent } from "../../store/rows/extent.ts";
import type { Ask } from "../../store/sql/client.ts";
import { type Day, dayOf, daysIn, daysUpTo, dayText } from "../../time/days.ts";
import { timeText } from "../../time/instant.ts";
import { DAY, HOUR } from "../../time/units.ts";

/** Days of a period, up to and including the day of the item. [S] */
const PERIODS = [1, 7, 30] as const;
type Period = (typeof PERIODS)[number];
const ALL_STATUSES: readonly Status[] = Object.values(STATUSES);
const MOST_PERIOD = Math.max(...PERIODS);
const MOST_DAYS = 31;

const status = (description: string) =>
  choice(ALL_STATUSES, { description, example: ALL_STATUSES[0] }).optional();

const socpQuery = (place?: Place) =>
  z
    .strictObject({
      ...rangeParameters(place),
      charge_status: status("Return only this status: 0 charge, 1 discharge, 2 rest"),
      status: status("Alias of charge_status"),
      period: choice(PERIODS, {
        description:
          "Return only items over this period: 1, 7 or 30 days up to and including their day",
        example: PERIODS[0],
      }).optional(),
      ...timeParameters,
      ...explainParameter,
    })
    .superRefine((query, context) => {
      refineRange(query, context);
      const { charge_status, status = charge_status } = query;
      if (charge_status !== undefined && status !== charge_status) {
        context.addIssue({ code: "custom", path: ["status"], params: CONTRADICTION });
      }
    });
type Query = z.output<ReturnType<typeof socpQuery>>;

const CONTRADICTION = wrong(
  "contradiction",
  "charge_status의 다른 이름이므로 값이 같아야 합니다. 하나만 지정하세요. 예: charge_status=0",
  "is an alias of charge_status and must have the same value. Set only one of them. Example: charge_status=0",
);

const itemSchema = z
  .object({
    time: timeSchema.meta({ description: "Midnight at the start of the last day of the period" }),
    value: z
      .record(
        z.string(),
        z.object({ count: z.int(), voltage: z.number(), temp: z.number(), current: z.number() }),
      )
      .meta({
        description:
          "By cell position: how often the cell was the extreme cell, and the means at that time",
      }),
    operating_site: z.int(),
    bank_id: z.int(),
    rack_id: z.int(),
    period: z.int(),
    charge_status: z.int(),
    soc_range: z.int(),
    explain: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: "StateOfCellPosition" });

const RACKS = "/api/ess/stats/socp/operating-sites/{site}/banks/{bank}/racks/";

/** `GET /api/ess/stats/socp/operating-sites/{site}/banks/{bank}/racks/` and `…/{rack}/`: the state of cell position. */
export const socp: readonly Route[] = [
  { path: RACKS, id: "Racks", what: "all racks of a bank" },
  { path: `${RACKS}{rack}/`, id: "Rack", what: "a rack" },
].map(({ path, id, what }) =>
  siteRoute({
    method: "get",
    access: "analytics:read",
    hasVersion: true,
    path,
    operationId: `socp${id}`,
    tags: ["Indicators"],
    summary: `Get the state of cell position (SoCP) of ${what}`,
    responses: {
      200: {
        description: `Ten SoC ranges for every day with rows, period and status, ordered by rack, time, period, status and SoC range. At most ${MOST_DAYS} days. Without a range, the newest day`,
        content: { "application/json": { schema: z.array(itemSchema) } },
      },
    },
    component: "rack",
    query: socpQuery,
    plan({ site, bank = 0, rack, query }) {
      const { start, end } = rangeOf(query);
      return {
        // Periods reach back before the range, and the last day is a whole day.
        rows: {
          site,
          component: "rack" as const,
          start: start === undefined ? undefined : start - (MOST_PERIOD + 1) * DAY,
          end: end === undefined ? undefined : end + DAY + HOUR,
        },
        racks: { site, bank, rack },
        query,
      };
    },
    async answer({ racks: { site, bank, rack }, query }, ask, backend) {
      const kept = await backend.hasRollups(site, ask);
      const { extent, days } = await askDays(ask, { site, bank, rack }, query, kept);
      const periods = query.period === undefined ? PERIODS : [query.period];
      const reach = Math.max(...periods);
      const needed = new Map(
        days
          .flatMap((day) => daysUpTo(day, reach, site.timeZone))
          .filter((day) => day.end > extent.start && day.start < extent.end)
          .map((day) => [day.start, day]),
      );
      const sums = await askSocpDays(ask, site, { bank, rack, days: [...needed.values()] }, kept);
      const racks = [...sums.keys()].toSorted((a, b) => a - b);
      const items = racks.flatMap((rackId) =>
        days
          .filter(({ start }) => sums.get(rackId)?.has(start))
          .flatMap((day) =>
            periods.flatMap((period) => {
              const parts = daysUpTo(day, period, site.timeZone)
                .map(({ start }) => sums.get(rackId)?.get(start))
                .filter((part) => part !== undefined);
              const row = { site, bank, rack: rackId, day, period };
              return itemsOf(mergeSocpSums(parts), row, query);
            }),
          ),
      );
      const headers = methodHeader(SOCP_METHOD);
      return jsonText(`[${items.join(",")}]`, { rows: items.length, headers });
    },
  }),
);

type Racks = { site: Site; bank: number; rack?: number | undefined };

/** The requested days, and the span of the rows. */
async function askDays(
  ask: Ask,
  { site, bank, rack }: Racks,
  query: Query,
  hasRollups: boolean,
): Promise<{ extent: Day; days: Day[] }> {
  const extent = await askWholeExtent(ask, { site, component: "rack", bank, rack }, hasRollups);
  if (!extent) return { extent: NEVER, days: [] };
  const first = dayOf(extent.start, site.timeZone) ?? extent;
  const newest = dayOf(extent.end - 1, site.timeZone) ?? extent;
  const { start, end } = rangeOf(query);
  const range =
    start === undefined && end === undefined
      ? newest
      : // Days before the first and after the last row have no items and do not count.
        {
          start: Math.max(start ?? first.start, first.start),
          end: Math.min(end ?? newest.end, newest.end),
        };
  const days = daysIn(range, site.timeZone, MOST_DAYS + 1);
  const beyond = days[MOST_DAYS];
  if (beyond) throw tooManyDays(beyond, site);
  return { extent, days };
}

const NEVER: Day = { start: 0, end: 0 };

function tooManyDays(beyond: Day, { timeZone }: Site): Problem {
  const day = dayText(beyond.start, timeZone);
  return new Problem("range_too_long", {
    ko: `한 번에 ${MOST_DAYS}일까지 조회할 수 있습니다. end-time=${day}까지 요청한 뒤 그 시각부터 이어서 요청하세요`,
    en: `At most ${MOST_DAYS} days can be requested at once. Use end-time=${day}, then continue from there`,
  });
}

type Row = { site: Site; bank: number; rack: number; day: Day; period: Period };

/** The items of a rack, day and period as JSON texts. */
function itemsOf(sums: SocpSums, { site, bank, rack, day, period }: Row, query: Query): string[] {
  const time = timeText(day.start, site.timeZone, query["time-format"] ?? "iso");
  const wanted = query.charge_status ?? query.status;
  const statuses = wanted === undefined ? ALL_STATUSES : [wanted];
  return statuses.flatMap((status) =>
    socpRows(sums, status).map(({ soc_range, value }) =>
      JSON.stringify({
        time,
        value,
        operating_site: site.id,
        bank_id: bank,
        rack_id: rack,
        period,
        charge_status: status,
        soc_range,
        ...(query.explain
          ? { explain: explainSocp(sums, status, soc_range, site.cellsPerModule) }
          : {}),
      }),
    ),
  );
}
