import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROBLEMS } from "../../src/response/problem.ts";
import { SOCP_VECTOR } from "../indicators/samples.ts";
import { getJson, getProblem } from "../support/http.ts";
import { type IndicatorsWorld, indicatorsWorld, SOCP_ROW } from "./support/indicators.ts";
import { answerOf } from "./support/lists.ts";

/* A rack with one row a day, on forty days from 2026-04-01. */

const DAY_MS = 86_400_000;
const FIRST = Date.parse("2026-04-01T12:00:00+09:00");

let world: IndicatorsWorld;
beforeAll(async () => {
  world = await indicatorsWorld();
  const rows = Array.from({ length: 40 }, (_, i) => [
    new Date(FIRST + i * DAY_MS).toISOString(),
    2,
    2,
    ...(SOCP_VECTOR[0] ?? []),
  ]);
  await world.insert("rack", SOCP_ROW, rows);
});
afterAll(() => world?.stop());

describe("a range of SoCP", () => {
  const DAILY = "socp/operating-sites/2/banks/2/racks/2/";
  const refused = async (query: string) => {
    const { response, text, whole } = await answerOf(world.address(`${DAILY}?${query}`));
    expect(response.status, whole).toBe(PROBLEMS.range_too_long.status);
    expect(JSON.parse(text).code).toBe("range_too_long");
    return JSON.parse(text).detail as string;
  };

  test("has at most 31 days with rows around them, and says which end would do", async () => {
    const query = "period=1&status=0";
    for (const range of ["start-time=2026-04-01", "start-time=2026-04-01&end-time=2026-05-11"]) {
      expect(await refused(`${query}&${range}`)).toContain("end-time=2026-05-02");
    }
    expect(await refused(`${query}&end-time=2026-05-03`)).toContain("end-time=2026-05-02");
    const items = await world.items(`${DAILY}?${query}&start-time=2026-04-01&end-time=2026-05-02`);
    expect(items).toHaveLength(31 * 10);
    await refused(`${query}&start-time=2026-04-01&end-time=2026-05-02T00:00:01`);
    // Days before the first row and after the last do not count.
    expect(
      await world.items(`${DAILY}?${query}&start-time=2026-04-20&end-time=2027-01-01`),
    ).toHaveLength(21 * 10);
  });

  test("of 30 days counts those before its days too", async () => {
    const items = await world.items(`${DAILY}?period=30&status=0&date=2026-05-10`);
    expect(items[4]).toMatchObject({ soc_range: 40, value: { 37: { count: 30 } } });
    const early = await world.items(`${DAILY}?period=30&status=0&date=2026-04-03`);
    expect(early[4]).toMatchObject({ soc_range: 40, value: { 37: { count: 3 } } });
  });
});

describe("SoCP asked for wrongly", () => {
  const LIST = "/api/ess/stats/socp/operating-sites/2/banks/1/racks/";

  test.for([
    ["charge_status=3", "charge_status"],
    ["charge_status=", "charge_status"],
    ["status=charge", "status"],
    ["status=0&charge_status=1", "status"],
    ["period=2", "period"],
    ["period=07", "period"],
    ["explain=2", "explain"],
    ["time-format=x", "time-format"],
    ["date=2026-02-30", "date"],
    ["start-time=x", "start-time"],
    ["start-time=2026-01-06&end-time=2026-01-05", "end-time"],
    ["period=1&period=7", "period"],
    ["interval=10s", "interval"],
    ["no_page", "no_page"],
  ] as const)("%s is a 400 that names %s", async ([query, name]) => {
    const { errors } = await getProblem(`${LIST}1/?${query}`, 400);
    expect(errors.map((error) => error.name)).toEqual([name]);
  });

  test("tells all that is wrong at once", async () => {
    const { errors } = await getProblem(`${LIST}0/?period=x&status=x&explain=x&x=x`, 400);
    expect(errors.map(({ name }) => name)).toEqual(["rack", "status", "period", "explain", "x"]);
  });

  test("is answered without the last slash, and where there are no rows with an empty list", async () => {
    expect(await getJson(`${LIST.slice(0, -1)}?period=1`)).toEqual(
      await getJson(`${LIST}?period=1`),
    );
    expect(
      await world.items("socp/operating-sites/2/banks/1/racks/9/?start-time=1990-01-01"),
    ).toEqual([]);
    expect((await getProblem(`${LIST}10/`, 404)).code).toBe("unknown_rack");
  });
});
