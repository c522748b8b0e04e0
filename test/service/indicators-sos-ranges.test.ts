import { expect, test } from "vitest";
import { PROBLEMS } from "../../src/response/problem.ts";
import { get, getJson, getProblem } from "../support/http.ts";
import type { Item } from "./support/indicators.ts";

/* How long an answer may be, and what is no right question; on the demo's two days, a row every five minutes. */

const SITE = "/api/ess/stats/sos/operating-sites/2/banks/";
const RACK = `${SITE}1/racks/1/`;
const RACKS = `${SITE}1/racks/`;

/** The step that a problem says would do, and the same question with it and with a second less. */
async function stepThatWorks(path: string, query: string): Promise<number> {
  const problem = await getProblem(`${path}?${query}`, PROBLEMS.range_too_long.status);
  expect(problem.code).toBe("range_too_long");
  expect(problem.detail).toContain("no_page=true");
  const seconds = Number(/interval=(\d+) seconds/.exec(problem.detail)?.[1]);
  const rest = query.replace(/&?interval=[^&]*/, "");
  await getJson(`${path}?${rest}&interval=${seconds} seconds`);
  await getProblem(`${path}?${rest}&interval=${seconds - 1} seconds`, 422);
  return seconds;
}

test.for([
  // 9 racks × 8,640 steps; 20,000 / 9 = 2,222 steps of 38.9 s.
  [RACKS, "date=2026-01-05", 39],
  [RACKS, "date=2026-01-05&interval=1s", 39],
  [RACKS, "date=2026-01-05&interval=30s&explain=1", 156],
  [RACK, "date=2026-01-05&interval=1s", 5],
  [RACK, "date=2026-01-05&explain=1", 18],
  [SITE, "start-time=2026-01-01&end-time=2026-02-01", 268],
  // Where a bound is missing the rows say how long the range is: two days.
  [RACK, "interval=8s", 9],
  [RACKS, "interval=1s", 78],
  // From the first row to the last are 2,500 times 69 s: steps of 69 s would be 2,501.
  [SITE, "interval=1s&explain=1", 70],
  [RACK, "start-time=2026-01-05T12:00&interval=5s", 7],
  [RACK, "end-time=2026-01-06T12:00&interval=5s", 7],
] as const)(
  "%s?%s is too long an answer, and the smallest step that does is %i s",
  async ([path, query, seconds]) => {
    expect(await stepThatWorks(path, query)).toBe(seconds);
  },
);

test("a range is counted by its steps, not by its rows", async () => {
  // The demo has 288 rows of this rack a day, and none at all in 2020.
  await getProblem(`${RACK}?date=2026-01-05&interval=4s`, 422);
  await getProblem(`${RACK}?date=2020-01-01&interval=4s`, 422);
  expect(await getJson<Item[]>(`${RACK}?date=2026-01-05&interval=5s`)).toHaveLength(288);
});

test("a range that no step makes short enough is to be shortened or streamed", async () => {
  const query = "start-time=1990-01-01&end-time=2100-01-01";
  const problem = await getProblem(`${RACKS}?${query}`, 422);
  expect(problem.detail).toBe(
    "The response would be too long. Choose a shorter range, or stream all of it with no_page=true",
  );
  const korean = await getProblem(`${RACKS}?${query}`, 422, {
    headers: { "accept-language": "ko" },
  });
  expect(korean).toMatchObject({
    title: "기간 한도 초과",
    detail: expect.stringContaining("no_page=true"),
  });
});

test.for(["2020-01-01", "2099-01-01"])("a day without rows (%s) is an empty list", async (date) => {
  for (const path of [SITE, `${SITE}1/`, RACKS, RACK]) {
    for (const end of ["&interval=5min", "&no_page", "&interval=5min&explain=1"]) {
      expect(await getJson(`${path}?date=${date}${end}`), path + end).toEqual([]);
    }
  }
});

test.for([RACK, RACKS, SITE, `${SITE}1/`])("%s streamed is the same list", async (path) => {
  const query = "date=2026-01-05&interval=5min&explain=1";
  const response = await get(`${path}?${query}&no_page=true`);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json");
  const streamed = (await response.json()) as Item[];
  expect(streamed.length).toBeGreaterThanOrEqual(288);
  expect(streamed).toEqual(await getJson(`${path}?${query}`));
  expect(await getJson(`${path}?${query}&no_page=false`)).toEqual(streamed);
});

test("streamed without a range holds what there is", async () => {
  expect(await getJson<Item[]>(`${RACK}?no_page`)).toHaveLength(576);
  expect(await getJson<Item[]>(`${RACK}?no_page&start-time=2026-01-06T12:00`)).toHaveLength(144);
  expect(
    await getJson<Item[]>(`${RACK}?no_page&start-time=1990-01-01&end-time=2100-01-01`),
  ).toHaveLength(576);
});

test.for([
  [RACK, "interval=0s", "interval"],
  [RACK, "interval=500ms", "interval"],
  [RACK, "interval=1.5s", "interval"],
  [RACK, "interval=2 days", "interval"],
  [RACK, "interval=1 month", "interval"],
  [RACK, "interval=-10s", "interval"],
  [RACK, "interval=", "interval"],
  [RACK, "profile=33j", "profile"],
  [RACK, "profile=", "profile"],
  [RACK, "explain=yes", "explain"],
  [RACK, "no_page=maybe", "no_page"],
  [RACK, "time-format=text", "time-format"],
  [RACK, "start-time=yesterday", "start-time"],
  [RACK, "date=2026-02-30", "date"],
  [RACK, "start-time=2026-01-06&end-time=2026-01-05", "end-time"],
  [RACK, "date=2026-01-05&date=2026-01-06", "date"],
  [RACK, "step=10s", "step"],
  [RACK, "page=2", "page"],
  [RACK, "fields=sos_score", "fields"],
  [`${SITE}x/`, "", "bank"],
  [`${RACKS}0/`, "", "rack"],
] as const)("%s?%s is a 400 that names %s", async ([path, query, name]) => {
  const { code, errors } = await getProblem(`${path}?${query}`, 400);
  expect(code).toBe("invalid_parameters");
  expect(errors.map((error) => error.name)).toEqual([name]);
  expect(errors[0]?.detail).toMatch(/\S/);
});

test("all that is wrong is told at once, in Korean too", async () => {
  const query = "interval=x&profile=x&explain=x&time-format=x&no_page=x&date=x&x=1";
  const { errors } = await getProblem(`${SITE}x/?${query}`, 400, {
    headers: { "accept-language": "ko" },
  });
  expect(errors.map(({ name }) => name)).toEqual([
    "bank",
    "date",
    "interval",
    "profile",
    "time-format",
    "explain",
    "no_page",
    "x",
  ]);
  expect(errors.find(({ name }) => name === "interval")?.detail).toContain("예: 10 seconds");
  expect(errors.find(({ name }) => name === "profile")?.allowed).toEqual([
    "33J",
    "41J",
    "published",
  ]);
});

test.for([
  ["/api/ess/stats/sos/operating-sites/4/banks/", "unknown_site"],
  [`${SITE}3/`, "unknown_bank"],
  [`${SITE}2/racks/9/`, "unknown_rack"],
  [`${RACK}1/`, "not_found"],
])("%s is not there: %s", async ([path = "", code]) => {
  expect((await getProblem(path, 404)).code).toBe(code);
});

test("HEAD of a list and of a stream have the headers of GET", async () => {
  for (const query of ["date=2026-01-05&interval=5min", "no_page", "interval=1s"]) {
    const [got, head] = await Promise.all(
      ["GET", "HEAD"].map((method) => get(`${RACK}?${query}`, { method })),
    );
    expect(await head?.text()).toBe("");
    expect(head?.status, query).toBe(got?.status);
    expect(head?.headers.get("content-type")).toBe(got?.headers.get("content-type"));
    await got?.text();
  }
});

test("every list is answered without its last slash too", async () => {
  for (const path of [SITE, `${SITE}1/`, RACKS, RACK]) {
    const query = "?date=2026-01-05&interval=1h";
    expect(await getJson(path.slice(0, -1) + query)).toEqual(await getJson(path + query));
  }
});
