import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "../../dev/database/migrate.ts";
import { getJson, getProblem } from "../support/http.ts";
import { ingestWorld } from "./support/ingest.ts";
import { rollAll } from "./support/rollups.ts";

/* Means by bucket: from rows, from rollups and from both together they are the same. */

type Item = { time: string; avg_bank_soc: number | null; count: number; coverage: number | null };

let world: Awaited<ReturnType<typeof ingestWorld>>;
const soc = async (query: string): Promise<Item[]> => {
  const url = `${world.runtime.url}/api/ess/operating-sites/2/banks/1/stats/avg-bank-soc/?${query}`;
  const response = await fetch(url);
  const text = await response.text();
  expect(response.status, `${query}: ${text.slice(0, 300)}`).toBe(200);
  return JSON.parse(text);
};
const roll = () => withClient(world.database.url, (client) => rollAll(client));
const write = (text: string) => world.query(text);
const FILL = `insert into bank ("TIMESTAMP", "BANK_ID", "BANK_SOC", "BANK_SOH", "BANK_POWER")
  select time, 1, case when extract(minute from time) = 7 then null else extract(epoch from time)::bigint % 997 / 10.0 end, 97.5, -3
  from generate_series('2022-05-09 22:00+09'::timestamptz, '2022-05-10 02:59:59+09', interval '1 second') as time
  where extract(hour from time at time zone 'Asia/Seoul') <> 1 or extract(minute from time) >= 30`;

beforeAll(async () => {
  world = await ingestWorld();
  await write("select ess_ensure_month('bank', '2022-05-09', 'Asia/Seoul')");
  await write("select ess_ensure_month('bank', '2022-03-27', 'Asia/Seoul')");
  await write(FILL);
});
afterAll(() => world?.stop());

/** The same by plain SQL over the rows. */
const bySql = (bucket: string, where = "true") =>
  world.query(
    `select ${bucket} as bucket, avg(least(greatest("BANK_SOC", 0), 100)) filter (where "BANK_SOC" between -0.5 and 100.5) as mean,
       count(*) filter (where "BANK_SOC" between -0.5 and 100.5)::int as count
     from bank where "BANK_ID" = 1 and ${where} group by 1 order by 1`,
  ) as Promise<{ bucket: Date; mean: number | null; count: number }[]>;

const RANGE = "start-time=2022-05-09T22:00&end-time=2022-05-10T03:00";
const near = (a: number | null, b: number | null) =>
  a === null || b === null ? a === b : Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b));

async function expectSame(query: string, bucket: string, where?: string): Promise<void> {
  const [items, rows] = [await soc(query), await bySql(bucket, where)];
  expect(items.map(({ time, count }) => [Date.parse(time), count])).toEqual(
    rows.map(({ bucket, count }) => [bucket.getTime(), count]),
  );
  items.forEach((item, i) => {
    expect(near(item.avg_bank_soc, rows[i]?.mean ?? null), `${query} ${JSON.stringify(item)}`).toBe(
      true,
    );
  });
}

const WIDTHS: [width: string, bucket: string][] = [
  ["7 seconds", `date_bin('7 seconds', "TIMESTAMP", '2000-01-03 00:00+09')`],
  ["90s", `date_bin('90 seconds', "TIMESTAMP", '2000-01-03 00:00+09')`],
  ["10min", `date_bin('10 minutes', "TIMESTAMP", '2000-01-03 00:00+09')`],
  ["1hour", `date_bin('1 hour', "TIMESTAMP", '2000-01-03 00:00+09')`],
  ["PT90M", `date_bin('90 minutes', "TIMESTAMP", '2000-01-03 00:00+09')`],
  ["02:00:00", `date_bin('2 hours', "TIMESTAMP", '2000-01-03 00:00+09')`],
  ["1 day", `date_trunc('day', "TIMESTAMP", 'Asia/Seoul')`],
  ["1 week", `date_trunc('week', "TIMESTAMP", 'Asia/Seoul')`],
  ["1 month", `date_trunc('month', "TIMESTAMP", 'Asia/Seoul')`],
  ["3 months", `date_trunc('quarter', "TIMESTAMP", 'Asia/Seoul')`],
  ["P1Y", `date_trunc('year', "TIMESTAMP", 'Asia/Seoul')`],
];

describe.sequential("equal plain SQL over the rows", () => {
  const CUT = `"TIMESTAMP" >= '2022-05-09 23:10:20.5+09' and "TIMESTAMP" < '2022-05-10 02:40:33+09'`;
  const cut = "start-time=2022-05-09T23:10:20.5&end-time=2022-05-10T02:40:33";
  const all = async () => {
    for (const [width, bucket] of WIDTHS) {
      await expectSame(`time-bucket-width=${width}`, bucket);
      await expectSame(`${cut}&time-bucket-width=${width}`, bucket, CUT);
    }
  };
  test("before anything is rolled up", all);
  test("when all is rolled up", async () => {
    await roll();
    await all();
  });
  test("when rows have come, gone and changed since", async () => {
    await write(
      `update bank set "BANK_SOC" = 99 where "TIMESTAMP" between '2022-05-09 23:59:58+09' and '2022-05-10 00:00:01+09'`,
    );
    await write(
      `delete from bank where "TIMESTAMP" >= '2022-05-10 02:12:30+09' and "TIMESTAMP" < '2022-05-10 02:13:30+09'`,
    );
    await write(
      `insert into bank ("TIMESTAMP", "BANK_ID", "BANK_SOC") values ('2022-05-09 23:10:20.7+09', 1, 5), ('2022-05-09 23:20+09', 2, 500)`,
    );
    await all();
  });
  test("and when they are rolled up too", async () => {
    await roll();
    await all();
  });
});

test("begin and are written in the zone that tz names, on days of 23 hours too", async () => {
  await write(`insert into bank ("TIMESTAMP", "BANK_ID", "BANK_SOC")
    select time, 1, 10 from generate_series('2022-03-25 12:00Z'::timestamptz, '2022-03-28 12:00Z', interval '1 hour') as time on conflict do nothing`);
  const items = await soc(
    "start-time=2022-03-26&end-time=2022-03-29&tz=Europe/Berlin&time-bucket-width=1 day",
  );
  expect(items.map(({ time, count }) => [time, count])).toEqual([
    ["2022-03-25T00:00:00+01:00", 8], // the range begins at 15:00 UTC
    ["2022-03-26T00:00:00+01:00", 24],
    ["2022-03-27T00:00:00+01:00", 23],
    ["2022-03-28T00:00:00+02:00", 15],
  ]);
  const local = await soc(
    "start-time=2022-03-26&end-time=2022-03-29&tz=Europe/Berlin&time-bucket-width=1 day&time-format=local",
  );
  expect(local[2]?.time).toBe("2022-03-27T00:00:00");
});

test("tell how many values they are made of and what share of those expected that is", async () => {
  const items = await soc(`${RANGE}&time-bucket-width=30 minutes`);
  const of = (time: string) => items.find((item) => item.time === `2022-05-${time}:00+09:00`);
  expect(of("10T00:00")).toMatchObject({ count: 1740, coverage: 0.966667 });
  expect(of("10T01:00")).toBeUndefined(); // no row: no bucket
  expect(of("10T01:30")).toMatchObject({ count: 1800, coverage: 1 });
  const odd = await soc(
    "start-time=2022-05-10T02:00&end-time=2022-05-10T02:09&time-bucket-width=90 s",
  );
  expect(odd.map(({ coverage }) => coverage)).toEqual(
    [1, 1, 1, 1, 2 / 3, 2 / 3].map((share) => Math.round(share * 1e6) / 1e6),
  );
  const [hour] = await soc(
    "start-time=2022-05-10T01:00&end-time=2022-05-10T02:00&time-bucket-width=1 hour",
  );
  expect(hour).toMatchObject({ count: 1800, coverage: 0.5 });
  const [half] = await soc(
    "start-time=2022-05-10T01:30&end-time=2022-05-10T02:00&time-bucket-width=1 hour",
  );
  expect(half).toMatchObject({ time: "2022-05-10T01:00:00+09:00", coverage: 1 });
});

test("are null where no value of a bucket can be true", async () => {
  const items = await soc(
    "start-time=2022-05-10T00:07&end-time=2022-05-10T00:08&time-bucket-width=1 minute",
  );
  expect(items).toEqual([
    { time: "2022-05-10T00:07:00+09:00", avg_bank_soc: null, count: 0, coverage: 0 },
  ]);
});

test("are of an hour where no width is given, of what is in the range, and none where there is nothing", async () => {
  expect(await soc(RANGE)).toHaveLength(5);
  expect(await soc("date=2022-05-09")).toHaveLength(2);
  expect(await soc("date=2021-05-09")).toEqual([]);
  expect(await soc("start-time=2022-05-10&end-time=2022-05-10")).toEqual([]);
});

test("explain themselves: sum over count is the mean", async () => {
  const [item] = (await soc(`${RANGE}&explain=1`)) as (Item & {
    explain: { method: string; sum: number; count: number; excluded: number; mean: number };
  })[];
  const { method, sum, count, excluded, mean } = item?.explain ?? { sum: 0, count: 1 };
  expect(method).toBe("soc-mean");
  expect([count, excluded]).toEqual([3540, 60]);
  expect(sum / count).toBe(item?.avg_bank_soc);
  expect(mean).toBe(item?.avg_bank_soc);
});

test.each([
  ["banks/1/stats/avg-bank-soc/", "avg_bank_soc"],
  ["banks/1/stats/avg-bank-soh", "avg_bank_soh"],
  ["banks/1/stats/avg-bank-power/", "avg_bank_power"],
  ["banks/1/racks/3/stats/avg-rack-soc/", "avg_rack_soc"],
  ["banks/1/racks/3/stats/avg-rack-soh/", "avg_rack_soh"],
])("%s answers with %s", async (path, key) => {
  const items = await getJson<Record<string, number>[]>(
    `/api/ess/operating-sites/2/${path}?date=2026-01-05&time-bucket-width=6 hours`,
  );
  expect(items).toHaveLength(4);
  for (const item of items) {
    expect(Object.keys(item)).toEqual(["time", key, "count", "coverage"]);
    expect(item).toMatchObject({ count: 72, coverage: 1, [key]: expect.any(Number) });
  }
});

test("refuse what they cannot read, naming it, and ranges with too many buckets with a width that works", async () => {
  const path = "/api/ess/operating-sites/2/banks/1/stats/avg-bank-soc/";
  const bad = await getProblem(
    `${path}?time-bucket-width=fortnight&tz=%2B09:00&start-time=x&bucket=1`,
    400,
  );
  expect(bad.errors.map(({ name, code }) => [name, code])).toEqual([
    ["start-time", "not_a_time"],
    ["time-bucket-width", "not_a_width"],
    ["tz", "not_a_time_zone"],
    ["bucket", "unknown_parameter"],
  ]);
  for (const width of [
    "0 s",
    "0.5s",
    "-1 hour",
    "0 months",
    "5000 years",
    "1e9 hours",
    "1h 1month",
  ]) {
    expect(
      (await getProblem(`${path}?time-bucket-width=${width}`, 400)).errors[0]?.code,
      width,
    ).toBe("not_a_width");
  }
  const long = await getProblem(
    `${path}?start-time=2020-01-01&end-time=2026-01-01&time-bucket-width=1s`,
    422,
  );
  expect(long.code).toBe("range_too_long");
  const width = /time-bucket-width=(\d+ \w+)/.exec(long.detail)?.[1] ?? "";
  const items = await getJson<unknown[]>(
    `${path}?start-time=2020-01-01&end-time=2026-01-01&time-bucket-width=${width}`,
  );
  expect(items).toEqual([]);
});
