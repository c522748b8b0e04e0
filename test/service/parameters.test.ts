import { expect, test } from "vitest";
import { getJson, getProblem, type PageBody, type Row } from "../support/http.ts";

const BANK = "/api/ess/operating-sites/2/banks/1/";
const FILE = "/api/ess/download/operating-sites/2/bank/";

/** First and last moment, and number, of the rows that a query gives. */
async function extentOf(query: string): Promise<[unknown, unknown, number]> {
  const page = await getJson<PageBody>(`${BANK}?fields=timestamp&time-format=local&${query}`);
  return [page.results[0]?.["timestamp"], page.results.at(-1)?.["timestamp"], page.count];
}

const faultsOf = async (path: string) => (await getProblem(path, 400)).errors;

test("a range holds its start and not its end", async () => {
  expect(await extentOf("start-time=2026-01-05T09:00:00&end-time=2026-01-05T09:15:00")).toEqual([
    "2026-01-05T09:00:00",
    "2026-01-05T09:10:00",
    3,
  ]);
  expect(
    await extentOf("start-time=2026-01-05T09:00:00.000001&end-time=2026-01-05T09:15:00.000001"),
  ).toEqual(["2026-01-05T09:05:00", "2026-01-05T09:15:00", 3]);
});

test.for([
  ["2026-01-05T09:00:00"],
  ["2026-01-05 09:00:00"],
  ["2026-01-05%2009:00"],
  ["2026-01-05T09:00"],
  ["2026-01-05t09:00:00.000"],
  ["2026-01-05T00:00:00Z"],
  ["2026-01-05T00:00:00z"],
  ["2026-01-05T09:00:00%2B09:00"],
  ["2026-01-05T09:00:00%2B0900"],
  ["2026-01-05T09:00:00%2B09"],
  ["2026-01-05T09:00:00+09:00"],
  ["2026-01-05T09:00:00+0900"],
  ["2026-01-05T09:00:00+09"],
  ["2026-01-05T09:00:00.000+09:00"],
  ["2026-01-05T09:00:00,0+09:00"],
  ["2026-01-05T09:00+09:00"],
  ["2026-01-05T05:30:00+05:30"],
  ["2026-01-04T16:00:00-08:00"],
  ["2026-01-04T20:30:00-0330"],
])("start-time=%s is nine in the morning in Seoul", async ([text]) => {
  expect(await extentOf(`start-time=${text}&end-time=2026-01-05T09:10`)).toEqual([
    "2026-01-05T09:00:00",
    "2026-01-05T09:05:00",
    2,
  ]);
});

test("a date alone is its midnight, as start and as end", async () => {
  expect(await extentOf("start-time=2026-01-06")).toEqual([
    "2026-01-06T00:00:00",
    "2026-01-06T23:55:00",
    288,
  ]);
  expect(await extentOf("end-time=2026-01-06")).toEqual([
    "2026-01-05T00:00:00",
    "2026-01-05T23:55:00",
    288,
  ]);
});

test("one bound may be left out, or both", async () => {
  expect((await extentOf("start-time=2026-01-06T23:55"))[2]).toBe(1);
  expect((await extentOf("end-time=2026-01-05T00:05"))[2]).toBe(1);
  expect((await extentOf(""))[2]).toBe(576);
});

test("date is a day of the site's zone and wins over start-time and end-time", async () => {
  const day = ["2026-01-06T00:00:00", "2026-01-06T23:55:00", 288];
  expect(await extentOf("date=2026-01-06")).toEqual(day);
  expect(await extentOf("date=2026-01-06&start-time=2026-01-05&end-time=2026-01-05T01:00")).toEqual(
    day,
  );
  expect(await extentOf("date=2026-01-06&start-time=2026-01-09&end-time=2026-01-08")).toEqual(day);
});

test.for([
  "2026-02-30",
  "2026-13-01",
  "2026-00-10",
  "2026-01-05T25:00",
  "2026-01-05T24:00:00",
  "2026-01-05T09:60",
  "2026-01-05T09:00:60",
  "2026-01-05T09:00:00%2B25:00",
  "0000-00-00",
  "99999-01-01",
  "1767571200",
  "now",
  "2026-1-5",
  "2026-01-05T",
  "2026-01-05T09",
  "",
  "%00",
  "2026-01-05'--",
])("start-time=%s is no time: 400", async (text) => {
  expect(await faultsOf(`${BANK}?start-time=${text}`)).toMatchObject([
    { in: "query", name: "start-time", code: "not_a_time" },
  ]);
});

test.for(["2026-02-29", "2026-01-05T00:00", "today", "", "20260105"])(
  "date=%s is no day: 400",
  async (text) => {
    expect(await faultsOf(`${BANK}?date=${text}`)).toMatchObject([
      { in: "query", name: "date", code: "not_a_date" },
    ]);
  },
);

test("an end before the start is 400, at the start it is an empty range", async () => {
  const range = "start-time=2026-01-05T10:00&end-time=2026-01-05T09:59";
  for (const path of [BANK, FILE]) {
    expect(await faultsOf(`${path}?${range}`)).toMatchObject([
      { in: "query", name: "end-time", code: "before_start" },
    ]);
  }
  expect((await extentOf("start-time=2026-01-05T10:00&end-time=2026-01-05T10:00"))[2]).toBe(0);
});

test.for([
  "fields=bank_soc,timestamp",
  "fields=bank_soc&fields=timestamp",
  "fields=bank_soc,%20TIMESTAMP",
  "fields=timestamp,bank_soc,bank_soh&omit=bank_soh",
  "fields=timestamp,timestamp,bank_soc",
])("%s gives the two fields in catalog order", async (query) => {
  const { results } = await getJson<PageBody>(`${BANK}?page_size=2&${query}`);
  expect(results.map((row) => Object.keys(row))).toEqual([
    ["timestamp", "bank_soc"],
    ["timestamp", "bank_soc"],
  ]);
});

test.for(["omit=timestamp,bank_soc", "omit=timestamp&omit=bank_soc"])(
  "%s gives all fields but these",
  async (query) => {
    const all = Object.keys(await getJson<Row>(`${BANK}latest/`));
    const { results } = await getJson<PageBody>(`${BANK}?page_size=1&${query}`);
    expect(Object.keys(results[0] ?? {})).toEqual(
      all.filter((name) => !["timestamp", "bank_soc"].includes(name)),
    );
  },
);

test("fields without the key page through all rows none the less", async () => {
  const first = await getJson<PageBody>(`${BANK}?fields=bank_soc&page_size=300`);
  const second = await getJson<PageBody>(
    new URL(first.next ?? "").href.replace(/^.*?\/api/, "/api"),
  );
  expect(first.results.length + second.results.length).toBe(576);
  expect(second.next).toBeNull();
});

test("a field that the site does not have is 400 and the nearest is named", async () => {
  const [fault] = await faultsOf(`${BANK}?fields=timestamp,bank_sox,nonsense`);
  expect(fault).toMatchObject({ in: "query", name: "fields", code: "unknown_field" });
  expect(fault?.detail).toBe(
    'must name fields of bank at site 2. Unknown: "bank_sox" (bank_soc?), "nonsense"',
  );
  expect(fault?.allowed).toContain("bank_soc");
  expect(await faultsOf(`${BANK}latest/?omit=rack_id`)).toMatchObject([
    { name: "omit", code: "unknown_field" },
  ]);
});

test("fields and omit that leave nothing are 400", async () => {
  for (const path of [BANK, `${BANK}latest/`, FILE]) {
    expect(await faultsOf(`${path}?fields=bank_soc&omit=bank_soc`)).toMatchObject([
      { in: "query", name: "omit", code: "nothing_left" },
    ]);
  }
});
