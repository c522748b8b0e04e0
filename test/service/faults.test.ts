import { expect, inject, test } from "vitest";
import { startNeonEndpoint } from "../../dev/neon-endpoint.ts";
import { blackHole } from "../support/slow-database.ts";
import { startWorker } from "../support/world.ts";

const PATHS = [
  "/api/ess/operating-sites/",
  "/api/ess/operating-sites/2/",
  "/api/ess/operating-sites/2/banks/1/",
  "/api/ess/operating-sites/2/banks/1/?no_page",
  "/api/ess/operating-sites/2/banks/1/?page=last",
  "/api/ess/operating-sites/2/banks/1/racks/2/latest/",
  "/api/ess/download/operating-sites/2/pcs/",
];

async function expectUnavailable(base: string, path: string): Promise<void> {
  const started = Date.now();
  const response = await fetch(base + path);
  const text = await response.text();
  expect(response.status, `${path}: ${text}`).toBe(503);
  expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(JSON.parse(text)).toMatchObject({ code: "database_unavailable", status: 503 });
  expect(Date.now() - started).toBeLessThan(10_000);
}

test("nobody at the database's address: 503 with Retry-After on every route", async () => {
  const worker = await startWorker({
    DATABASE_URL: "postgres://ess:secret@127.0.0.1:1/ess_platform",
    NEON_LOCAL_ENDPOINT: "http://127.0.0.1:1/sql",
  });
  try {
    for (const path of PATHS) await expectUnavailable(worker.url, path);
    const ready = await fetch(`${worker.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ status: "unready", databases: { site_2: "down" } });
    expect((await fetch(`${worker.url}/healthz`)).status).toBe(200);
  } finally {
    await worker.stop();
  }
});

test("a database that takes connections and never answers: 503 within ten seconds", async () => {
  const hole = await blackHole();
  const worker = await startWorker({
    DATABASE_URL: "postgres://ess:secret@127.0.0.1:1/ess_platform",
    NEON_LOCAL_ENDPOINT: hole.url,
  });
  try {
    await Promise.all(PATHS.map((path) => expectUnavailable(worker.url, path)));
  } finally {
    await worker.stop();
    hole.close();
  }
});

test("an endpoint whose Postgres is down: 503, and without a word of why", async () => {
  const endpoint = await startNeonEndpoint(
    (database) => `postgres://ess:secret@127.0.0.1:1/${database}`,
  );
  const worker = await startWorker({
    DATABASE_URL: "postgres://ess:secret@127.0.0.1:1/ess_platform",
    NEON_LOCAL_ENDPOINT: endpoint.url,
  });
  try {
    for (const path of PATHS) await expectUnavailable(worker.url, path);
  } finally {
    await worker.stop();
    await endpoint.close();
  }
});

test("a wrong password: 503, also at the local endpoint", async () => {
  const wrong = new URL(`${inject("server")}ess_platform`);
  wrong.password = "guessed";
  const worker = await startWorker({ DATABASE_URL: wrong.href });
  try {
    await expectUnavailable(worker.url, "/api/ess/operating-sites/2/banks/1/");
  } finally {
    await worker.stop();
  }
});

test("a site whose database is away does not hide the others, nor make the service unready", async () => {
  const worker = await startWorker({ SITE_2_DATABASE_URL: `${inject("server")}ess_site_2` });
  try {
    const ready = await fetch(`${worker.url}/readyz`);
    expect(await ready.json()).toMatchObject({
      status: "ready",
      databases: { site_1: "not configured", site_2: "ok" },
    });
    expect(ready.status).toBe(200);
    const sites = await fetch(`${worker.url}/api/ess/operating-sites/`);
    expect(sites.status).toBe(200);
    expect(await sites.json()).toMatchObject([
      { id: 1, database: "unavailable", components: { bank: { earliest: null, latest: null } } },
      { id: 2, database: "ok", components: { bank: { earliest: "2026-01-05T00:00:00+09:00" } } },
      { id: 3, database: "unavailable" },
    ]);
  } finally {
    await worker.stop();
  }
});

test("a database that does not exist: 503", async () => {
  const worker = await startWorker({
    DATABASE_URL: `${inject("server")}nowhere`,
    SITE_2_DATABASE_URL: `${inject("server")}nowhere`,
  });
  try {
    await expectUnavailable(worker.url, "/api/ess/operating-sites/2/banks/1/");
  } finally {
    await worker.stop();
  }
});
