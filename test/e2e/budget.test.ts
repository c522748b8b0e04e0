import { gzipSync } from "node:zlib";
import { expect, inject, test } from "vitest";
import { settled, useBrowser, visit } from "./support/browser.ts";
import { PAGES } from "./support/pages.ts";

useBrowser();

/** JavaScript and CSS that a page may load, bytes gzipped, and its requests to anything but the API. */
const MOST_BYTES = 120 * 1024;
const MOST_FILES = 25;

test.each(Object.entries(PAGES))(
  "%s loads within the budget, from this host alone",
  async (_name, address) => {
    const { page, context, faults } = await visit("about:blank");
    const bodies: Promise<Buffer>[] = [];
    const files: string[] = [];
    page.on("response", (response) => {
      const { pathname } = new URL(response.url());
      if (pathname.startsWith("/api/")) return;
      files.push(pathname);
      if (/\.(js|css)$/.test(pathname)) bodies.push(response.body());
    });
    await page.goto(inject("web") + address);
    await settled(page);
    const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body, { level: 9 }).length);
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    console.log(`${address}: ${(bytes / 1024).toFixed(1)} KiB of code, ${files.length} files`);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
    expect(files.length).toBeLessThanOrEqual(MOST_FILES);
    expect(faults).toEqual([]);
    await context.close();
  },
);

test("pages and their code are kept to https for as long as the API is", async () => {
  const web = inject("web");
  const policyOf = async (address: string) =>
    (await fetch(web + address)).headers.get("strict-transport-security");
  const policy = await policyOf("/api/ess/caller/");
  expect(policy).toMatch(/max-age=\d{7,}/);
  for (const address of ["/", "/sites/2", "/icon.svg", "/openapi.json"])
    expect(await policyOf(address), address).toBe(policy);
});

test("pages allow nothing inline and nothing from elsewhere; code that never changes is kept for ever", async () => {
  const web = inject("web");
  for (const address of Object.values(PAGES)) {
    const { headers } = await fetch(web + address, { headers: { "sec-fetch-mode": "navigate" } });
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy, address).toContain("default-src 'none'");
    expect(policy, address).toContain("script-src 'self'");
    expect(policy, address).not.toMatch(/unsafe|https?:|\*/);
    expect(headers.get("x-content-type-options"), address).toBe("nosniff");
  }
  const html = await (await fetch(`${web}/`)).text();
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? "";
  const { status, headers } = await fetch(web + script);
  expect(status).toBe(200);
  expect(headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(html).not.toMatch(/<script(?![^>]* src=)|<style| style="/);
  const missing = await fetch(`${web}/assets/not-there.js`);
  expect(missing.headers.get("cache-control")).not.toMatch(/immutable|max-age=[1-9]/);
});

test("an address of the API is answered by the API, even to a browser that goes there", async () => {
  const headers = { "sec-fetch-mode": "navigate", accept: "text/html" };
  const answer = await fetch(`${inject("web")}/api/ess/nothing/`, { headers });
  expect(answer.status).toBe(404);
  expect(answer.headers.get("content-type")).toMatch(/problem\+json/);
});
