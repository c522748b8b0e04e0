import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "../../../dev/database/migrate.ts";
import { fillBank, slowDownBank } from "../../support/slow-database.ts";
import { createDatabase } from "../../support/world.ts";
import {
  BANK,
  bodyOf,
  FILE,
  LATEST,
  openService,
  type Service,
  type TestKey,
} from "../support/access.ts";

type Line = {
  level: string;
  request_id: string;
  method: string;
  route: string | null;
  status: number;
  duration_ms: number;
  key: string | null;
  via: string | null;
  rows?: number;
  bytes?: number;
  outcome?: string;
};

let service: Service;
/** A service whose second site reads a row in a millisecond. */
let slow: Service;
let slowSite: Awaited<ReturnType<typeof createDatabase>>;
let key: TestKey;
let slowKey: TestKey;
beforeAll(async () => {
  slowSite = await createDatabase("ess_site_2");
  await fillBank(slowSite.url, 20_000);
  await slowDownBank(slowSite.url);
  service = await openService({
    ALLOWED_ORIGINS: "*",
    SITE_3_DATABASE_URL: `${slowSite.url}_gone`,
  });
  slow = await openService({ SITE_2_DATABASE_URL: slowSite.url, DOWNLOAD_WINDOW_ROWS: "200" });
  key = await service.makeKey();
  slowKey = await slow.makeKey();
});
afterAll(async () => {
  await service?.close();
  await slow?.close();
  await slowSite?.drop();
});

let requests = 0;
/** A request id as Cloudflare gives it, so that the lines of a request can be told from others. */
const newRay = () => `${(0xabc0_0000 + requests++).toString(16)}cafef00d-ICN`;

/** All lines of the log about one request; waits for the one that closes it. */
async function linesOf(ray: string, { worker } = service): Promise<Line[]> {
  const find = () =>
    worker
      .log()
      .split("\n")
      .filter((line) => line.includes(ray))
      .map((line) => JSON.parse(line) as Line);
  for (let tries = 0; tries < 100 && !find().some(({ level }) => level === "info"); tries++) {
    await sleep(50);
  }
  await sleep(30);
  return find();
}

async function lineOf(ray: string, of = service): Promise<Line> {
  const lines = (await linesOf(ray, of)).filter(({ level }) => level === "info");
  expect(lines, of.worker.log().slice(-2000)).toHaveLength(1);
  return lines[0] as Line;
}

/** Asks, reads to the end, and returns the line with the bytes that came. */
async function logged(path: string, init: RequestInit = {}, by: TestKey | null = key) {
  const ray = newRay();
  const response = await fetch(new URL(path, service.url), {
    ...init,
    headers: { "cf-ray": ray, ...(by ? { "x-api-key": by.text } : {}), ...init.headers },
  });
  const bytes = (await response.arrayBuffer()).byteLength;
  const line = await lineOf(ray);
  expect(line.status).toBe(response.status);
  expect(line.duration_ms).toBeGreaterThanOrEqual(0);
  return { ...line, sent: bytes };
}

const json = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

describe("one line tells of", () => {
  test.for([
    [
      "a page",
      `${BANK}?page_size=7`,
      { status: 200, rows: 7, route: "/api/ess/operating-sites/{site}/banks/{bank}/" },
    ],
    ["the newest row", LATEST, { status: 200, rows: 1 }],
    [
      "all rows as an array",
      `${BANK}?no_page&date=2026-01-05`,
      { status: 200, rows: 288, outcome: "complete" },
    ],
    [
      "no rows as an array",
      `${BANK}?no_page&date=2020-01-01`,
      { status: 200, rows: 0, outcome: "complete" },
    ],
    ["a download", `${FILE}?date=2026-01-05`, { status: 200, rows: 576, outcome: "complete" }],
    [
      "a download with its proof",
      `${FILE}?date=2026-01-05&trailer=1`,
      { rows: 576, outcome: "complete" },
    ],
    ["the list of sites", "/api/ess/operating-sites/2/", { status: 200 }],
    ["wrong parameters", `${BANK}?page=0`, { status: 400 }],
    ["another method's address", "/api/ess/keys/00000000/", { status: 405, route: null }],
    ["an unknown site", "/api/ess/operating-sites/9/", { status: 404 }],
    ["an unknown address", "/api/ess/nothing/", { status: 404, route: null }],
    ["a database that is away", "/api/ess/operating-sites/3/pcs/latest/", { status: 503 }],
    ["a download from it", "/api/ess/download/operating-sites/3/pcs/", { status: 503 }],
  ] as const)("%s", async ([, path, expected]) => {
    const { sent, ...line } = await logged(path);
    expect(line).toMatchObject({ method: "GET", key: key.lookup, via: "key", ...expected });
    expect(line.bytes).toBe(sent);
  });

  test("a request without a key, and one with a wrong key", async () => {
    const none = await logged(LATEST, {}, null);
    expect(none).toMatchObject({ status: 401, key: null, via: "anyone", bytes: none.sent });
    const wrong = await logged(LATEST, {}, { ...key, text: `${key.text.slice(0, -4)}AAAA` });
    expect(wrong).toMatchObject({ status: 401, key: null, via: null, bytes: wrong.sent });
  });

  test("a key that may not", async () => {
    const weak = await service.makeKey({ scopes: ["di:read"] });
    expect(await logged(LATEST, {}, weak)).toMatchObject({ status: 403, key: weak.lookup });
  });

  test.for([LATEST, `${BANK}?page_size=3`, `${BANK}?no_page`, FILE])("HEAD %s", async (path) => {
    const line = await logged(path, { method: "HEAD" });
    expect(line).toMatchObject({ method: "HEAD", status: 200, bytes: 0, sent: 0 });
  });

  test("what is made and revoked", async () => {
    const made = await logged("/api/ess/keys/", json("POST", { name: "x", scopes: ["admin"] }));
    expect(made).toMatchObject({ method: "POST", status: 201, bytes: made.sent });
    const gone = await logged("/api/ess/keys/00000000/", { method: "DELETE" });
    expect(gone).toMatchObject({ method: "DELETE", status: 404, route: "/api/ess/keys/{lookup}/" });
    const type = await logged("/api/ess/keys/", { method: "POST", body: "x" });
    expect(type.status).toBe(415);
  });

  test("a browser that asks first, an address outside of the API, and the service's health", async () => {
    const headers = { origin: "https://a.example", "access-control-request-method": "GET" };
    const preflight = await logged(LATEST, { method: "OPTIONS", headers }, null);
    expect(preflight).toMatchObject({ method: "OPTIONS", status: 204, bytes: 0 });
    expect(await logged("/nowhere", {}, null)).toMatchObject({ status: 404, key: null });
    expect(await logged("/healthz", {}, null)).toMatchObject({ status: 200, route: "/healthz" });
  });

  test("a download by a link, on behalf of the key that asked for it", async () => {
    const body = { path: FILE, parameters: { date: "2026-01-05" } };
    const { url } = await bodyOf<{ url: string }>(
      await service.ask("/api/ess/download-links/", key, { body }),
      201,
    );
    const line = await logged(url, {}, null);
    expect(line).toMatchObject({ status: 200, via: "link", key: key.lookup, rows: 576 });
  });
});

describe("a stream that breaks is logged as broken", () => {
  /** Begins a slow download with curl; its first bytes have come. */
  const begin = async (ray: string) => {
    const headers = ["-H", `cf-ray: ${ray}`, "-H", `x-api-key: ${slowKey.text}`];
    const child = spawn("curl", ["-sS", "-N", ...headers, slow.url + FILE], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.stdout.resume();
    return { child, ended };
  };

  test("when the client goes away", async () => {
    const ray = newRay();
    const { child, ended } = await begin(ray);
    await sleep(500);
    expect(await linesSoFar(ray)).toBe(0);
    child.kill("SIGKILL");
    await ended;
    const line = await lineOf(ray, slow);
    expect(line).toMatchObject({ status: 200, outcome: "broken", key: slowKey.lookup });
    expect(line.rows).toBeLessThan(20_000);
  });

  test("when the database ends its session", async () => {
    const ray = newRay();
    const { child, ended } = await begin(ray);
    await sleep(500);
    await withClient(slowSite.url, async (client) => {
      // Again until it has hit one of this download: what another left behind may end first.
      while (child.exitCode === null) {
        await client.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and state = 'active' and pid <> pg_backend_pid()",
          [slowSite.name],
        );
        await sleep(50);
      }
    });
    expect(await ended, "curl's exit status").toBe(18);
    const line = await lineOf(ray, slow);
    expect(line).toMatchObject({ status: 200, outcome: "broken" });
    expect(line.rows).toBeGreaterThan(0);
    expect(line.bytes).toBeGreaterThan(0);
  });

  const linesSoFar = async (ray: string) =>
    slow.worker
      .log()
      .split("\n")
      .filter((line) => line.includes(ray)).length;
});

describe("a request id", () => {
  test.for(["<script>", "x".repeat(300), '","level":"fake', "8f3a"])("is not %s", async (ray) => {
    const response = await fetch(`${service.url}/healthz`, { headers: { "cf-ray": ray } });
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("is Cloudflare's where there is one, in the answer, the problem and the log", async () => {
    const ray = newRay();
    const response = await fetch(service.url + LATEST, { headers: { "cf-ray": ray } });
    expect(response.headers.get("x-request-id")).toBe(ray);
    expect(await bodyOf(response, 401)).toMatchObject({ request_id: ray });
    expect((await lineOf(ray)).request_id).toBe(ray);
  });
});

test("no secret and no value of a query gets into the log, whatever fails", async () => {
  const marker = "10:07:13";
  const range = `start-time=2026-01-05T${marker}&end-time=2026-01-05T11:00:00`;
  const { text } = key;
  for (const path of [
    `${BANK}?${range}`,
    `${FILE}?${range}`,
    `/api/ess/operating-sites/3/pcs/?${range}&page=last`,
    `/api/ess/download/operating-sites/3/pcs/?${range}`,
    `/api/ess/operating-sites/3/pcs/?${range}&no_page`,
    `${BANK}?${range}&api_key=${text}&${text}=1`,
    `/api/ess/keys/${text}/?${range}`,
    `/${text}/${marker}`,
  ]) {
    for (const method of ["GET", "HEAD", "DELETE"])
      await (await fetch(service.url + path, { method, headers: { "x-api-key": text } })).text();
  }
  const body = { path: `${FILE}?${range}` };
  const link = await service.ask("/api/ess/download-links/", key, { body });
  const { url } = await bodyOf<{ url: string }>(link, 201);
  for (const address of [url, `${url}x`]) await (await fetch(address)).text();
  await service.client.query("alter table api_key rename to api_key_away");
  const made = await service.ask("/api/ess/keys/", key, {
    body: { name: `secret ${marker}`, scopes: ["admin"] },
  });
  await service.client.query("alter table api_key_away rename to api_key");
  expect(made.status).toBe(503);
  await sleep(300);
  const log = service.worker.log();
  expect(log.length).toBeGreaterThan(5000);
  const signature = new URL(url).searchParams.get("link-signature") ?? "";
  const password = new URL(service.platform.url).password;
  for (const secret of [
    text,
    text.slice(13),
    signature,
    marker,
    "01:07:13",
    "link-",
    password,
    "start-time",
  ]) {
    expect(log, secret).not.toContain(secret);
  }
  for (const line of log.split("\n").filter((line) => line.startsWith("{"))) {
    expect(Object.keys(JSON.parse(line))).not.toContain("url");
  }
});
