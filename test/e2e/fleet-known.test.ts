import type { Page, Route } from "playwright-core";
import { expect, test } from "vitest";
import { settled, useBrowser, type Visit, visit } from "./support/browser.ts";
import { ingest, newestSecond, rackRow } from "./support/ingest.ts";
import { useOwnService, web } from "./support/service.ts";

useBrowser();
useOwnService(["ess_platform", "ess_site_3"]);

const MAP = "**/api/ess-feature/protectionmap/**";
const SITES = "**/api/ess/operating-sites/";
const SAFETY = "**/stats/sos/operating-sites/3/**";
const NONE_OPEN = { count: 0, next: null, previous: null, results: [] };
const REFUSED = {
  status: 503,
  contentType: "application/problem+json",
  json: { status: 503, code: "database_unavailable", title: "The database does not answer" },
};

const cardOf = (page: Page, site: string) =>
  page.locator("article.site").filter({ has: page.getByRole("heading", { name: site }) });

/** The fleet as it was seen at a time, where `prepare` has changed what is answered. */
async function fleetAt(seconds: number, prepare: (page: Page) => Promise<unknown>): Promise<Visit> {
  const seen = await visit("about:blank");
  await seen.page.clock.setFixedTime(seconds * 1000);
  await prepare(seen.page);
  await seen.page.goto(web());
  return seen;
}

/** Answers with what the service says, changed. */
const changed =
  <T>(change: (answer: T) => T) =>
  async (route: Route): Promise<void> => {
    const response = await route.fetch();
    await route.fulfill({ response, json: change(await response.json()) });
  };

const noneOpen = (page: Page) => page.route(MAP, (route) => route.fulfill({ json: NONE_OPEN }));

test("that all is well is said only once events have been answered", async () => {
  let answer: (route: Route) => Promise<void> = () => new Promise(() => {});
  const { page, context } = await fleetAt(await newestSecond(3, "rack"), (page) =>
    page.route(MAP, (route) => answer(route)),
  );
  const badges = cardOf(page, "Hwanggeum").locator(".badges");
  await page.locator("article.site dl.figures").nth(2).waitFor();
  await expect.poll(() => badges.textContent()).toBe("Checking …");
  answer = (route) => route.fulfill(REFUSED);
  await page.reload();
  await settled(page);
  await expect.poll(() => badges.textContent()).toBe("Events unknown: could not load");
  expect(await page.locator(".sites").textContent()).not.toContain("All clear");
  answer = (route) => route.fulfill({ json: { ...NONE_OPEN, next: "/api/more" } });
  await page.getByRole("button", { name: "Try again" }).click();
  await settled(page);
  await expect.poll(() => badges.textContent()).toBe("Events unknown: could not load");
  answer = (route) => route.fulfill({ json: NONE_OPEN });
  await page.reload();
  await settled(page);
  await expect.poll(() => badges.textContent()).toBe("All clear");
  await context.close();
});

test("a card is as old as the oldest of what it shows, and says what has stopped", async () => {
  const now = (await newestSecond(3, "rack")) + 3 * 3600;
  type Sites = { id: number; components: Record<string, { latest: string }> }[];
  const { page, context } = await fleetAt(now, async (page) => {
    await noneOpen(page);
    await page.route(
      SITES,
      changed<Sites>((sites) => {
        const sensors = sites[2]?.components.etc;
        if (sensors) sensors.latest = new Date(now * 1000).toISOString();
        return sites;
      }),
    );
  });
  await settled(page);
  const text = await cardOf(page, "Hwanggeum").textContent();
  expect(text).toMatch(/No new data: .*Rack/);
  expect(text).not.toContain("All clear");
  expect(text).not.toMatch(/No new data: .*Auxiliary sensors/);
  expect(text).toMatch(/Last update: .*, 3 h ago \(.*Asia\/Seoul\)/);
  await context.close();
});

const WELL = {
  RACK_MIN_CELL_VOLTAGE: 3.69,
  RACK_CELL_VOLTAGE_GAP: 0.01,
  RACK_CURRENT: 0,
  RACK_MAX_CELL_TEMPERATURE: 25,
  RACK_MIN_CELL_TEMPERATURE: 24,
  RACK_CELL_TEMPERATURE_GAP: 1,
};
const HOT = { ...WELL, RACK_MAX_CELL_TEMPERATURE: 54, RACK_MIN_CELL_TEMPERATURE: 53 };

test("a rack that was unsafe and reports no more still alarms, and one without a score is named", async () => {
  const start = await newestSecond(3, "rack");
  await ingest(3, [
    rackRow(2, start, 3.7, 1, WELL),
    rackRow(2, start + 1, 3.7, 1, HOT),
    rackRow(1, start + 60, 3.7, 1, WELL),
  ]);
  const { page, context, faults } = await fleetAt(start + 60, noneOpen);
  await settled(page);
  const card = cardOf(page, "Hwanggeum");
  await expect.poll(() => card.textContent()).toContain("Low state of safety");
  await expect.poll(() => card.textContent()).toContain("Lowest: bank 1, rack 2, 59 s ago");
  expect(await card.textContent()).not.toMatch(/All clear|SoS missing/);

  await page.route(
    SAFETY,
    changed<{ rack_id: number }[]>((items) => items.filter(({ rack_id }) => rack_id !== 5)),
  );
  await page.reload();
  await settled(page);
  await expect.poll(() => card.textContent()).toContain("SoS missing for 1 rack");
  await expect.poll(() => card.textContent()).toContain("Excludes bank 1, rack 5");
  expect(faults).toEqual([]);
  await ingest(3, [rackRow(2, start + 61, 3.7, 1, WELL)]);
  await context.close();
});

test("figures that could not be asked anew are said not to be new, and are asked again by a button", async () => {
  const newest = await newestSecond(3, "rack");
  let later = 0;
  type Sites = { components: Record<string, { latest: string }> }[];
  const { page, context } = await fleetAt(newest, async (page) => {
    await noneOpen(page);
    await page.route(
      SITES,
      changed<Sites>((sites) => {
        for (const { components } of sites)
          for (const one of Object.values(components))
            one.latest = new Date((newest + later) * 1000).toISOString();
        return sites;
      }),
    );
  });
  await settled(page);
  const card = cardOf(page, "Hwanggeum");
  const figures = await card.locator("dl.figures").textContent();
  expect(await card.textContent()).not.toContain("unknown");
  await page.route(/\/(latest|stats)\//, (route) => route.fulfill({ ...REFUSED, status: 500 }));
  later = 1;
  await card.getByRole("alert").waitFor({ timeout: 30_000 });
  await expect.poll(() => card.locator("dl.figures").textContent()).toBe(figures);
  await expect
    .poll(() => card.locator(".badges").textContent())
    .toMatch(/SoS unknown: could not loadValues unknown: could not load$/);
  expect(await card.textContent()).not.toContain("All clear");
  await page.unroute(/\/(latest|stats)\//);
  await card.getByRole("button", { name: "Try again" }).click();
  await card.getByRole("alert").waitFor({ state: "detached" });
  await expect.poll(() => card.locator(".badges").textContent()).not.toContain("unknown");
  await context.close();
});

test("power is what the banks that are known add up to, and says which are not", async () => {
  const powers = [-282.8, null];
  const { page, context } = await fleetAt(await newestSecond(2, "rack"), (page) =>
    page.route(
      "**/operating-sites/2/banks/*/latest/**",
      changed<object>((row) => ({ ...row, bank_power: powers.shift() })),
    ),
  );
  await settled(page);
  const figures = cardOf(page, "Panli").locator("dl.figures > div");
  await expect
    .poll(() => figures.nth(1).textContent())
    .toMatch(/^Power283 kWdischargingExcludes Bank [12]$/);
  expect(await figures.nth(0).textContent()).not.toContain("without");
  await context.close();
});
