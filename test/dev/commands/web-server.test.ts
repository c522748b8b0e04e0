import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ViteDevServer } from "vite";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { freePort } from "../../../dev/database/postgres.ts";
import { ROOT } from "../../../dev/settings.ts";
import { startWebServer } from "../../../dev/web-server.ts";

/** Answers with what it was asked. */
const service = createServer((request, response) =>
  response.end(JSON.stringify({ url: request.url, host: request.headers.host })),
);
const cacheDir = mkdtempSync(join(tmpdir(), "ess-edge-vite-"));
let server: ViteDevServer;
let port: number;

beforeAll(async () => {
  await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
  const target = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  port = await freePort();
  vi.spyOn(console, "error");
  server = await startWebServer({ service: target, port, cacheDir });
});

afterAll(async () => {
  vi.restoreAllMocks();
  await server?.close();
  service.close();
  // Vite may still be writing.
  rmSync(cacheDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

const get = (path: string, headers = {}) => fetch(`http://127.0.0.1:${port}${path}`, { headers });

test("every page is the web with its hot reload", async () => {
  for (const path of ["/", "/sites/2", "/docs", "/docs/errors"]) {
    const answer = await get(path, { accept: "text/html" });
    expect(answer.status, path).toBe(200);
    const html = await answer.text();
    expect(html, path).toContain("/@vite/client");
    expect(html, path).toContain("/main.tsx");
  }
});

test("what is asked of the service reaches it, under the name that the browser used", async () => {
  const paths = ["/healthz", "/readyz", "/openapi.json", "/docs/problems.json"];
  for (const url of [...paths, "/api/ess/operating-sites/?page=2"])
    expect(await (await get(url)).json()).toEqual({ url, host: `127.0.0.1:${port}` });
});

test("packages are prepared when it starts, not while a page waits for them", async () => {
  await get("/main.tsx");
  expect(console.error).not.toHaveBeenCalledWith(expect.stringContaining("dependency scan"));
});

test("sources are compiled and served; files beside them are not", async () => {
  expect(await (await get("/main.tsx")).text()).toContain("/deps/preact_jsx-dev-runtime.js");
  expect(await (await get("/api/client.ts?t=1")).text()).toContain("openapi-fetch");
  for (const file of ["dev/settings.ts", "package.json"])
    expect((await get(`/@fs${join(ROOT, file)}`)).status, file).toBe(403);
});

test("pages keep the policy of the built ones but for vite's own styles and WebSocket", async () => {
  const policy = (await get("/")).headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(policy).toContain("connect-src 'self' ws:");
});
