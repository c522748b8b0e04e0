import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ViteDevServer } from "vite";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { freePort } from "../../dev/database/postgres.ts";
import { startWebServer } from "../../dev/web-server.ts";
import { settled, useBrowser, visit } from "./support/browser.ts";

useBrowser();

const cacheDir = mkdtempSync(join(tmpdir(), "ess-edge-vite-"));
let server: ViteDevServer;
let base: string;
beforeAll(async () => {
  const port = await freePort();
  server = await startWebServer({ service: inject("web"), port, cacheDir });
  base = `http://localhost:${port}`;
});
afterAll(async () => {
  await server?.close();
  rmSync(cacheDir, { recursive: true, force: true });
});

test("npm run dev shows the pages before a running service, within their policy, and reloads them at a change", async () => {
  const { page, context, faults } = await visit("/sites/2", { base });
  await settled(page);
  await expect.poll(() => page.locator(".plot canvas").count()).toBeGreaterThan(3);
  await page.evaluate("globalThis.isOld = true");
  server.ws.send({ type: "full-reload", path: "*" });
  await expect.poll(() => page.evaluate("globalThis.isOld").catch(() => true)).toBeUndefined();
  await settled(page);
  expect(faults).toEqual([]);
  await context.close();
});
