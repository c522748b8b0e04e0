import { expect, inject, test } from "vitest";
import { getJson, getProblem, type PageBody, type Row } from "../support/http.ts";
import { createDatabase, startWorker } from "../support/world.ts";
import { answerOf, namesOf, WITH_LATEST } from "./support/lists.ts";

test.for(WITH_LATEST)("$where latest/ is the last row of its list", async ({ path }) => {
  const list = await getJson<PageBody>(`${path}?page=last`);
  const latest = await getJson<Row>(`${path}latest/`);
  expect(latest).toEqual(list.results.at(-1));
  expect(latest["timestamp"]).toBe("2026-01-06T23:55:00+09:00");
});

test.for(WITH_LATEST)(
  "$where latest answers without its last slash, keys in catalog order",
  async (list) => {
    const url = new URL(`${list.path}latest`, inject("worker")).href;
    const { response, text, whole } = await answerOf(url, { redirect: "manual" });
    expect(response.status, whole).toBe(200);
    expect(response.headers.get("content-type"), whole).toBe("application/json");
    expect(Object.keys(JSON.parse(text)), whole).toEqual(namesOf(list));
  },
);

test("all racks of a bank have no latest row: it is no number of a rack", async () => {
  const problem = await getProblem("/api/ess/operating-sites/2/banks/1/racks/latest/", 400);
  expect(problem.errors).toMatchObject([{ in: "path", name: "rack", code: "not_in_range" }]);
});

test("latest takes fields, omit and time-format, and nothing of ranges and pages", async () => {
  const path = "/api/ess/operating-sites/1/banks/1/latest/";
  expect(await getJson(`${path}?fields=bank_id,timestamp&time-format=unix`)).toEqual({
    timestamp: Date.parse("2026-01-06T23:55:00+09:00"),
    bank_id: 1,
  });
  const without = await getJson<Row>(`${path}?omit=timestamp`);
  expect(Object.keys(without)).not.toContain("timestamp");
  const { errors } = await getProblem(`${path}?page=1&date=2026-01-05&start-time=x&no_page`, 400);
  expect(errors.map(({ name, code }) => [name, code])).toEqual(
    ["page", "date", "start-time", "no_page"].map((name) => [name, "unknown_parameter"]),
  );
});

test("a bank without a row is 404 no_data, its list empty, its file a header alone", async () => {
  const database = await createDatabase("ess_site_2");
  const worker = await startWorker({ SITE_2_DATABASE_URL: database.url });
  try {
    const root = `${worker.url}/api/ess`;
    const latest = await answerOf(`${root}/operating-sites/2/banks/1/latest/`);
    expect(latest.response.status, latest.whole).toBe(404);
    expect(JSON.parse(latest.text), latest.whole).toMatchObject({ code: "no_data", errors: [] });
    const list = await answerOf(`${root}/operating-sites/2/banks/1/`);
    expect(JSON.parse(list.text), list.whole).toMatchObject({ count: 0, results: [] });
    const file = await answerOf(
      `${root}/download/operating-sites/2/bank/?fields=timestamp,bank_id`,
    );
    expect(file.text, file.whole).toBe("timestamp,bank_id\r\n");
    expect(file.response.headers.get("ess-rows"), file.whole).toBe("0");
    const site = await answerOf(`${root}/operating-sites/2/`);
    expect(JSON.parse(site.text).components.bank, site.whole).toMatchObject({
      earliest: null,
      latest: null,
    });
  } finally {
    await worker.stop();
    await database.drop();
  }
});
