import { expect, test } from "vitest";
import { getJson, getProblem, type PageBody, type Row } from "../support/http.ts";

const BANK = "/api/ess/operating-sites/2/banks/1/";
const FILE = "/api/ess/download/operating-sites/2/bank/";

const faultsOf = async (path: string) => (await getProblem(path, 400)).errors;

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
  expect(fault?.detail).toContain(`Did you mean ${meant}?`);
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
  expect(faults[0]?.detail).not.toContain("Did you mean");
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
      ...["site", "bank", "rack"].map((name) => `path ${name}`),
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
