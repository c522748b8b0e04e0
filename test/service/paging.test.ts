import { expect, inject, test } from "vitest";
import { getJson, getProblem, type PageBody, type Row } from "../support/http.ts";
import { answerOf, keyFields, LISTS, pageAt, rowsOf, walk } from "./support/lists.ts";

const BANK = "/api/ess/operating-sites/2/banks/1/";
const RACKS = "/api/ess/operating-sites/2/banks/1/racks/";
/** Five hours: 60 moments, 540 rows of nine racks. */
const HOURS = "start-time=2026-01-05T20:00&end-time=2026-01-06T01:00&fields=timestamp,rack_id";

const cursorOf = (url: string | null): string =>
  new URL(url ?? "http://none").searchParams.get("cursor") ?? "";

/** The cursor's content changed and encoded again, as somebody might who has looked into it. */
function forge(cursor: string, change: (parts: unknown[]) => unknown): string {
  const parts = JSON.parse(Buffer.from(cursor, "base64url").toString()) as unknown[];
  return Buffer.from(JSON.stringify(change(parts))).toString("base64url");
}

test.for(LISTS)(
  "$where gives every row once, by next, by previous, by number and unpaged",
  async (list) => {
    const size = Math.ceil(list.rows / 5) + 3;
    const start = `${list.path}?page_size=${size}&${keyFields(list)}`;
    const forwards = await walk(start);
    expect(forwards.map(({ count }) => count)).toEqual(forwards.map(() => list.rows));
    expect(forwards.slice(0, -1).map(({ results }) => results.length)).toEqual(
      [1, 2, 3, 4].map(() => size),
    );
    const all = rowsOf(forwards);
    expect(all).toHaveLength(list.rows);
    expect(new Set(all.map((row) => JSON.stringify(row))).size).toBe(list.rows);

    const backwards = await walk(`${start}&page=last`, "previous");
    expect(rowsOf(backwards.toReversed())).toEqual(all);

    const numbered = [1, 2, 3, 4, 5].map((page) => getJson<PageBody>(`${start}&page=${page}`));
    expect(rowsOf(await Promise.all(numbered))).toEqual(all);

    expect(await getJson<Row[]>(`${list.path}?no_page&${keyFields(list)}`)).toEqual(all);
  },
);

test("previous leads from the end back over the same pages to the start", async () => {
  const forwards = await walk(`${RACKS}?page_size=77&${HOURS}`);
  const last = forwards.at(-1);
  expect(last?.next).toBeNull();
  const back = await walk(last?.previous ?? "", "previous");
  expect(back.map(({ results }) => results)).toEqual(
    forwards
      .slice(0, -1)
      .toReversed()
      .map(({ results }) => results),
  );
  expect(back.at(-1)?.previous).toBeNull();
  expect(rowsOf(await walk(back.at(-1)?.next ?? ""))).toEqual(rowsOf(forwards.slice(1)));
});

test("a page in the middle of a moment goes on with the next rack", async () => {
  const [first, second] = await walk(
    `${RACKS}?page_size=4&end-time=2026-01-05T00:05&${keyFields({ component: "rack" })}`,
  );
  expect(first?.results.map((row) => row["rack_id"])).toEqual([1, 2, 3, 4]);
  expect(second?.results.map((row) => row["rack_id"])).toEqual([5, 6, 7, 8]);
});

test("page=last is the last page, short where the rows do not fill it", async () => {
  const page = await getJson<PageBody>(`${RACKS}?page=last&page_size=100&${HOURS}`);
  expect(page.results).toHaveLength(40);
  expect(page.next, JSON.stringify(page)).toBeNull();
  expect(page).toEqual(await getJson<PageBody>(`${RACKS}?page=6&page_size=100&${HOURS}`));
});

test("page=last is a full page where the rows fill it", async () => {
  const page = await getJson<PageBody>(`${RACKS}?page=last&page_size=90&${HOURS}`);
  expect(page.results).toHaveLength(90);
  expect(page.next, JSON.stringify(page)).toBeNull();
});

test.for([
  [`${BANK}?page=2`, "Last page: 1"],
  [`${RACKS}?page=7&page_size=100&${HOURS}`, "Last page: 6"],
  [`${BANK}?page=1000000000&page_size=10000`, "Last page: 1"],
  [`${BANK}?page=2&date=2020-01-01`, "Last page: 1"],
] as const)("%s lies beyond the end: 404 that names the last page", async ([path, hint]) => {
  const problem = await getProblem(path, 404);
  expect(problem, JSON.stringify(problem)).toMatchObject({ code: "unknown_page" });
  expect(problem.detail).toContain(hint);
});

test("page_size may be 1 and 10,000", async () => {
  expect((await getJson<PageBody>(`${BANK}?page_size=1`)).results).toHaveLength(1);
  const all = await getJson<PageBody>(`${RACKS}?page_size=10000&fields=rack_id`);
  expect(all.results).toHaveLength(5184);
  expect([all.next, all.previous]).toEqual([null, null]);
});

test.for(["0", "10001", "-1", "1.5", "1e3", "many", "", "999999999999999999999", "%EF%BC%91"])(
  "page_size=%s is 400",
  async (size) => {
    const { errors } = await getProblem(`${BANK}?page_size=${size}`, 400);
    expect(errors).toMatchObject([{ in: "query", name: "page_size", code: "not_in_range" }]);
  },
);

test.for(["0", "-1", "first", "1.0", "", "1000000001", "LAST"])("page=%s is 400", async (page) => {
  const { errors } = await getProblem(`${BANK}?page=${page}`, 400);
  expect(errors).toMatchObject([{ in: "query", name: "page", code: "not_in_range" }]);
});

test("next and previous are absolute and keep every parameter but page", async () => {
  const query =
    "page_size=10&page=3&fields=timestamp&fields=bank_soc&time-format=utc&start-time=2026-01-05T00:00:00%2B09:00";
  const page = await getJson<PageBody>(`${BANK}?${query}`);
  for (const link of [page.next, page.previous]) {
    const url = new URL(link ?? "");
    expect(url.origin + url.pathname, link ?? "").toBe(new URL(BANK, inject("worker")).href);
    const { cursor, ...kept } = Object.fromEntries(url.searchParams);
    expect(cursor, link ?? "").toMatch(/^[\w-]+$/);
    expect(url.searchParams.getAll("fields"), link ?? "").toEqual(["timestamp", "bank_soc"]);
    expect(kept, link ?? "").toEqual({
      page_size: "10",
      fields: "bank_soc",
      "time-format": "utc",
      "start-time": "2026-01-05T00:00:00+09:00",
    });
  }
  const numbered = await getJson<PageBody>(`${BANK}?${query.replace("page=3", "page=4")}`);
  expect((await pageAt(page.next ?? "")).results).toEqual(numbered.results);
});

test("page_size may change on the way: the cursor is a place, not a page", async () => {
  const first = await getJson<PageBody>(`${BANK}?page_size=10&fields=timestamp`);
  const wider = await pageAt((first.next ?? "").replace("page_size=10", "page_size=566"));
  expect(wider.results).toHaveLength(566);
  expect(wider.next, JSON.stringify(wider.next)).toBeNull();
});

test.for(LISTS)("$where with an empty range is 200 with nothing in it", async ({ path }) => {
  const empty = { count: 0, next: null, previous: null, results: [] };
  expect(await getJson(`${path}?date=2020-01-01`)).toEqual(empty);
  expect(await getJson(`${path}?date=2020-01-01&page=last`)).toEqual(empty);
  expect(await getJson(`${path}?date=2020-01-01&no_page`)).toEqual([]);
  const moment = "2026-01-05T12:00";
  expect(await getJson(`${path}?start-time=${moment}&end-time=${moment}`)).toEqual(empty);
});

test("no_page is a bare array, its rows as on pages, and says how many there are", async () => {
  const { response, text, whole } = await answerOf(
    new URL(`${RACKS}?no_page&page_size=5`, inject("worker")).href,
  );
  expect(response.status, whole).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(response.headers.get("ess-rows")).toBe("5184");
  const rows = JSON.parse(text) as Row[];
  expect(rows).toEqual(rowsOf(await walk(`${RACKS}?page_size=5000`)));
});

test("a cursor of another list is refused", async () => {
  const { next } = await getJson<PageBody>(`${BANK}?page_size=1`);
  const cursor = cursorOf(next);
  for (const path of [
    `${RACKS}?cursor=${cursor}`,
    `/api/ess/operating-sites/2/banks/2/?cursor=${cursor}`,
    `/api/ess/operating-sites/3/banks/1/?cursor=${cursor}`,
    `/api/ess/operating-sites/2/pcs/?cursor=${cursor}`,
    `${BANK}?cursor=${cursor}&date=2026-01-05`,
  ]) {
    const { errors } = await getProblem(path, 400);
    expect(errors, path).toMatchObject([{ in: "query", name: "cursor", code: "other_list" }]);
  }
});

test("a cursor that is damaged or made up is 400, never a failure of the database", async () => {
  const { next } = await getJson<PageBody>(`${BANK}?page_size=1`);
  const cursor = cursorOf(next);
  const [version, after, position, count, list, time] = JSON.parse(
    Buffer.from(cursor, "base64url").toString(),
  ) as unknown[];
  const forged: unknown[] = [
    [],
    {},
    null,
    "text",
    [version, after, position, count, list],
    [version, after, position, count, list, time, 1],
    [version, after, position, count, list, time, 1, 1],
    [version, after, position, count, list, time, 1, 1, 1],
    [2, after, position, count, list, time],
    [version, "1", position, count, list, time],
    [version, after, -1, count, list, time],
    [version, after, position, -1, list, time],
    [version, after, position, count, 7, time],
    [version, after, position, count, list, "now"],
    [version, after, position, count, list, -1],
    [version, after, position, count, list, 1e300],
    [version, after, position, count, list, 0.5],
    [version, after, position, count, list, null],
    [version, after, position, count, list, [time]],
  ];
  const texts = [
    ...forged.map((parts) => forge(cursor, () => parts)),
    cursor.slice(0, -1),
    cursor.slice(1),
    `${cursor}!`,
    `${cursor.slice(0, 5)}%00${cursor.slice(6)}`,
    "",
    "%F0%9F%94%8B",
    "x".repeat(5000),
  ];
  for (const text of texts) {
    const { code, errors } = await getProblem(`${BANK}?cursor=${text}`, 400);
    expect(code, text).toBe("invalid_parameters");
    expect(
      errors.map(({ name }) => name),
      text,
    ).toEqual(["cursor"]);
  }
});

test("a list of racks refuses a cursor that lacks the rack", async () => {
  const { next } = await getJson<PageBody>(`${RACKS}?page_size=1`);
  const cut = forge(cursorOf(next), (parts) => parts.slice(0, -1));
  const { errors } = await getProblem(`${RACKS}?cursor=${cut}`, 400);
  expect(errors.map(({ name }) => name)).toEqual(["cursor"]);
});
