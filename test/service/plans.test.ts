import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askVia } from "../../dev/database/ask.ts";
import { withClient } from "../../dev/database/migrate.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import { askNewest, askSeries } from "../../src/store/models/series.ts";
import { askExtent } from "../../src/store/rows/extent.ts";
import { askLatest } from "../../src/store/rows/newest.ts";
import { askCount, askPage, type PageStart } from "../../src/store/rows/page.ts";
import { askPieces, askSamples } from "../../src/store/rows/samples.ts";
import { openStream } from "../../src/store/rows/stream.ts";
import type { Ask } from "../../src/store/sql/client.ts";
import type { Selection } from "../../src/store/sql/selection.ts";
import { TextBuffer } from "../../src/store/sql/text-buffer.ts";
import { createDatabase } from "../support/world.ts";

/*
 * How Postgres carries out the statements of the service, on two months of bank (a row each 50 s, 2 banks)
 * and rack (a row each 10 min, 17 racks): 205,000 and 146,000 rows. A plan that reads what it does not need is
 * correct and quick on the demo's two days; here it shows.
 */

type Plan = {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  Plans?: Plan[];
};

const MONTHS = ["2026-01-01", "2026-02-01"];
const START = Date.parse("2026-01-01T00:00:00+09:00") * 1000;
const DAY = 86_400_000_000;
const MIDDLE = START + 20 * DAY;

let database: Awaited<ReturnType<typeof createDatabase>>;

beforeAll(async () => {
  database = await createDatabase("ess_site_2");
  await withClient(database.url, async (client) => {
    for (const component of ["bank", "rack"]) {
      for (const month of MONTHS) {
        await client.query("select ess_ensure_month($1, $2, 'Asia/Seoul')", [
          component,
          `${month} 00:00+09`,
        ]);
      }
    }
    const times = (step: string) =>
      `generate_series('2026-01-01 00:00+09'::timestamptz, '2026-02-28 23:59+09', interval '${step}') as time`;
    await client.query(`
      insert into bank ("TIMESTAMP", "BANK_ID", "BANK_SOC")
      select time, bank, 50 from ${times("50 seconds")}, generate_series(1, 2) as bank order by time, bank`);
    await client.query(`
      insert into rack ("TIMESTAMP", "BANK_ID", "RACK_ID", "RACK_SOC")
      select time, bank, rack, 50 from ${times("10 minutes")}, generate_series(1, 2) as bank, generate_series(1, 10 - bank) as rack order by time, bank, rack`);
    await client.query("vacuum analyze bank");
    await client.query("vacuum analyze rack");
  });
});
afterAll(() => database?.drop());

/** The statements that `work` asks, with their answers from the database. */
async function statementsOf(work: (ask: Ask) => Promise<unknown>): Promise<SQL[]> {
  const statements: SQL[] = [];
  await withClient(database.url, async (client) => {
    const ask = askVia(client);
    const recorded = (query: SQL) => {
      statements.push(query);
      return ask(query);
    };
    const text: Ask["text"] = (query, buffer) => {
      statements.push(query);
      return ask.text(query, buffer);
    };
    await work(Object.assign(recorded, { text }));
  });
  return statements;
}

/** Every node of the plan of a statement as it was carried out. */
async function nodesOf(query: SQL): Promise<Plan[]> {
  const { sql, params } = new PgDialect().sqlToQuery(query);
  return withClient(database.url, async (client) => {
    const { rows } = await client.query(`explain (analyze, format json) ${sql}`, params);
    const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)];
    return flat(rows[0]["QUERY PLAN"][0].Plan);
  });
}

const outline = (nodes: readonly Plan[]): string =>
  nodes
    .map((node) => `${node["Node Type"]} ${node["Index Name"] ?? ""} ×${rowsOf(node)}`)
    .join("\n");

/** Rows that a node gave and those that it read in vain. */
const rowsOf = (node: Plan): number =>
  (node["Actual Rows"] +
    (node["Rows Removed by Filter"] ?? 0) +
    (node["Rows Removed by Index Recheck"] ?? 0)) *
  node["Actual Loops"];
const isScan = (node: Plan): boolean => node["Relation Name"] !== undefined;

/** Reads by index, at most `most` rows in all scans, and sorts no more than that. */
function expectFrugal(nodes: readonly Plan[], most: number): void {
  const plan = outline(nodes);
  expect(nodes.filter(isScan).length, plan).toBeGreaterThan(0);
  expect(plan, plan).not.toMatch(/Seq Scan/);
  const read = nodes.filter(isScan).reduce((sum, node) => sum + rowsOf(node), 0);
  expect(read, plan).toBeLessThanOrEqual(most);
  for (const node of nodes.filter((node) => node["Node Type"].includes("Sort"))) {
    expect(rowsOf(node), plan).toBeLessThanOrEqual(most);
  }
}

const bank: Selection = { site: panli, component: "bank", bank: 1 };
const racks: Selection = { site: panli, component: "rack", bank: 1 };
const rack: Selection = { ...racks, rack: 3 };
const ranged = { start: START + DAY, end: START + 50 * DAY };
const rendering = (selection: Selection) => ({
  columns: selection.site.components[selection.component],
  timeFormat: "iso" as const,
  layout: "tsv" as const,
});

const pageOf = (selection: Selection, start: PageStart) => (ask: Ask) =>
  askPage(ask, selection, rendering(selection), { start, size: 1000, count: false });

const CURSORS: [string, Selection, PageStart][] = [
  ["bank, first page", bank, { offset: 0 }],
  ["bank, after a cursor", bank, { after: [MIDDLE] }],
  ["bank, before a cursor", bank, { before: [MIDDLE] }],
  ["bank in a range, after a cursor", { ...bank, ...ranged }, { after: [MIDDLE] }],
  ["bank in a range, before a cursor", { ...bank, ...ranged }, { before: [MIDDLE] }],
  ["racks, first page", racks, { offset: 0 }],
  ["racks, after a cursor", racks, { after: [MIDDLE, 3] }],
  ["racks, before a cursor", racks, { before: [MIDDLE, 3] }],
  ["racks in a range, after a cursor", { ...racks, ...ranged }, { after: [MIDDLE, 3] }],
  ["one rack, after a cursor", rack, { after: [MIDDLE] }],
  ["one rack, before a cursor", rack, { before: [MIDDLE] }],
];

test.for(CURSORS)(
  "%s: a page reads the rows of a page and little more",
  async ([, selection, start]) => {
    const [statement, ...others] = await statementsOf(pageOf(selection, start));
    expect(others).toEqual([]);
    // Rows of the moment of the cursor and, where the index has other racks or banks too, those between.
    expectFrugal(await nodesOf(statement as SQL), 1000 * 2.5);
  },
);

test("a page by number walks the index to its place and sorts nothing on the way", async () => {
  const [statement] = await statementsOf(pageOf(bank, { offset: 20_000 }));
  const nodes = await nodesOf(statement as SQL);
  expectFrugal(nodes, 20_000 + 2500);
  const sorts = nodes.filter((node) => node["Node Type"].includes("Sort")).map(rowsOf);
  expect(Math.max(...sorts), outline(nodes)).toBeLessThanOrEqual(1000);
});

test("a page by cursor costs the same in the second month as in the first", async () => {
  for (const [selection, early, late] of [
    [bank, { after: [START + DAY] }, { after: [START + 45 * DAY] }],
    [racks, { after: [START + DAY, 1] }, { after: [START + 45 * DAY, 1] }],
  ] as const) {
    const read = await Promise.all(
      [early, late].map(async (start) => {
        const [statement] = await statementsOf(pageOf(selection, start));
        const nodes = await nodesOf(statement as SQL);
        return nodes.filter(isScan).reduce((sum, node) => sum + rowsOf(node), 0);
      }),
    );
    expect(read[0]).toBe(read[1]);
  }
});

test.for([
  ["bank", bank],
  ["all racks of a bank", racks],
  ["one rack", rack],
] as const)("the newest row of %s is read by index, alone", async ([, selection]) => {
  const [statement] = await statementsOf((ask) => askLatest(ask, selection, rendering(selection)));
  expectFrugal(await nodesOf(statement as SQL), 40);
});

test.for([
  ["one hour of a bank", { ...bank, start: MIDDLE, end: MIDDLE + DAY / 24 }, 72],
  ["one day of all racks", { ...racks, start: MIDDLE, end: MIDDLE + DAY }, 1296],
  ["one day of one rack", { ...rack, start: MIDDLE, end: MIDDLE + DAY }, 144],
] as const)("the count of %s reads these rows alone, by index", async ([, selection, rows]) => {
  const [statement] = await statementsOf((ask) => askCount(ask, selection));
  const nodes = await nodesOf(statement as SQL);
  expectFrugal(nodes, rows);
  expect(
    nodes.filter(isScan).reduce((sum, node) => sum + rowsOf(node), 0),
    outline(nodes),
  ).toBe(rows);
});

test("a range of one month does not touch the other month", async () => {
  const january = { ...bank, start: START, end: START + 31 * DAY };
  const [statement] = await statementsOf((ask) => askCount(ask, january));
  const nodes = await nodesOf(statement as SQL);
  expect(new Set(nodes.filter(isScan).map((node) => node["Relation Name"]))).toEqual(
    new Set(["bank_202601"]),
  );
});

test("a page by cursor does not touch the months before it", async () => {
  for (const [selection, key, month] of [
    [bank, [START + 45 * DAY], "bank_202602"],
    [racks, [START + 45 * DAY, 3], "rack_202602"],
  ] as const) {
    const [statement] = await statementsOf(pageOf(selection, { after: key }));
    const nodes = await nodesOf(statement as SQL);
    const touched = nodes.filter(isScan).map((node) => node["Relation Name"]);
    expect(new Set(touched), outline(nodes)).toEqual(new Set([month]));
  }
});

test("the extent of a site is the ends of indexes", async () => {
  const statements = await statementsOf((ask) => askExtent(ask, panli));
  expect(statements).toHaveLength(1);
  expectFrugal(await nodesOf(statements[0] as SQL), 8);
});

test("a download of a day asks for that day's rows by index, in windows", async () => {
  const day = { site: panli, component: "rack" as const, start: MIDDLE, end: MIDDLE + DAY };
  const rows = 144 * 17;
  const statements = await statementsOf(async (ask) => {
    const options = { windowRows: 1000, prefetch: 1 };
    const stream = await openStream(ask, day, { ...rendering(day), layout: "csv" }, options);
    expect(stream.rows).toBe(rows);
    let delivered = 0;
    for await (const chunk of stream.chunks) delivered += chunk.rows;
    expect(delivered).toBe(rows);
  });
  expect(statements.length).toBeGreaterThanOrEqual(4);
  for (const statement of statements) expectFrugal(await nodesOf(statement), rows);
});

const HOURLY = { first: MIDDLE, step: DAY / 24, count: 24 };

test("SoS of one rack reads no rows but those of its steps, whatever the month holds", async () => {
  const place = { site: panli, component: "rack" } as const;
  const sources = [{ bank: 1, rack: 3, racks: 9 }];
  const [statement] = await statementsOf((ask) =>
    askSamples(ask, place, sources, HOURLY, new TextBuffer()),
  );
  // None of the six rows an hour is complete, so that each is looked at.
  expectFrugal(await nodesOf(statement as SQL), 24 * 6);
});

test("the series of a rack reads one row of each step that has any, and one of the day before", async () => {
  const place = { site: panli, component: "rack" } as const;
  const steps = { first: MIDDLE, step: 10_000_000, count: 361 };
  const [statement] = await statementsOf((ask) =>
    askSeries(ask, place, [{ bank: 1, rack: 3 }], steps, ["max_cell_voltage"], undefined, DAY),
  );
  expectFrugal(await nodesOf(statement as SQL), 8); // Postgres rounds means over loops
});

test("when each rack was measured last takes a row of each", async () => {
  const place = { site: panli, component: "rack" } as const;
  const sources = Array.from({ length: 9 }, (_, i) => ({ bank: 1, rack: i + 1 }));
  const [statement] = await statementsOf((ask) => askNewest(ask, place, sources));
  expectFrugal(await nodesOf(statement as SQL), 9);
});

test.for([
  ["a bank", bank],
  ["all racks of a bank", racks],
  ["one rack", rack],
] as const)(
  "which pieces of a stream of %s have rows takes a row of each",
  async ([, selection]) => {
    const [statement] = await statementsOf((ask) => askPieces(ask, selection, HOURLY, 2));
    // Where the index has other banks too, those between are looked at.
    expectFrugal(await nodesOf(statement as SQL), 12 * 10);
  },
);
