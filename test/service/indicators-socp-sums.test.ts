import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askVia } from "../../dev/database/ask.ts";
import { loadSimulation } from "../../dev/import/simulation.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import { computeSocpDay } from "../../src/store/products/socp.ts";
import {
  type IndicatorsWorld,
  indicatorsWorld,
  RACK_COLUMNS,
  unrulyRows,
} from "./support/indicators.ts";

/* The sums that Postgres makes of a day's rows, against the pure function over the same rows. */

const DAY_MS = 86_400_000;
const UNRULY = Date.parse("2026-01-29T00:00:00+09:00");
const SIMULATED = Date.parse("2026-06-01T00:00:00+09:00");

/** Half millionths, which JavaScript rounds up and Postgres by itself would round to the even number. */
const HALVES = Array.from({ length: 200 }, (_, i) => {
  const half = i + 0.5;
  const [volts, degrees] = [3 + half / 1e6, 20 + half / 1e6];
  const sample = [50, (i % 2 === 0 ? -half : half) / 1e6, volts, 7, volts, 9, degrees, -degrees];
  return [new Date(UNRULY + i * 1000).toISOString(), 1, 5, ...sample, null, null];
});

let world: IndicatorsWorld;
let client: pg.Client;

beforeAll(async () => {
  world = await indicatorsWorld();
  const rows = [3, 4].flatMap((rack) =>
    unrulyRows("2026-01-29T10:00:00+09:00", { seconds: 9000, bank: 1, rack, seed: rack }),
  );
  await world.insert("rack", RACK_COLUMNS, [...rows, ...HALVES]);
  await loadSimulation(world.database.url, panli, {
    from: SIMULATED,
    days: 1,
    stepSeconds: 60,
    seed: 5,
    anomalies: true,
  });
  client = new pg.Client({ connectionString: world.database.url });
  client.on("error", () => {});
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await world?.stop();
});

test.for([
  ["unruly rows", UNRULY, 1, 3],
  ["simulated rows with anomalies", SIMULATED, 1, 9],
  ["simulated rows with anomalies", SIMULATED, 2, 8],
] as const)("of %s are exactly those of the pure function", async ([, from, bank, count]) => {
  const [start, end] = [from * 1000, (from + DAY_MS) * 1000];
  const sums = await computeSocpDay(askVia(client), {
    site: panli,
    component: "rack",
    bank,
    start,
    end,
  });
  expect(sums.size).toBe(count);
  for (const [rack, own] of sums) {
    expect(own, `rack ${rack}`).toEqual(await world.socpSums(bank, rack, start, end));
    expect(Object.keys(own.cells).length).toBeGreaterThan(from === UNRULY && rack === 5 ? 0 : 10);
  }
  if (from === UNRULY) expect(sums.get(3)?.excluded).toBeGreaterThan(1000);
});

test("of a day without rows are none", async () => {
  const [start, end] = [(UNRULY - DAY_MS) * 1000, UNRULY * 1000];
  expect(
    await computeSocpDay(askVia(client), { site: panli, component: "rack", bank: 1, start, end }),
  ).toEqual(new Map());
});
