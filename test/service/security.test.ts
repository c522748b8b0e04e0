import { get } from "node:http";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type Runtime, startRuntime } from "../../dev/runtime/workerd.ts";
import { createApp } from "../../src/app.ts";
import { startWorker } from "../support/world.ts";
import { answerOf } from "./support/lists.ts";

/** Every route of the service with an example in place of each parameter. */
const DATA = createApp()
  .contracts.filter(({ path, access }) => path.startsWith("/api/") && access !== "anyone")
  .map(({ path }) => path)
  .map((path) => path.replace("{component}", "bank").replaceAll(/\{\w+\}/g, "1"));

let closed: Runtime;
beforeAll(async () => {
  closed = await startWorker({ DATABASE_URL: `${inject("server")}ess_platform`, AUTH: "closed" });
});
afterAll(() => closed?.stop());

async function expectRefused(url: string, init?: RequestInit): Promise<void> {
  const { response, text, whole } = await answerOf(url, init);
  expect(response.status, whole).toBe(401);
  expect(response.headers.get("www-authenticate"), whole).toMatch(/^Bearer realm="ess-edge"/);
  expect(response.headers.get("content-type"), whole).toMatch(/^application\/problem\+json/);
  expect(response.headers.get("ess-rows"), whole).toBeNull();
  if (init?.method !== "HEAD") expect(JSON.parse(text).code, whole).toBe("unauthorized");
}

test("there are data routes to ask", () => {
  expect(DATA.length).toBeGreaterThanOrEqual(12);
});

test.for(DATA)("a closed service answers %s with 401, however it is asked", async (path) => {
  await expectRefused(closed.url + path);
  await expectRefused(closed.url + path.replace(/\/$/, ""));
  await expectRefused(closed.url + path, { method: "HEAD" });
  await expectRefused(`${closed.url}${path}?page=0&nonsense=1`);
  for (const authorization of ["Bearer x", "Bearer ", "Basic YTpi", "open"]) {
    await expectRefused(closed.url + path, { headers: { authorization } });
  }
  await expectRefused(`${closed.url}${path}?AUTH=open`, { headers: { auth: "open" } });
});

test("a closed service does not tell which sites, banks and addresses there are", async () => {
  for (const path of [
    "/api/ess/operating-sites/9/",
    "/api/ess/operating-sites/2/banks/9/",
    "/api/ess/nothing/here",
    "/api/",
    "/api",
  ]) {
    await expectRefused(closed.url + path);
  }
});

test("a closed service still says that it is alive", async () => {
  for (const path of ["/healthz", "/readyz"]) {
    const { response, whole } = await answerOf(closed.url + path);
    expect(response.status, whole).toBe(200);
  }
});

test.for([
  [{}, 401],
  [{ AUTH: "" }, 503],
  [{ AUTH: "Open" }, 503],
  [{ AUTH: "off" }, 503],
] as const)("a service with the settings %j is not open: %i", async ([settings, status]) => {
  const worker = await startRuntime(inject("bundle"), {
    DATABASE_URL: `${inject("server")}ess_platform`,
    NEON_LOCAL_ENDPOINT: inject("endpoint"),
    ...settings,
  });
  try {
    const { response, whole } = await answerOf(`${worker.url}/api/ess/operating-sites/`);
    expect(response.status, whole).toBe(status);
  } finally {
    await worker.stop();
  }
});

test("an open service is open under the names of its own machine only", async () => {
  const { hostname, port } = new URL(inject("worker"));
  const statusAs = (host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const headers = { host };
      get({ hostname, port, path: "/api/ess/operating-sites/", headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).once("error", reject);
    });
  expect(await statusAs(`localhost:${port}`)).toBe(200);
  expect(await statusAs(`127.0.0.1:${port}`)).toBe(200);
  expect(await statusAs(`rebound.example:${port}`)).toBe(401);
});

test.for([
  "/api/ess/operating-sites/2/banks/1/?fields=%3Cscript%3Ealert(1)%3C/script%3E",
  "/api/ess/operating-sites/2/banks/1/?%3Cscript%3E=1",
  "/%3Cscript%3Ealert(1)%3C/script%3E",
])("%s: what a client sends comes back as JSON text only", async (path) => {
  const { response, text, whole } = await answerOf(new URL(path, inject("worker")).href);
  expect(response.headers.get("content-type"), whole).toMatch(/^application\/problem\+json/);
  expect(response.headers.get("x-content-type-options"), whole).toBe("nosniff");
  expect(() => JSON.parse(text), whole).not.toThrow();
});

test.for([
  "/api/ess/operating-sites/2/banks/1/?start-time=2026-01-05'%20or%201=1--",
  "/api/ess/operating-sites/2/banks/1/?fields=timestamp%22;drop%20table%20bank;--",
  "/api/ess/operating-sites/2/banks/1%20or%201=1/",
  "/api/ess/operating-sites/2/banks/1/?page_size=1;select%20pg_sleep(5)",
  "/api/ess/download/operating-sites/2/bank;drop%20table%20bank/",
])("%s: SQL in a parameter is refused before it is asked", async (path) => {
  const { response, whole } = await answerOf(new URL(path, inject("worker")).href);
  expect(response.status, whole).toBe(400);
});
