import { afterAll, beforeAll, expect, test } from "vitest";
import { withClient } from "../../dev/database/migrate.ts";
import { get, getJson, getProblem } from "../support/http.ts";
import { ingestWorld } from "./support/ingest.ts";
import { rollAll } from "./support/rollups.ts";

/* Any numeric column by bucket of time: what is told of it, what stands in gaps, and how wide the buckets are. */

type Item = Record<string, number | string | null>;

let world: Awaited<ReturnType<typeof ingestWorld>>;
const ask = async (path: string): Promise<Item[]> => {
  const response = await fetch(`${world.runtime.url}/api/ess/operating-sites/2/${path}`);
  const text = await response.text();
  expect(response.status, `${path}: ${text.slice(0, 300)}`).toBe(200);
  return JSON.parse(text);
};

beforeAll(async () => {
  world = await ingestWorld();
  for (const component of ["rack", "pcs"]) {
    await world.query("select ess_ensure_month($1, '2022-05-09', 'Asia/Seoul')", [component]);
  }
  await world.query(`insert into rack ("TIMESTAMP", "BANK_ID", "RACK_ID", "RACK_CURRENT", "RACK_MAX_CELL_VOLTAGE", "RACK_MAX_MODULE_TEMPERATURE")
    select time, 1, rack, extract(minute from time) + rack, 3.7, extract(second from time)
    from generate_series('2022-05-10 00:00+09'::timestamptz, '2022-05-10 00:59:50+09', interval '10 seconds') as time, generate_series(1, 2) as rack
    where extract(minute from time) not between 20 and 39`);
  await world.query(`insert into rack ("TIMESTAMP", "BANK_ID", "RACK_ID", "RACK_CURRENT") values
    ('2022-05-10 00:00:01+09', 1, 1, null), ('2022-05-10 00:00:02+09', 1, 1, 5000), ('2022-05-10 00:00:03+09', 1, 1, 'NaN')`);
  await world.query(
    `insert into pcs ("TIMESTAMP", "AI_PAC") select time, 100 from generate_series('2022-05-10 00:00+09'::timestamptz, '2022-05-10 23:59+09', interval '1 minute') as time`,
  );
});
afterAll(() => world?.stop());

const RACK = "banks/1/racks/1/stats/aggregate/";
const HOUR = "start-time=2022-05-10T00:00&end-time=2022-05-10T01:00";

test("avg, min, max, first, last and count of the values that can be true, with rows and coverage", async () => {
  const expected = {
    time: "2022-05-10T00:00:00+09:00",
    avg_rack_current: 5.5,
    min_rack_current: 1,
    max_rack_current: 10,
    first_rack_current: 1,
    last_rack_current: 10,
    count_rack_current: 60,
    count: 63,
    coverage: 1,
  };
  const query = `${RACK}?${HOUR}&fields=rack_current&agg=avg,min,max,first,last,count&time-bucket-width=10 min`;
  for (const _ of ["from rows", "from rollups"]) {
    const items = await ask(query);
    expect(items).toHaveLength(4);
    expect(items[0]).toEqual(expected);
    await withClient(world.database.url, (client) => rollAll(client));
  }
});

test("first and last are of the range, and of values that can be true", async () => {
  await world.query(
    `update rack set "RACK_CURRENT" = 'NaN' where "RACK_ID" = 2 and "TIMESTAMP" = '2022-05-10 00:05:00+09'`,
  );
  const [item] = await ask(
    `banks/1/racks/2/stats/aggregate/?start-time=2022-05-10T00:05&end-time=2022-05-10T00:08:05&fields=rack_current&agg=first,last&time-bucket-width=1 h`,
  );
  expect(item).toMatchObject({ first_rack_current: 7, last_rack_current: 10 });
});

test("columns that are not rolled up, and buckets shorter than a minute, are read from the rows", async () => {
  const [item] = await ask(
    `${RACK}?${HOUR}&fields=rack_max_module_temperature&agg=max&time-bucket-width=1h`,
  );
  expect(item).toMatchObject({ max_rack_max_module_temperature: 50, count: 243 });
  const items = await ask(`${RACK}?${HOUR}&fields=rack_current&agg=max&time-bucket-width=20 s`);
  expect(items).toHaveLength(120);
  const [pcs] = await ask(
    "pcs/stats/aggregate/?date=2022-05-10&fields=ai_pac&agg=avg&time-bucket-width=1 month",
  );
  expect(pcs).toEqual({
    time: "2022-05-01T00:00:00+09:00",
    avg_ai_pac: 100,
    count: 1440,
    coverage: 1,
  });
});

test("fill says what stands for buckets without rows", async () => {
  const of = async (fill: string) =>
    (
      await ask(
        `${RACK}?${HOUR}&fields=rack_current&agg=first&time-bucket-width=10 min&fill=${fill}`,
      )
    ).map(({ first_rack_current, count }) => [first_rack_current, count]);
  expect(await of("none")).toEqual([
    [1, 63],
    [11, 60],
    [41, 60],
    [51, 60],
  ]);
  expect(await of("null")).toEqual([
    [1, 63],
    [11, 60],
    [null, 0],
    [null, 0],
    [41, 60],
    [51, 60],
  ]);
  expect(await of("previous")).toEqual([
    [1, 63],
    [11, 60],
    [11, 0],
    [11, 0],
    [41, 60],
    [51, 60],
  ]);
  expect(await of("linear")).toEqual([
    [1, 63],
    [11, 60],
    [21, 0],
    [31, 0],
    [41, 60],
    [51, 60],
  ]);
  const nothing = await ask(
    `banks/2/racks/8/stats/aggregate/?${HOUR}&fields=rack_current&agg=avg&time-bucket-width=30 min&fill=null`,
  );
  expect(nothing).toEqual(
    ["00:00", "00:30"].map((clock) => ({
      time: `2022-05-10T${clock}:00+09:00`,
      avg_rack_current: null,
      count: 0,
      coverage: null,
    })),
  );
});

test("all racks of a bank stand one after the other, each with its id", async () => {
  const items = await ask(
    `banks/1/racks/stats/aggregate/?${HOUR}&fields=rack_current&agg=min&time-bucket-width=1 h`,
  );
  expect(
    items.map(({ bank_id, rack_id, min_rack_current }) => [bank_id, rack_id, min_rack_current]),
  ).toEqual([
    [1, 1, 1],
    [1, 2, 2],
  ]);
});

test("max-points chooses the width and says which; without either there are at most 500 buckets", async () => {
  const path = `${world.runtime.url}/api/ess/operating-sites/2/${RACK}?${HOUR}&fields=rack_current`;
  const width = async (query: string) => {
    const response = await fetch(path + query);
    return [response.headers.get("ess-bucket-width"), ((await response.json()) as Item[]).length];
  };
  expect(await width("&max-points=13")).toEqual(["5 minutes", 8]);
  expect(await width("")).toEqual(["10 seconds", 240]);
  expect(await width("&time-bucket-width=PT1H")).toEqual(["1 hour", 1]);
});

test("without fields they are those that are rolled up, or the first twenty", async () => {
  const [bank] = await getJson<Item[]>(
    "/api/ess/operating-sites/2/banks/1/stats/aggregate/?date=2026-01-05&max-points=1",
  );
  expect(Object.keys(bank ?? {})).toContain("max_max_cell_voltage_of_bank");
  expect(Object.keys(bank ?? {})).toHaveLength(1 + 9 * 4 + 2);
  const [pcs] = await getJson<Item[]>(
    "/api/ess/operating-sites/2/pcs/stats/aggregate/?date=2026-01-05&max-points=5",
  );
  expect(Object.keys(pcs ?? {})).toHaveLength(1 + 20 * 4 + 2);
  const answer = await get(
    "/api/ess/operating-sites/1/etc/stats/aggregate/?date=2026-01-05&fields=sensor1_temperature&agg=avg",
  );
  expect(answer.status).toBe(200);
});

test("what cannot be read is named", async () => {
  const path = "/api/ess/operating-sites/2/banks/1/stats/aggregate/";
  const problem = await getProblem(`${path}?fields=timestamp&agg=mean&fill=zero&max-points=0`, 400);
  expect(problem.errors.map(({ name, code }) => [name, code])).toEqual([
    ["fields", "not_numeric"],
    ["agg", "not_allowed"],
    ["max-points", "not_in_range"],
    ["fill", "not_allowed"],
  ]);
  expect((await getProblem(`${path}?fields=bank_sox`, 400)).errors[0]?.detail).toContain(
    "bank_soc",
  );
  expect(
    (await getProblem(`${path}?time-bucket-width=1h&max-points=5`, 400)).errors[0],
  ).toMatchObject({
    name: "max-points",
    code: "contradiction",
  });
  expect(
    (
      await getProblem(
        `${path}?start-time=2000-01-01&end-time=2026-01-01&time-bucket-width=1s`,
        422,
      )
    ).detail,
  ).toContain("time-bucket-width=");
});
