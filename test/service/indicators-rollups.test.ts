import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askVia } from "../../dev/database/ask.ts";
import { withClient } from "../../dev/database/migrate.ts";
import { doJobs } from "../../dev/jobs.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import { keepSocpDay } from "../../src/store/products/socp.ts";
import { askDue } from "../../src/store/rollups/due.ts";
import { getJson, getProblem } from "../support/http.ts";
import { ingestWorld } from "./support/ingest.ts";
import { rollAll } from "./support/rollups.ts";

/* Indicators that are made of rollups: SoH by day, ExSoS by window, and the forecast of SoL. */

let world: Awaited<ReturnType<typeof ingestWorld>>;
const ask = async <T = Record<string, unknown>>(path: string): Promise<T[]> => {
  const response = await fetch(`${world.runtime.url}/api/ess/stats/${path}`);
  const text = await response.text();
  expect(response.status, `${path}: ${text.slice(0, 300)}`).toBe(200);
  return JSON.parse(text);
};
const write = (text: string) => world.query(text);
const roll = () => withClient(world.database.url, (client) => rollAll(client));
const jobs = () => doJobs({ site: world.database.url }, panli);

beforeAll(async () => {
  world = await ingestWorld();
  await write(`select ess_ensure_month(component, moment, 'Asia/Seoul') from unnest(array['bank', 'rack']) as component,
    generate_series('2021-10-15'::timestamptz, '2022-08-15', interval '1 month') as moment`);
});
afterAll(() => world?.stop());

describe("avg-soh", () => {
  const SOH = "avg-soh/operating-sites/2/banks/";
  const day = (date: string, values: string, count: number, step = "1 second") =>
    write(`insert into bank ("TIMESTAMP", "BANK_ID", "BANK_SOH")
      select '${date} 00:00+09'::timestamptz + n * interval '${step}', 1, ${values} from generate_series(0, ${count - 1}) as n`);

  test("is the mean of the plausible values of each day with an hour of them", async () => {
    await day("2022-06-01", "case when n % 2 = 0 then 96.0 else 95.9 end", 7200);
    await day("2022-06-02", "97", 3599);
    await day(
      "2022-06-03",
      "case when n < 3600 then 95 when n < 5000 then null else 655.35 end",
      6000,
    );
    await day("2022-06-04", "98", 4, "6 hours");
    const expected = [
      { id: 19144001000, operating_site: 2, bank_id: 1, date: "2022-06-01", value: 95.95 },
      { id: 19146001000, operating_site: 2, bank_id: 1, date: "2022-06-03", value: 95 },
      { id: 19147001000, operating_site: 2, bank_id: 1, date: "2022-06-04", value: 98 },
    ];
    for (const state of ["of rows", "of rollups"]) {
      const items = await ask<(typeof expected)[0]>(SOH);
      expect(
        items.map(({ value, ...item }) => ({ ...item, value: Math.round(value * 1e9) / 1e9 })),
        state,
      ).toEqual(expected);
      await roll();
    }
    expect(await ask(`${SOH}1?start-date=2022-06-03&end-date=2022-06-04`)).toEqual([expected[1]]);
    expect(await ask(`${SOH}2/`)).toEqual([]);
    const [item] = await ask<{ explain: Record<string, number> }>(
      `${SOH}?start-date=2022-06-03&explain=1`,
    );
    expect(item?.explain).toMatchObject({
      method: "soh-daily-mean",
      sum: 342_000,
      count: 3600,
      excluded: 2400,
      mean: 95,
    });
  });

  test("of racks have the rack's id", async () => {
    const items = await getJson<{ rack_id: number }[]>(
      "/api/ess/stats/avg-soh/operating-sites/2/banks/2/racks/?start-date=2026-01-05",
    );
    expect(items).toHaveLength(16);
    expect(items.map((item) => item.rack_id)).toEqual([
      1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8,
    ]);
    expect(Object.keys(items[0] ?? {})).toEqual([
      "id",
      "operating_site",
      "bank_id",
      "rack_id",
      "date",
      "value",
    ]);
  });

  test("refuses what is no day", async () => {
    const problem = await getProblem(
      "/api/ess/stats/avg-soh/operating-sites/2/banks/?start-date=2022-02-30&end_date=2022-06-01",
      400,
    );
    expect(problem.errors.map(({ name, code }) => [name, code])).toEqual([
      ["start-date", "not_a_date"],
      ["end_date", "unknown_parameter"],
    ]);
    expect(
      (
        await getProblem(
          "/api/ess/stats/avg-soh/operating-sites/2/banks/?start-date=2022-06-02&end-date=2022-06-01",
          400,
        )
      ).errors[0]?.code,
    ).toBe("before_start");
  });
});

describe("ex-sos", () => {
  const WINDOW = "start-time=2022-07-06T13:40&end-time=2022-07-06T13:50";
  type Item = {
    membership_degree: Record<string, number>;
    membership_degree_detail: Record<string, number>;
    integrated_safety: number;
    integrated_safety_worst: number;
    explain?: { statuses: Record<string, number>; excluded: number };
  };

  beforeAll(async () => {
    // A window of the vectors: means 4.06 V and 44 degC while charging.
    await write(`insert into rack ("TIMESTAMP", "BANK_ID", "RACK_ID", "RACK_CURRENT", "RACK_MAX_CELL_VOLTAGE", "RACK_MIN_CELL_VOLTAGE",
        "RACK_CELL_VOLTAGE_GAP", "RACK_MAX_CELL_TEMPERATURE", "RACK_MIN_CELL_TEMPERATURE", "RACK_CELL_TEMPERATURE_GAP")
      select '2022-07-06 13:40+09'::timestamptz + n * interval '1 second', 1, 1, case when n < 301 then 20 when n < 450 then 2 else -2.1 end,
        4.06 + (n % 3 - 1) * 0.01, 4.04, case when n % 2 = 0 then 0.02 end, 44, 40, case n when 4 then 500 else 4 end from generate_series(0, 599) as n`);
    await write(`insert into rack ("TIMESTAMP", "BANK_ID", "RACK_ID", "RACK_CURRENT", "RACK_MAX_CELL_VOLTAGE", "RACK_MIN_CELL_VOLTAGE", "RACK_MAX_CELL_TEMPERATURE", "RACK_MIN_CELL_TEMPERATURE")
      select '2022-07-06 13:50+09'::timestamptz + n * interval '1 second', 1, 1, 1, 3.9, 3.8, 30, 28 from generate_series(0, 58) as n`);
  });

  test("is that of the vectors, from rows and from rollups", async () => {
    for (const state of ["of rows", "of rollups"]) {
      const items = await ask<Item>(
        `ex-sos/operating-sites/2/banks/1/racks/1/?${WINDOW}&profile=33J`,
      );
      expect(items, state).toHaveLength(1);
      const [item] = items;
      expect(item).toMatchObject({
        time: "2022-07-06T13:40:00+09:00",
        mode: 2,
        operating_site: 2,
        bank_id: 1,
        rack_id: 1,
      });
      const degrees = Object.values(item?.membership_degree ?? {}).map(
        (degree) => Math.round(degree * 1e6) / 1e6,
      );
      expect(degrees).toEqual([0.2, 0.8, 0.6, 0.4, 0].map((degree) => expect.closeTo(degree, 6)));
      expect(item?.membership_degree_detail.status).toBe(0);
      expect(item?.integrated_safety).toBeCloseTo(0.544882, 6);
      expect(item?.integrated_safety_worst).toBeCloseTo(0.395161, 6);
      await roll();
    }
  });

  test("explains itself by statuses and what was left out; a tenth of the samples is needed", async () => {
    const [item] = await ask<Item>(`ex-sos/operating-sites/2/banks/1/racks/?${WINDOW}&explain=1`);
    expect(item?.explain).toMatchObject({
      statuses: { charge: 300, discharge: 150, rest: 149 },
      excluded: 1,
    });
    const later = "start-time=2022-07-06T13:40&end-time=2022-07-06T14:00";
    expect(await ask(`ex-sos/operating-sites/2/banks/1/racks/1?${later}`)).toHaveLength(1);
    await write(`insert into rack ("TIMESTAMP", "BANK_ID", "RACK_ID", "RACK_CURRENT", "RACK_MAX_CELL_VOLTAGE", "RACK_MIN_CELL_VOLTAGE", "RACK_MAX_CELL_TEMPERATURE", "RACK_MIN_CELL_TEMPERATURE")
      values ('2022-07-06 13:51+09', 1, 1, 1, 3.9, 3.8, 30, 28)`);
    expect(await ask(`ex-sos/operating-sites/2/banks/1/racks/1?${later}`)).toHaveLength(2);
    expect(
      await ask(`ex-sos/operating-sites/2/banks/1/racks/1?${later}&interval=PT5M`),
    ).toHaveLength(3);
  });

  test("windows are whole, and chosen by their beginning", async () => {
    const of = (range: string) =>
      ask<Item & { time: string }>(
        `ex-sos/operating-sites/2/banks/1/racks/1/?profile=33J&${range}`,
      );
    const [whole] = await of(WINDOW);
    expect(await of("start-time=2022-07-06T13:39&end-time=2022-07-06T13:41")).toEqual([whole]);
    expect(
      (await of("start-time=2022-07-06T13:41&end-time=2022-07-06T13:55")).map(({ time }) => time),
    ).toEqual(["2022-07-06T13:50:00+09:00"]);
  });

  test("a range that is too long is refused with a step that works, or with none", async () => {
    const url = (query: string) => `${world.runtime.url}/api/ess/stats/${query}`;
    const detail = async (query: string) => {
      const response = await fetch(url(query));
      expect(response.status).toBe(422);
      return ((await response.json()) as { detail: string }).detail;
    };
    const long = "ex-sos/operating-sites/2/banks/1/?start-time=2020-01-01&end-time=2024-01-01";
    const step = /interval=(\d+ \w+)/.exec(await detail(long))?.[1] ?? "";
    expect((await fetch(url(`${long}&interval=${step}`))).status).toBe(200);
    expect(
      await detail(
        "ex-sos/operating-sites/2/banks/1/racks/?start-time=1991-01-01&end-time=2099-01-01",
      ),
    ).not.toContain("interval=1 week");
    expect(
      await detail(
        "avg-soh/operating-sites/2/banks/1/racks/?start-date=1991-01-01&end-date=2099-01-01",
      ),
    ).not.toContain("time-bucket-width");
  });

  test("no_page streams the same, and every answer says how it was made", async () => {
    const url = `${world.runtime.url}/api/ess/stats/ex-sos/operating-sites/2/banks/1/racks/1/?start-time=2022-07-06&end-time=2022-07-07&profile=33J`;
    const [plain, streamed] = [await fetch(url), await fetch(`${url}&no_page=true`)];
    expect(streamed.headers.get("ess-method")).toBe(
      "exsos-fuzzy; version=1; basis=estimated; profile=33J",
    );
    expect(plain.headers.get("ess-method")).toBe(streamed.headers.get("ess-method"));
    expect(await streamed.json()).toEqual(await plain.json());
    const everything = await ask("ex-sos/operating-sites/2/banks/?no_page=true&interval=1s");
    expect(everything).toEqual([]); // banks have no current here: no window is complete
    expect((await fetch(`${url}&no_page=true`, { method: "HEAD" })).status).toBe(200);
  });

  test("mode is that of the list", async () => {
    expect(await ask(`ex-sos/operating-sites/2/banks/1/racks/1?${WINDOW}&mode=2`)).toHaveLength(1);
    expect(await ask(`ex-sos/operating-sites/2/banks/1/racks/1?${WINDOW}&mode=1`)).toEqual([]);
    const banks = await getJson<{ bank_id: number; mode: number; rack_id: number }[]>(
      "/api/ess/stats/ex-sos/operating-sites/2/banks/?date=2026-01-05&interval=6 hours",
    );
    expect(banks.map(({ bank_id, mode, rack_id }) => [bank_id, mode, rack_id])).toEqual(
      [1, 1, 1, 1, 2, 2, 2, 2].map((bank) => [bank, 1, 0]),
    );
  });
});

describe("forecasting-sol", () => {
  const SOL = "forecasting-sol/operating-sites/2/banks/";
  type Item = {
    date: string;
    value: number;
    top_limit_value: number;
    bottom_limit_value: number;
    explain?: { method: string };
  };
  /** Days of bank 2 whose SoH falls as in series C of the vectors: y = 5 (round(95.7 - 0.0039 t, 1) - 80). */
  const days = (from: number, to: number) =>
    write(`insert into bank ("TIMESTAMP", "BANK_ID", "BANK_SOH")
      select '2021-10-01 00:00+09'::timestamptz + t * interval '1 day' + h * interval '6 hours', 2, round(95.7 - 0.0039 * t, 1)
      from generate_series(${from}, ${to}) as t, generate_series(0, 3) as h`);

  test("is none below 30 days, a line with an AR(1) residual below 90, SARIMA from then on", async () => {
    await days(0, 28);
    expect(await ask(`${SOL}2/`)).toEqual([]);
    await days(29, 60);
    const [short] = await ask<Item>(`${SOL}2/?explain=1&end-date=2021-12-02`);
    expect(short).toMatchObject({ date: "2021-12-01", explain: { method: "sol-trend-ar1" } });
    await days(61, 272);
    const items = await ask<Item>(`${SOL}2/`);
    expect(items).toHaveLength(5479);
    expect(items[0]?.date).toBe("2022-07-01");
    expect(items[0]?.value).toBeCloseTo(73.04, 1);
    expect(items[29]?.value).toBeCloseTo(72.62, 1);
    expect(items[364]?.value).toBeCloseTo(66.13, 1);
    for (const { value, top_limit_value: top, bottom_limit_value: bottom } of items) {
      expect(bottom <= value && value <= top).toBe(true);
    }
  });

  test("that the job keeps is the one made in the request, and follows when a day changes", async () => {
    const made = await ask<Item>(`${SOL}2/`);
    await jobs();
    const kept = () =>
      write(
        `select basis, jsonb_array_length(forecast -> 'days') as days from ess_sol_forecast where bank = 2`,
      );
    const [before] = await kept();
    expect(before?.days).toBe(5479);
    expect(await write("select from ess_due where work = 'sol'")).toEqual([]);
    expect(await ask(`${SOL}2/`)).toEqual(made);
    await write(
      `update bank set "BANK_SOH" = 90 where "BANK_ID" = 2 and "TIMESTAMP" >= '2022-06-30 00:00+09' and "TIMESTAMP" < '2022-07-01 00:00+09'`,
    );
    const changed = await ask<Item>(`${SOL}2/`);
    expect(changed[0]?.value).toBeLessThan((made[0]?.value ?? 0) - 1);
    await jobs();
    expect((await kept())[0]?.basis).not.toBe(before?.basis);
    expect(await ask(`${SOL}2/`)).toEqual(changed);
  });

  test("is read from what is kept, not made again", async () => {
    await jobs();
    await write(
      `update ess_sol_forecast set forecast = jsonb_set(forecast, '{days,0}', '[1, 2, 0]') where bank = 2`,
    );
    expect((await ask<Item>(`${SOL}2/`))[0]).toMatchObject({
      value: 1,
      top_limit_value: 2,
      bottom_limit_value: 0,
    });
  });

  test("explains up to 400 days", async () => {
    const url = `${world.runtime.url}/api/ess/stats/${SOL}2/?explain=1`;
    const response = await fetch(url);
    expect(response.status).toBe(422);
    expect(((await response.json()) as { detail: string }).detail).toContain("start-date");
  });
});

describe("socp", () => {
  const SOCP = "socp/operating-sites/2/banks/2/racks/";
  type Item = {
    rack_id: number;
    time: string;
    period: number;
    value: Record<string, { count: number }>;
  };
  const counted = (items: Item[]) =>
    items.reduce(
      (sum, { value }) => sum + Object.values(value).reduce((all, { count }) => all + count, 0),
      0,
    );
  const samples = (day: string, racks: string, count: number) =>
    write(`insert into rack ("TIMESTAMP", "BANK_ID", "RACK_ID", "RACK_SOC", "RACK_CURRENT", "RACK_MAX_CELL_VOLTAGE", "RACK_MAX_CELL_VOLTAGE_POSITION",
        "RACK_MIN_CELL_VOLTAGE", "RACK_MIN_CELL_VOLTAGE_POSITION", "RACK_MAX_CELL_TEMPERATURE", "RACK_MIN_CELL_TEMPERATURE")
      select '${day} 00:00+09'::timestamptz + n * interval '1 minute', 2, rack, n % 100, 10, 3.7, n % 240 + 1, 3.6, 7, 25, 24
      from generate_series(0, ${count - 1}) as n, (values ${racks}) as unit (rack)`);

  test("of days that the job keeps is that made in the request, for every period", async () => {
    await samples("2022-07-08", "(1), (2)", 50);
    await samples("2022-07-10", "(1)", 30);
    const query = `${SOCP}?start-time=2022-07-08&end-time=2022-07-11&charge_status=0`;
    const made = await ask<Item>(query);
    expect(counted(made)).toBe(2 * 3 * 50 + 30 + 2 * 80);
    await jobs();
    expect(await write("select from ess_due where work = 'socp'")).toEqual([]);
    expect(await ask<Item>(query)).toEqual(made);
  });

  test("is read from what is kept, and made anew from the moment that a day changes", async () => {
    const query = `${SOCP}1/?date=2022-07-08&charge_status=0&period=1`;
    await write(`update ess_socp_day set sums = '{"cells":{"0/50":{"9":{"count":4,"microV":4,"microC":4,"microA":4}}},"excluded":0}'
      where bank = 2 and rack = 1 and day = '2022-07-08'`);
    expect(counted(await ask<Item>(query))).toBe(4);
    await write(
      `delete from rack where "BANK_ID" = 2 and "RACK_ID" = 1 and "TIMESTAMP" = '2022-07-08 00:00+09'`,
    );
    expect(counted(await ask<Item>(query))).toBe(49);
    await jobs();
    expect(counted(await ask<Item>(query))).toBe(49);
    await write(
      `delete from rack where "BANK_ID" = 2 and "RACK_ID" = 1 and "TIMESTAMP" < '2022-07-09 00:00+09'`,
    );
    expect(await ask<Item>(query)).toEqual([]);
    await jobs();
    expect(await ask<Item>(query)).toEqual([]);
  });

  test("of a run that another one has overtaken is not kept", async () => {
    await samples("2022-07-12", "(3)", 20);
    await withClient(world.database.url, async (client) => {
      const query = askVia(client);
      const due = await askDue(query, "socp", { before: "2022-08-01", most: 9 });
      await samples("2022-07-12", "(4)", 10);
      await write(
        `update rack set "RACK_CURRENT" = -10 where "BANK_ID" = 2 and "RACK_ID" = 3 and "TIMESTAMP" >= '2022-07-12 00:00+09'`,
      );
      await jobs();
      await keepSocpDay(query, due, new Map());
    });
    expect(counted(await ask<Item>(`${SOCP}3/?date=2022-07-12&charge_status=1&period=1`))).toBe(20);
  });

  test("after the table was emptied and filled again is that of the new rows", async () => {
    await jobs();
    await write("truncate rack");
    await samples("2022-07-12", "(3)", 5);
    expect(
      counted(
        await ask<Item>(
          `${SOCP}?start-time=2022-07-01&end-time=2022-08-01&charge_status=0&period=30`,
        ),
      ),
    ).toBe(5);
    await jobs();
    expect(
      counted(
        await ask<Item>(
          `${SOCP}?start-time=2022-07-01&end-time=2022-08-01&charge_status=0&period=30`,
        ),
      ),
    ).toBe(5);
  });

  test("of a day that is not over is not kept, and answered all the same", async () => {
    const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
    await write(`select ess_ensure_month('rack', '${today} 00:00+09', 'Asia/Seoul')`);
    await samples(today, "(8)", 3);
    await jobs();
    expect(await write(`select from ess_socp_day where rack = 8`)).toEqual([]);
    expect(counted(await ask<Item>(`${SOCP}8/?date=${today}&period=1`))).toBe(3);
  });
});
