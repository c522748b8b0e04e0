import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { buildWorker } from "../../../dev/build/worker.ts";
import { type Runtime, startRuntime } from "../../../dev/runtime/workerd.ts";
import { ROOT } from "../../../dev/settings.ts";
import { createApp } from "../../../src/app.ts";
import { RATE_LIMITS } from "../../../src/request/rate-limit.ts";
import { BANK, bodyOf, FILE, LATEST, problemOf } from "../support/access.ts";

const PUBLIC = {
  DATABASE_URL: `${inject("server")}ess_platform`,
  NEON_LOCAL_ENDPOINT: inject("endpoint"),
};
const running: Runtime[] = [];
const start = async (settings: Record<string, string>): Promise<string> => {
  const runtime = await startRuntime(inject("bundle"), settings);
  running.push(runtime);
  return runtime.url;
};
afterAll(() => Promise.all(running.map(({ stop }) => stop())));

/** Environments of wrangler.toml: the service itself, and those that are named. */
const ENVIRONMENTS = [undefined, "staging"];

describe("what wrangler deploys", () => {
  test.for(ENVIRONMENTS)(
    "opens nothing: no variable is set, and the limiters are bound (environment %s)",
    async (environment) => {
      const folder = mkdtempSync(join(tmpdir(), "ess-edge-deployed-"));
      const { report } = await buildWorker(folder, environment);
      rmSync(folder, { recursive: true, force: true });
      for (const { binding, quota, seconds } of Object.values(RATE_LIMITS)) {
        expect(report).toMatch(new RegExp(`env\\.${binding} \\(${quota} requests/${seconds}s\\)`));
      }
      const bound = [...report.matchAll(/env\.(\w+)/g)].map(([, name]) => name);
      const limiters = Object.values(RATE_LIMITS).map(({ binding }) => binding);
      expect(bound.toSorted()).toEqual([...limiters, "CF_VERSION_METADATA"].toSorted());
      expect(report).not.toMatch(/AUTH|PUBLIC_|ALLOWED_ORIGINS|NEON_LOCAL|WARNING/);
    },
  );

  test("is configured by wrangler.toml alone, which has no variables and just these environments", () => {
    const toml = readFileSync(join(ROOT, "wrangler.toml"), "utf8").replaceAll(/#.*/g, "");
    expect(toml).not.toMatch(/^\[(\[)?(env\.\w+\.)?vars|AUTH|PUBLIC_/m);
    const named = [...toml.matchAll(/^\[env\.(\w+)\]$/gm)].map(([, name]) => name);
    expect([undefined, ...named]).toEqual(ENVIRONMENTS);
    const deploy = readFileSync(join(ROOT, "dev/commands/deploy.ts"), "utf8");
    expect(deploy).not.toMatch(/AUTH|--var/);
  });

  test("counts the requests of each environment apart", () => {
    const toml = readFileSync(join(ROOT, "wrangler.toml"), "utf8");
    const namespaces = [...toml.matchAll(/^namespace_id = "(\d+)"$/gm)].map(([, id]) => id);
    expect(namespaces).toHaveLength(ENVIRONMENTS.length * Object.keys(RATE_LIMITS).length);
    expect(new Set(namespaces).size).toBe(namespaces.length);
  });

  test("answers every data route with 401 when nothing is configured, and says that it lives", async () => {
    const url = await start({});
    for (const { method, path, access } of createApp().contracts) {
      if (access === "anyone") continue;
      const address = path.replace("{component}", "bank").replaceAll(/\{\w+\}/g, "1");
      const response = await fetch(url + address, { method: method.toUpperCase() });
      expect(response.status, address).toBe(401);
      await response.arrayBuffer();
    }
    await bodyOf(await fetch(`${url}/healthz`));
  });
});

test("npm start opens the service on the loopback address alone, and says so", () => {
  const runtime = readFileSync(join(ROOT, "dev/runtime/wrangler.ts"), "utf8");
  expect(runtime).toMatch(/const HOST = "127\.0\.0\.1";/);
  expect(runtime).toMatch(/"--ip", HOST,/);
  expect(readFileSync(join(ROOT, "dev/commands/start.ts"), "utf8")).toMatch(
    /AUTH=open: every request is answered without a key\. Only this machine can reach it/,
  );
});

describe("PUBLIC_SCOPES", () => {
  let url: string;
  beforeAll(async () => {
    url = await start({
      ...PUBLIC,
      PUBLIC_SCOPES: "raw:read, di:read",
      PUBLIC_SITES: "2",
      LINK_KEY: "x".repeat(32),
    });
  });

  test("let everybody do just that, at the sites that are named", async () => {
    await bodyOf(await fetch(url + LATEST));
    const sites = await bodyOf<{ id: number }[]>(await fetch(`${url}/api/ess/operating-sites/`));
    expect(sites.map(({ id }) => id)).toEqual([2]);
    const other = await fetch(`${url}/api/ess/operating-sites/1/banks/1/`);
    expect((await problemOf(other, 404)).code).toBe("unknown_site");
    for (const path of ["/api/ess/keys/", "/api/ess/audit/"]) {
      await problemOf(await fetch(url + path), 401);
    }
  });

  test("do not save a wrong key", async () => {
    await problemOf(await fetch(url + LATEST, { headers: { "x-api-key": "ess_x" } }), 401);
  });

  test("make links for everybody, to public sites", async () => {
    const link = (path: string) =>
      fetch(`${url}/api/ess/download-links/`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ path }),
      });
    const made = await bodyOf<{ url: string }>(await link(`${FILE}?date=2026-01-05`), 201);
    expect(made.url).toContain("link-key=-&");
    const file = await fetch(made.url);
    expect((await file.text()).split("\r\n")).toHaveLength(578);
    await problemOf(await link("/api/ess/download/operating-sites/1/bank/"), 404);
  });

  test.for<Record<string, string>>([
    { PUBLIC_SCOPES: "admin" },
    { PUBLIC_SCOPES: "ingest" },
    { PUBLIC_SCOPES: "RAW:READ" },
    { PUBLIC_SCOPES: "raw:read;di:read" },
    { PUBLIC_SCOPES: "raw:read", PUBLIC_SITES: "two" },
    { PUBLIC_SCOPES: "raw:read", PUBLIC_SITES: "2;3" },
    { LINK_KEY: "short" },
  ])("that cannot be read open nothing: %j", async (settings) => {
    const response = await fetch((await start({ ...PUBLIC, ...settings })) + BANK);
    const problem = await problemOf(response, 503);
    expect(problem.code).toBe("not_configured");
    expect(problem.detail).toContain(Object.keys(settings).at(-1));
  });
});
