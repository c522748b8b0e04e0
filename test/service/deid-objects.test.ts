import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withClient } from "../../dev/database/migrate.ts";
import type { Runtime } from "../../dev/runtime/workerd.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import type { PageBody, Row } from "../support/http.ts";
import { createDatabase } from "../support/world.ts";
import { innerIdentifier, jsonAt, mappingOf, startKeyed } from "./support/deid.ts";
import { answerOf } from "./support/lists.ts";

/*
 * Tables of others hold in their object columns whatever their collectors wrote. BANK_SOC numbers the rows;
 * what stands in the first of them repeats beyond the rows that are looked at ahead, the rest come up later.
 */

const COLUMN = "MASTER_RACK_COMMUNICATION_FAULT";
const TEXTS: [string | null, Record<string, unknown> | null][] = [
  [`{"rack1":0,"rack2":1}`, { rack1: 0, rack2: 1 }],
  [`{'rack1': 0, 'rack2': 1}`, { rack1: 0, rack2: 1 }],
  [`{'rack1': None, 'rack2': True, 'rack3': False}`, { rack1: null, rack2: true, rack3: false }],
  [`  {"rack1" : 1.50 , "rack 9\\n\\"x\\"" : "a\\tb"} `, { rack1: 1.5, 'rack 9\n"x"': "a\tb" }],
  ["{}", {}],
  [`{"rack1":{"rack7":1},"rack2":[{"rack8":2}],"rack3":3}`, { rack1: null, rack2: null, rack3: 3 }],
  [`{"rack1":1,"rack1":2}`, { rack1: 2 }],
  [`{"랙1":1}`, { 랙1: 1 }],
  [null, null],
  ["", null],
  ["RACK_1 FAULT", null],
  [`{'rack1': 0`, null],
  [`{"rack1": NaN}`, null],
  [`["rack1"]`, null],
  [`"rack1"`, null],
  ["1", null],
  ["null", null],
  [`{"rack1":"\\u0000"}`, null],
  [`{"\\u0000rack1":1}`, null],
  [`{"rack1":"\\ud800"}`, null],
  [`{"rack1":1e999999}`, null],
  [`${`{"rack1":`.repeat(700)}1${"}".repeat(700)}`, null],
  [`{"rack1":${"[".repeat(30_000)}${"]".repeat(30_000)}}`, null],
];
const REPEATED = 150;

let database: Awaited<ReturnType<typeof createDatabase>>;
let worker: Runtime;
let name: string;

beforeAll(async () => {
  database = await createDatabase();
  await withClient(database.url, async (client) => {
    const columns = panli.components.bank.map((column) => `"${column.name}" ${column.type}`);
    await client.query(`create table bank (${columns.join(", ")})`);
    const texts = [...Array(REPEATED).fill(TEXTS[0]?.[0]), ...TEXTS.map(([text]) => text)];
    await client.query(
      `insert into bank ("TIMESTAMP", "BANK_ID", "BANK_SOC", "${COLUMN}")
       select '2026-01-05 00:00+09'::timestamptz + number * interval '1 minute', 1, number - ${REPEATED}, text
       from unnest($1::text[]) with ordinality as t (text, number)`,
      [texts],
    );
  });
  worker = await startKeyed({ SITE_2_DATABASE_URL: database.url });
  const mapping = await mappingOf(worker.url, 2, "bank");
  name = mapping.find(({ column }) => column === COLUMN)?.identifier ?? "";
});

afterAll(async () => {
  await worker?.stop();
  await database?.drop();
});

/** The object as it must go out: names replaced, in the order of what replaces them. */
function expected(object: Record<string, unknown> | null): string {
  if (object === null) return "";
  const place = { site: 2, component: "bank", column: COLUMN };
  const entries = Object.entries(object).map(([key, value]) => [
    innerIdentifier(key, place),
    value,
  ]);
  return JSON.stringify(
    Object.fromEntries(entries.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))),
  );
}

const texts = (rows: readonly Row[]) =>
  TEXTS.map((_, i) => {
    const value = rows.find((row) => Number(row["bank_soc"]) === i + 1)?.[name];
    return value === null || value === ""
      ? ""
      : typeof value === "string"
        ? value
        : JSON.stringify(value);
  });

const EXPECTED = TEXTS.map(([, object]) => expected(object));
const FIELDS = () => `fields=bank_soc,${name}`;
const LIST = "/api/ess/di/operating-sites/2/banks/1/";

test("in pages, in one array and in a file, objects have identifiers and what is none is null", async () => {
  const page = await jsonAt<PageBody>(`${worker.url}${LIST}?${FIELDS()}`);
  expect(texts(page.results)).toEqual(EXPECTED);
  const all = await jsonAt<Row[]>(`${worker.url}${LIST}?${FIELDS()}&no_page`);
  expect(texts(all)).toEqual(EXPECTED);
  const csv = await answerOf(
    `${worker.url}/api/ess/download/di/operating-sites/2/bank/?${FIELDS()}`,
  );
  const rows = parse(csv.text, { columns: true, record_delimiter: "\r\n" }) as Row[];
  expect(rows).toHaveLength(REPEATED + TEXTS.length);
  expect(texts(rows).map((text) => text && JSON.stringify(JSON.parse(text)))).toEqual(EXPECTED);
  for (const text of [JSON.stringify(page), JSON.stringify(all), csv.text]) {
    expect(text).not.toMatch(/rack|랙|fault|module/i);
  }
});

test("a page that begins after the repeated rows has its own objects", async () => {
  const size = 10;
  for (let number = REPEATED / size + 1; number <= REPEATED / size + 2; number++) {
    const page = await jsonAt<PageBody>(
      `${worker.url}${LIST}?${FIELDS()}&page_size=${size}&page=${number}`,
    );
    const at = (number - 1) * size - REPEATED;
    expect(texts(page.results).slice(at, at + size)).toEqual(EXPECTED.slice(at, at + size));
  }
});

test("rows without any object are rows all the same", async () => {
  const page = await jsonAt<PageBody>(
    `${worker.url}${LIST}?${FIELDS()}&start-time=2026-01-05T02:39&end-time=2026-01-05T02:41`,
  );
  expect(page.results.map((row) => row[name])).toEqual([null, null]);
});
