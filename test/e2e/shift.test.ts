import type { Route } from "playwright-core";
import { describe, expect, test } from "vitest";
import { settled, useBrowser, visit } from "./support/browser.ts";
import { PAGES } from "./support/pages.ts";

useBrowser();

describe.each(Object.entries(PAGES))("%s", (_name, address) => {
  test.each([
    [375, false],
    [1280, false],
    [375, true],
    [1280, true],
  ])("stays where it is while it loads: %i px, a slow service: %s", async (width, isSlow) => {
    const { page, context } = await visit("/icon.svg", { width, isSlow });
    await page.route("**/api/ess/keys/", withManyKeys);
    await page.addInitScript(`
      globalThis.shifts = [];
      const movedBy = ({ value, sources }) => ({ value, moved: sources.map(({ node }) => (node?.outerHTML ?? node?.textContent)?.slice(0, 99)) });
      new PerformanceObserver((list) => shifts.push(...list.getEntries().filter((one) => !one.hadRecentInput).map(movedBy)))
        .observe({ type: "layout-shift", buffered: true });
    `);
    await page.goto(address);
    await settled(page);
    const shifts = await page.evaluate<{ value: number }[]>("shifts");
    const sum = shifts.reduce((before, { value }) => before + value, 0);
    // What the Web Vitals call good.
    expect(sum, JSON.stringify(shifts, undefined, 2)).toBeLessThanOrEqual(0.1);
    await context.close();
  });
});

/** More keys than the machine of the tests has. */
async function withManyKeys(route: Route): Promise<void> {
  const made = { created_at: "2026-01-05T00:00:00Z", expires_at: null, revoked_at: null };
  const keys = Array.from({ length: 30 }, (_, i) => ({
    lookup: `aaaaaa${10 + i}`,
    name: `Battery lab ${i}`,
    scopes: ["raw:read", "di:read", "analytics:read"],
    sites: i % 3 === 0 ? [1, 2] : null,
    ...made,
  }));
  await new Promise((resolve) => setTimeout(resolve, 800));
  await route.fulfill({ json: { keys } });
}
