import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withClient } from "../../dev/database/migrate.ts";
import type { Runtime } from "../../dev/runtime/workerd.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import type { Component } from "../../src/site/site.ts";
import type { PageBody, Row } from "../support/http.ts";
import { createDatabase, startWorker } from "../support/world.ts";
import { answerOf, namesOf, pageAt, rowsOf, walk } from "./support/lists.ts";

/*
 * A database of others, served as it is: tables with the columns of the catalog, but without a primary key,
 * partitions or a migration, filled by hand with what such tables hold: rows with the same key, NaN,
 * infinities, missing values, Python literals. BANK_SOC and RACK_SOC number the rows.
 */

const BANK = "/api/ess/operating-sites/2/banks/1/";
const RACKS = "/api/ess/operating-sites/2/banks/1/racks/";
const RACK = `${RACKS}2/`;
const FILE = "/api/ess/download/operating-sites/2";
/** Rows that share the key of each moment. */
const GROUPS = [1, 4, 1, 1, 2, 7, 1, 12, 3, 1, 1, 5];
const BANK_ROWS = GROUPS.reduce((sum, size) => sum + size, 0);

let database: Awaited<ReturnType<typeof createDatabase>>;
let worker: Runtime;

beforeAll(async () => {
  database = await createDatabase();
  await withClient(database.url, async (client) => {
    for (const component of ["bank", "rack"] as const) await client.query(plainTable(component));
    const sizes = `unnest('{${GROUPS.join(",")}}'::int[]) with ordinality as g (size, minute)`;
    const moment = `'2026-01-05 00:00+09'::timestamptz + minute * interval '1 minute'`;
    // Descending, so that the order of the answers is not that of the storage.
    await client.query(`
      insert into bank ("TIMESTAMP", "BANK_ID", "BANK_SOC", "MASTER_RACK_COMMUNICATION_FAULT")
      select ${moment}, bank, row_number() over (partition by bank order by minute), '{''rack1'': 0, ''rack2'': 1}'
      from ${sizes}, generate_series(1, size), generate_series(1, 2) as bank order by minute desc`);
    await client.query(`
      insert into rack ("TIMESTAMP", "BANK_ID", "RACK_ID", "RACK_SOC", "RACK_MODULE_FAULT")
      select ${moment}, 1, rack, row_number() over (order by minute, rack), '{''module1'': 0}'
      from ${sizes}, generate_series(1, size), generate_series(1, 9) as rack order by minute desc, rack desc`);
    await client.query(`
      update bank set "BANK_SOH" = case "BANK_SOC"
          when 1 then 'NaN' when 2 then 'Infinity' when 3 then '-Infinity' when 4 then 99.5 when 5 then 1e-7 end::float8,
        "MASTER_RACK_COMMUNICATION_FAULT" = case "BANK_SOC"
          when 1 then '{''rack1'': None}' when 2 then E'a\\tb\\nc\\r"d"\\\\' when 3 then '' when 4 then null
          else "MASTER_RACK_COMMUNICATION_FAULT" end
      where "BANK_ID" = 1`);
  });
  worker = await startWorker({ SITE_2_DATABASE_URL: database.url });
});

afterAll(async () => {
  await worker?.stop();
  await database?.drop();
});

const plainTable = (component: Component): string =>
  `create table ${component} (${panli.components[component]
    .map(({ name, type }) => `"${name}" ${type}`)
    .join(", ")})`;

const numbers = (rows: readonly Row[], field = "bank_soc") =>
  rows.map((row) => Number(row[field])).toSorted((a, b) => a - b);
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

test.for([1, 2, 3, 4, 5, 11, 38, 39, 40])(
  "pages of %i by cursor lose and repeat no row, though many share a key",
  async (size) => {
    const query = `page_size=${size}&fields=timestamp,bank_soc`;
    const forwards = await walk(`${BANK}?${query}`, "next", worker.url);
    const rows = rowsOf(forwards);
    expect(numbers(rows), JSON.stringify(forwards)).toEqual(upTo(BANK_ROWS));
    expect(rows.map((row) => row["timestamp"])).toEqual(
      rows.map((row) => row["timestamp"]).toSorted(),
    );
    // Only a last page may be empty: that nothing follows a full page of one key is not known before.
    expect(forwards.slice(0, -1).filter(({ results }) => results.length === 0)).toEqual([]);
    expect(forwards.map(({ count }) => count)).toEqual(forwards.map(() => BANK_ROWS));

    const backwards = await walk(`${BANK}?${query}&page=last`, "previous", worker.url);
    expect(numbers(rowsOf(backwards)), JSON.stringify(backwards)).toEqual(upTo(BANK_ROWS));
  },
);

test.for([1, 2, 3, 4, 5, 11, 38, 39, 40])(
  "pages of %i by number lose and repeat no row either",
  async (size) => {
    const pages: PageBody[] = [];
    for (let page = 1; page <= Math.ceil(BANK_ROWS / size); page++) {
      pages.push(
        await pageAt(
          `${worker.url}${BANK}?page=${page}&page_size=${size}&fields=bank_soc,timestamp`,
        ),
      );
    }
    expect(numbers(rowsOf(pages)), JSON.stringify(pages)).toEqual(upTo(BANK_ROWS));
    const after = await answerOf(`${worker.url}${BANK}?page=${pages.length + 1}&page_size=${size}`);
    expect(after.response.status, after.whole).toBe(404);
  },
);

test.for([2, 3, 5])(
  "from any page of %i by number the links lead to all that is left",
  async (size) => {
    for (let page = 1; page <= Math.ceil(BANK_ROWS / size); page++) {
      const path = `${BANK}?page=${page}&page_size=${size}&fields=bank_soc`;
      const [here, ...next] = await walk(path, "next", worker.url);
      const [, ...previous] = await walk(path, "previous", worker.url);
      const rows = rowsOf([...next, ...previous]).concat(here?.results ?? []);
      expect(numbers(rows), path).toEqual(upTo(BANK_ROWS));
    }
  },
);

test.for([1, 4, 7, 10, 100])("pages of %i of all racks lose and repeat no row", async (size) => {
  const pages = await walk(`${RACKS}?page_size=${size}&fields=rack_soc`, "next", worker.url);
  expect(numbers(rowsOf(pages), "rack_soc"), JSON.stringify(pages).slice(0, 500)).toEqual(
    upTo(BANK_ROWS * 9),
  );
  const back = await walk(pages.at(-1)?.previous ?? "", "previous", worker.url);
  expect(rowsOf(back.toReversed()).length).toBe(
    BANK_ROWS * 9 - (pages.at(-1)?.results.length ?? 0),
  );
});

test("one rack alone pages the same", async () => {
  const pages = await walk(`${RACK}?page_size=3&fields=rack_soc,rack_id`, "next", worker.url);
  expect(rowsOf(pages)).toHaveLength(BANK_ROWS);
  expect(new Set(rowsOf(pages).map((row) => row["rack_soc"])).size).toBe(BANK_ROWS);
});

test("NaN, infinities and missing values are null, and their keys stay", async () => {
  const page = await pageAt(`${worker.url}${BANK}`);
  const soh = new Map(page.results.map((row) => [row["bank_soc"], row["bank_soh"]]));
  expect([1, 2, 3, 4, 5, 6].map((n) => soh.get(n))).toEqual([null, null, null, 99.5, 1e-7, null]);
  for (const row of page.results) {
    expect(Object.keys(row)).toEqual(namesOf({ site: panli, component: "bank" }));
  }
});

test("Python literals are JSON objects; what is none stays a text on one line", async () => {
  const page = await pageAt(`${worker.url}${BANK}?fields=bank_soc,master_rack_communication_fault`);
  const fault = new Map(
    page.results.map((row) => [row["bank_soc"], row["master_rack_communication_fault"]]),
  );
  expect([1, 2, 3, 4, 5].map((n) => fault.get(n))).toEqual([
    { rack1: null },
    'a b c "d"\\',
    null,
    null,
    { rack1: 0, rack2: 1 },
  ]);
});

test("no_page and the file have every row once", async () => {
  const { text, whole } = await answerOf(`${worker.url}${BANK}?no_page`);
  expect(numbers(JSON.parse(text) as Row[]), whole).toEqual(upTo(BANK_ROWS));
  const file = await answerOf(`${worker.url}${FILE}/rack/`);
  expect(file.response.headers.get("ess-rows"), file.whole).toBe(String(BANK_ROWS * 9));
  const rows = parse(file.text, { columns: true, record_delimiter: "\r\n" }) as Row[];
  expect(numbers(rows, "rack_soc"), file.whole).toEqual(upTo(BANK_ROWS * 9));
});

test("in a file NaN, infinities and NULL are empty, objects are JSON, texts are quoted", async () => {
  const fields = "fields=bank_id,bank_soc,bank_soh,master_rack_communication_fault";
  const { text, whole } = await answerOf(`${worker.url}${FILE}/bank/?${fields}`);
  const rows = (parse(text, { record_delimiter: "\r\n" }) as string[][]).filter(
    ([bank]) => bank === "1",
  );
  const of = (n: number) => rows.find(([, soc]) => Number(soc) === n)?.slice(2);
  expect([1, 2, 3, 4, 5].map(of), whole).toEqual([
    ["", '{"rack1": null}'],
    ["", 'a\tb\nc\r"d"\\'],
    ["", ""],
    ["99.5", ""],
    ["1e-07", '{"rack1": 0, "rack2": 1}'],
  ]);
});

test("latest is a row of the newest moment", async () => {
  const { response, text, whole } = await answerOf(`${worker.url}${BANK}latest/`);
  expect(response.status, whole).toBe(200);
  const row = JSON.parse(text) as Row;
  expect(row["timestamp"], whole).toBe("2026-01-05T00:12:00+09:00");
  expect(Number(row["bank_soc"]), whole).toBeGreaterThan(BANK_ROWS - 5);
});

test("the table was not changed: no key, no index, no other table", async () => {
  await withClient(database.url, async (client) => {
    const { rows } = await client.query(
      "select relname from pg_class join pg_namespace n on n.oid = relnamespace where nspname = 'public' order by 1",
    );
    expect(rows.map(({ relname }) => relname)).toEqual(["bank", "rack"]);
  });
});

test("a table that is not there is named as a lack of the installation, not of the request", async () => {
  const { response, text, whole } = await answerOf(`${worker.url}/api/ess/operating-sites/2/pcs/`);
  expect(response.status, whole).toBe(503);
  expect(JSON.parse(text).code, whole).toBe("not_configured");
  expect(text, whole).not.toMatch(/relation|exist|select|42P01|pcs"/i);
});
