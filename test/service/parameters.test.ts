import { expect, test } from "vitest";
import { getJson, getProblem, type PageBody, type Row } from "../support/http.ts";

const BANK = "/api/ess/operating-sites/2/banks/1/";
const FILE = "/api/ess/download/operating-sites/2/bank/";

/** First and last moment, and number, of the rows that a query gives. */
async function extentOf(query: string): Promise<[unknown, unknown, number]> {
  const page = await getJson<PageBody>(`${BANK}?fields=timestamp&time-format=local&${query}`);
  return [page.results[0]?.["timestamp"], page.results.at(-1)?.["timestamp"], page.count];
}

const faultsOf = async (path: string, init?: RequestInit) =>
  (await getProblem(path, 400, init)).errors;

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
    'site 2 has no such field in bank: "bank_sox" (bank_soc?), "nonsense"',
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

test.for([
  ["start_time", "start-time"],
  ["end-tiem", "end-time"],
  ["Date", "date"],
  ["field", "fields"],
  ["pagesize", "page_size"],
  ["no-page", "no_page"],
  ["time_format", "time-format"],
])("the unknown parameter %s is 400 and %s is suggested", async ([given, meant]) => {
  const [fault, ...more] = await faultsOf(`${BANK}?${given}=1`);
  expect(more).toEqual([]);
  expect(fault).toMatchObject({ in: "query", name: given, code: "unknown_parameter" });
  expect(fault?.detail).toContain(`did you mean ${meant}?`);
  expect(fault?.allowed).toContain(meant);
});

test.for([
  "xyzzy",
  "__proto__",
  "constructor",
  "toString",
  "%00",
  "%ED%A0%80",
  "%zz",
  "q".repeat(3000),
])("the unknown parameter %s is 400 without a suggestion", async (given) => {
  const faults = await faultsOf(`${BANK}?${given}=1`);
  expect(faults, JSON.stringify(faults)).toHaveLength(1);
  expect(faults[0]).toMatchObject({ in: "query", code: "unknown_parameter" });
  expect(faults[0]?.detail).not.toContain("did you mean");
  expect(faults[0]?.name.length).toBeLessThanOrEqual(100);
});

test.for([
  [`${BANK}?date=2026-01-05&date=2026-01-06`, "date"],
  [`${BANK}?page=1&page=1`, "page"],
  [`${BANK}?page_size=1&page_size=2`, "page_size"],
  [`${BANK}?no_page&no_page`, "no_page"],
  [`${BANK}?time-format=iso&time-format=iso`, "time-format"],
  [`${FILE}?format=csv&format=csv`, "format"],
  [`${FILE}?trailer=1&trailer=1`, "trailer"],
] as const)("%s gives %s twice: 400", async ([path, name]) => {
  expect(await faultsOf(path)).toMatchObject([{ in: "query", name, code: "repeated" }]);
});

test("all faults of path and query are reported at once", async () => {
  const faults = await faultsOf(
    "/api/ess/operating-sites/x/banks/0/racks/-1/?start-time=a&end-time=b&date=c&page=0&page_size=0&cursor=d&no_page=e&time-format=f&foo=1&bar=2",
  );
  expect(faults.map((fault) => `${fault.in} ${fault.name}`).sort()).toEqual(
    [
      ...["s", "b", "r"].map((name) => `path ${name}`),
      ...["start-time", "end-time", "date", "page", "page_size", "cursor", "no_page"].map(
        (name) => `query ${name}`,
      ),
      "query time-format",
      "query foo",
      "query bar",
    ].sort(),
  );
});

test("a contradiction is reported beside what is unknown", async () => {
  const faults = await faultsOf(
    `${BANK}?page=1&no_page&bogus=1&start-time=2026-01-06&end-time=2026-01-05`,
  );
  expect(faults.map(({ name, code }) => `${name} ${code}`).sort()).toEqual([
    "bogus unknown_parameter",
    "end-time before_start",
    "no_page contradiction",
  ]);
});

test("page, cursor and no_page exclude each other; no_page=false is as if it were not there", async () => {
  const first = await getJson<PageBody>(`${BANK}?page_size=500`);
  const cursor = new URL(first.next ?? "").searchParams.get("cursor");
  expect(await faultsOf(`${BANK}?page=1&cursor=${cursor}&no_page=1`)).toMatchObject([
    { name: "cursor", code: "contradiction", detail: "cannot be combined with page" },
    { name: "no_page", code: "contradiction", detail: "cannot be combined with page" },
  ]);
  expect(await faultsOf(`${BANK}?cursor=${cursor}&no_page`)).toMatchObject([
    { name: "no_page", code: "contradiction", detail: "cannot be combined with cursor" },
  ]);
  for (const no of ["false", "0"]) {
    const page = await getJson<PageBody>(`${BANK}?page_size=500&page=1&no_page=${no}`);
    expect(page.results).toEqual(first.results);
  }
});

test.for(["", "true", "1"])("no_page=%s answers a bare array", async (value) => {
  expect(await getJson<Row[]>(`${BANK}?no_page=${value}&date=2026-01-05`)).toHaveLength(288);
});

test.for(["yes", "True", "2", "no"])(
  "no_page=%s is 400 and names what is allowed",
  async (value) => {
    expect(await faultsOf(`${BANK}?no_page=${value}`)).toMatchObject([
      { name: "no_page", code: "not_allowed", allowed: ["", "true", "1", "false", "0"] },
    ]);
  },
);

test.for([
  ["ko", "ko"],
  ["ko-KR", "ko"],
  ["KO", "ko"],
  ["en", "en"],
  ["en-US,en;q=0.9,ko;q=0.8", "en"],
  ["ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", "ko"],
  ["en;q=0.3, ko;q=0.4", "ko"],
  ["en;q=0.4, ko;q=0.3", "en"],
  ["fr, ko;q=0.1", "ko"],
  ["ko;q=0, en;q=0.1", "en"],
  ["ko;q=0", "en"],
  ["fr", "en"],
  ["*", "en"],
  ["", "en"],
  [";;;,q=,ko;q=x", "en"],
] as const)("Accept-Language: %s answers in %s", async ([accept, language]) => {
  const headers = { "accept-language": accept };
  const problem = await getProblem(`${BANK}?page=0&page_siz=1`, 400, { headers });
  const hangul = /[가-힣]/;
  const texts = [problem.title, problem.detail, ...problem.errors.map(({ detail }) => detail)];
  for (const text of texts) {
    expect(hangul.test(text), `${accept}: ${JSON.stringify(problem)}`).toBe(language === "ko");
  }
});
