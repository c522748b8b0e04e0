import { type SQL, sql } from "drizzle-orm";
import { type Quality, RANGES } from "../../domain/indicators/plausible.ts";
import {
  keyOf,
  MICRO,
  SOC_RANGES,
  SOCP_ROLES,
  type SocpSample,
  type SocpSums,
} from "../../domain/indicators/socp.ts";
import { REST_CURRENT_A, STATUSES, type Status } from "../../domain/indicators/status.ts";
import { requiredColumn } from "../../site/roles.ts";
import { RACK_ID, type Site } from "../../site/site.ts";
import { type Day, dayText } from "../../time/days.ts";
import { type Due, settleAll } from "../rollups/due.ts";
import type { Ask, Row } from "../sql/client.ts";
import { plausibleIn } from "../sql/plausible.ts";
import { from, type Selection, where } from "../sql/selection.ts";
import { sourcesIn } from "../sql/sources.ts";
import { tableOf } from "../sql/tables.ts";
import { inOrder } from "../sql/windows.ts";

/** Sums by rack, then by the start of the day; a rack without any row that day has none. */
export type SocpDays = Map<number, Map<number, SocpSums>>;

/** Measured: a day at 1 Hz takes 0.14 s of one rack, 0.93 s of eight. */
const DAY_TIMEOUT_MS = 30_000;
const DAYS_AT_ONCE = 3;

type Wanted = { bank: number; rack?: number | undefined; days: readonly Day[] };

/**
 * The daily sums of a bank's racks, or of one of them; `days` without repetition. They are those that are kept,
 * where nothing has been written into a day since they were made, and otherwise made now.
 */
export async function askSocpDays(
  ask: Ask,
  site: Site,
  { bank, rack, days }: Wanted,
  hasKept: boolean,
): Promise<SocpDays> {
  const all = hasKept ? await askKeptDays(ask, site, { bank, rack, days }) : new Map();
  const sources = sourcesIn({ site, component: "rack", bank, rack });
  const missing = days.filter(({ start }) =>
    sources.some((source) => !all.get(source.rack)?.has(start)),
  );
  const computed = inOrder(missing, DAYS_AT_ONCE, async (day) => ({
    day,
    sums: await computeSocpDay(ask, { site, component: "rack", bank, rack, ...day }),
  }));
  for await (const { day, sums } of computed) {
    for (const [number, own] of sums) put(all, number, day.start, own);
  }
  return withoutEmpty(all);
}

const put = (all: KeptDays, rack: number, day: number, sums: SocpSums | null) =>
  all.set(rack, (all.get(rack) ?? new Map()).set(day, sums));

/** null of a day that is known to have no rows. */
type KeptDays = Map<number, Map<number, SocpSums | null>>;

function withoutEmpty(all: KeptDays): SocpDays {
  const some: SocpDays = new Map();
  for (const [rack, days] of all) {
    for (const [day, sums] of days) {
      if (sums) some.set(rack, (some.get(rack) ?? new Map()).set(day, sums));
    }
  }
  return some;
}

async function askKeptDays(ask: Ask, site: Site, { bank, rack, days }: Wanted): Promise<KeptDays> {
  const byDate = new Map(days.map((day) => [dateOf(day, site), day.start]));
  const rows = await ask(sql`
    select rack, day::text as day, sums::text as sums from ess_socp_day as kept
    where bank = ${bank}::int${rack === undefined ? sql`` : sql` and rack = ${rack}::int`}
      and day = any (string_to_array(${[...byDate.keys()].join(",")}::text, ',')::date[])
      and not exists (select from ess_due as due where due.work = 'socp'
        and due.bank = kept.bank and due.rack = kept.rack and due.day = kept.day)`);
  const all: KeptDays = new Map();
  for (const row of rows) {
    const start = byDate.get(String(row.day));
    if (start !== undefined) put(all, Number(row.rack), start, JSON.parse(String(row.sums)));
  }
  return all;
}

/**
 * Keeps the sums of days of racks, of a rack that is not among them that it has none, and takes back their marks;
 * nothing of both where another run was faster.
 */
export async function keepSocpDay(
  ask: Ask,
  due: readonly Due[],
  sums: ReadonlyMap<number, SocpSums>,
): Promise<void> {
  const rows = due.map(
    ({ bank, rack, day }) =>
      sql`(${bank}::int, ${rack}::int, ${day}::date, ${JSON.stringify(sums.get(rack) ?? null)}::jsonb)`,
  );
  await ask(sql`
    with ${settleAll(due)}
    insert into ess_socp_day (bank, rack, day, sums)
    select * from (values ${sql.join(rows, sql`, `)}) as made where exists (select from settled)
    on conflict (bank, rack, day) do update set sums = excluded.sums`);
}

const dateOf = (day: Day, { timeZone }: Site): string => dayText(day.start, timeZone);

/** The sums of each rack over the rows of a selection: exactly what `socpSums` makes of the same rows. */
export async function computeSocpDay(
  ask: Ask,
  selection: Selection,
): Promise<Map<number, SocpSums>> {
  const rows = await ask(socpQuery(selection), { timeoutMs: DAY_TIMEOUT_MS });
  const sums = new Map<number, SocpSums>();
  for (const row of rows) {
    const rack = Number(row.rack);
    const own = sums.get(rack) ?? { cells: {}, excluded: 0 };
    sums.set(rack, own);
    if (row.status === null) own.excluded += Number(row.count);
    else addCell(own, row);
  }
  return sums;
}

function addCell({ cells }: SocpSums, row: Row): void {
  const key = keyOf(Number(row.status) as Status, Number(row.range));
  cells[key] ??= {};
  cells[key][Number(row.position)] = {
    count: Number(row.count),
    microV: Number(row.micro_v),
    microC: Number(row.micro_c),
    microA: Number(row.micro_a),
  };
}

/**
 * Rows (rack, status, range, position, count, micro_v, micro_c, micro_a); status null: rows that were left out.
 * Samples are summed by their pair of positions first, so that resting ones, which count twice, are read once.
 * Whole millionths of a day stay below 2^53: doubles add them exactly, in any order.
 */
function socpQuery(selection: Selection): SQL {
  const { charge, discharge } = STATUSES;
  return sql`with reading as (
      select ${tableOf(selection.site, "rack").column(RACK_ID)} as rack, ${readings(selection)}
      ${from(selection)}${where(selection)}
    ), sample as (
      select *, case when soc is not null and (status = ${discharge} or high_v is not null and high_c is not null and high is not null)
          and (status = ${charge} or low_v is not null and low_c is not null and low is not null) then status end as counted
      from (select *, ${STATUS} as status from reading) as told
    ), pair as (
      select rack, counted as status, case when counted is not null then ${RANGE} end as range,
        case when counted <> ${discharge} then high end as high, case when counted <> ${charge} then low end as low, count(*) as count,
        sum(${micro("high_v")}) as high_v, sum(${micro("high_c")}) as high_c, sum(${micro("low_v")}) as low_v, sum(${micro("low_c")}) as low_c,
        sum(${micro("current")}) as micro_a
      from sample group by 1, 2, 3, 4, 5
    ), cell as (
      select rack, status, range, high as position, count, high_v as micro_v, high_c as micro_c, micro_a from pair where status is null or high is not null
      union all
      select rack, status, range, low, count, low_v, low_c, micro_a from pair where low is not null
    )
    select rack, status, range, position, sum(count) as count, sum(micro_v) as micro_v, sum(micro_c) as micro_c, sum(micro_a) as micro_a
    from cell group by rack, status, range, position order by rack, status, range, position`;
}

/** What is read of a row; what is missing, implausible or no cell is null. */
function readings({ site }: Selection): SQL {
  const value = (name: keyof SocpSample) =>
    sql`${tableOf(site, "rack").column(requiredColumn(site, "rack", SOCP_ROLES[name]).name)}`;
  const plausible = (name: keyof SocpSample, quality: Quality) => {
    const [least, most] = RANGES[quality];
    return plausibleIn(value(name), { least, most });
  };
  const cell = (name: keyof SocpSample) =>
    sql`case when ${value(name)} between 1 and ${site.cellsInSeries}::int and ${value(name)} = floor(${value(name)}) then ${value(name)} end`;
  return sql`${plausible("socPercent", "percent")} as soc, ${plausible("currentA", "rackCurrentA")} as current,
    ${plausible("maxCellVoltageV", "cellVoltageV")} as high_v, ${plausible("maxCellTemperatureC", "temperatureC")} as high_c, ${cell("maxCellVoltagePosition")} as high,
    ${plausible("minCellVoltageV", "cellVoltageV")} as low_v, ${plausible("minCellTemperatureC", "temperatureC")} as low_c, ${cell("minCellVoltagePosition")} as low`;
}

/** As `statusOf`; null where the current is. */
const STATUS = sql`case when abs(current) <= ${REST_CURRENT_A}::float8 then ${STATUSES.rest}::int when current > 0 then ${STATUSES.charge}::int when current < 0 then ${STATUSES.discharge}::int end`;

const LAST_RANGE = SOC_RANGES[SOC_RANGES.length - 1] ?? 0;
const RANGE = sql`least(10 * floor(greatest(soc, 0) / 10), ${LAST_RANGE}::float8)`;

/** Rounded as JavaScript does, halves up; Postgres' own round takes them to the even number. */
const micro = (name: string): SQL => sql`floor(${sql.raw(name)} * ${MICRO}::float8 + 0.5)`;
