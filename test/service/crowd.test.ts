import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { Runtime } from "../../dev/runtime/workerd.ts";
import { type WatchedEndpoint, watchEndpoint } from "../support/watched-endpoint.ts";
import { startWorker } from "../support/world.ts";
import { problemOf } from "./support/access.ts";

const CONCURRENCY = 3;

let endpoint: WatchedEndpoint;
let worker: Runtime;
beforeAll(async () => {
  endpoint = await watchEndpoint();
  endpoint.delay("ess_site_2", 300);
  worker = await startWorker({
    DATABASE_URL: `${inject("server")}ess_platform`,
    NEON_LOCAL_ENDPOINT: endpoint.url,
    DATABASE_CONCURRENCY: String(CONCURRENCY),
    DOWNLOAD_WINDOW_ROWS: "100",
  });
});
afterAll(async () => {
  await worker?.stop();
  endpoint?.close();
});

const burst = (size: number, first: number) =>
  Promise.all(
    Array.from({ length: size }, (_, i) =>
      fetch(`${worker.url}/api/ess/operating-sites/2/banks/1/?page_size=${first + i}`),
    ),
  );

test("a burst waits for its turn, or is refused and told when to come again; so many questions are under way", async () => {
  const answers = await burst(60, 1);
  const statuses = new Set(answers.map(({ status }) => status));
  expect([...statuses].sort()).toEqual([200, 503]);
  for (const answer of answers) {
    if (answer.status === 200) {
      await answer.text();
      continue;
    }
    expect(answer.headers.get("retry-after")).toMatch(/^[1-9]$/);
    expect((await problemOf(answer, 503)).code).toBe("overloaded");
  }
  expect(endpoint.mostUnderWay()).toBe(CONCURRENCY);
});

test("as many as can be answered in time all are", async () => {
  const answers = await burst(CONCURRENCY * 4, 100);
  for (const answer of answers) {
    expect(answer.status, await answer.text()).toBe(200);
  }
});

test("a database that is slow holds up no other", async () => {
  const slow = burst(60, 200);
  const others = await Promise.all(
    Array.from({ length: 12 }, (_, i) =>
      fetch(`${worker.url}/api/ess/operating-sites/1/banks/1/?page_size=${i + 1}`),
    ),
  );
  expect(others.map(({ status }) => status)).toEqual(Array(12).fill(200));
  for (const { status } of await slow) expect([200, 503]).toContain(status);
});

test("an answer that has begun is not broken by a crowd", async () => {
  const whole = `${worker.url}/api/ess/download/operating-sites/2/bank/?format=ndjson`;
  const download = await fetch(whole);
  expect(download.status).toBe(200);
  const crowds = (async () => {
    for (let i = 0; i < 4; i++) await burst(60, 300 + 60 * i);
  })();
  const lines = (await download.text()).split("\n").filter((line) => line !== "");
  await crowds;
  const rows = lines.length - 1; // and one that tells that it is whole
  expect(rows).toBe(Number(download.headers.get("ess-rows")));
  expect(rows).toBeGreaterThan(1_000);
});
