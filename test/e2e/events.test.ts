import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { axe, axeInBothThemes } from "./support/axe.ts";
import { settled, useBrowser, visit } from "./support/browser.ts";
import { ingest, newestSecond, rackRow } from "./support/ingest.ts";
import { LANGUAGES } from "./support/languages.ts";
import { useOwnService, web } from "./support/service.ts";

useBrowser();
useOwnService(["ess_platform", "ess_site_1", "ess_site_2"]);

const rows = (page: Page) => page.locator("li.event");
const liveBadge = (page: Page) => page.locator(".live-state");
const isLive = (page: Page) =>
  expect.poll(() => liveBadge(page).textContent(), { timeout: 20_000 }).toContain("Live");
const OVER = 4.2;
const FINE = 3.7;
const MAP = "/api/ess-feature/protectionmap/";

test("an over-voltage that is ingested appears live, ends live, is acknowledged and is there after a reload", async () => {
  const { page, context, faults } = await visit("/events?site=1");
  await settled(page);
  await isLive(page);
  const before = await rows(page).count();
  const start = await newestSecond(1, "rack");
  await ingest(1, [rackRow(3, start, FINE), rackRow(3, start + 1, OVER, 57)]);
  const row = rows(page).filter({ hasText: "4.2 V (cell 57)" }).first();
  await row.waitFor({ timeout: 15_000 });
  await expect.poll(() => rows(page).count()).toBeGreaterThan(before);
  await expect.poll(() => row.textContent()).toMatch(/Rack over-voltage.*Sionyu.*Bank 1, Rack 3/);
  await expect.poll(() => row.textContent()).toContain("Open");
  await expect.poll(() => row.textContent()).toContain("New");
  await expect
    .poll(() => page.locator('[aria-live="polite"]').first().textContent())
    .toMatch(/^New: Rack over/);
  await expect
    .poll(() => page.locator(".now .tile").first().textContent())
    .toContain("1 Protection");

  await ingest(1, [rackRow(3, start + 31, FINE)]);
  await expect.poll(() => row.textContent(), { timeout: 15_000 }).toContain("30 s");
  expect(await row.textContent()).not.toContain("Open");

  await row.getByRole("button").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Cause").waitFor();
  await expect.poll(() => dialog.textContent()).toMatch(/Peak value.*4\.2 V \(cell 57\)/);
  await expect
    .poll(() => dialog.getByRole("link").getAttribute("href"))
    .toMatch(/^\/sites\/1\?bank=1&rack=3&from=[\d-]+T[\d:]+&to=[\d-]+T[\d:]+$/);
  await dialog.getByRole("button", { name: "Acknowledge" }).click();
  await expect.poll(() => dialog.textContent()).toContain("Describe the finding or action first.");
  await dialog.getByLabel("Finding or action").fill("Cell 57 checked on site");
  await dialog.getByRole("button", { name: "Acknowledge" }).click();
  await dialog.getByText("Event acknowledged.").waitFor();
  await page.reload();
  await settled(page);
  await expect
    .poll(() => page.getByRole("dialog").textContent())
    .toContain("Cell 57 checked on site");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(new URL(page.url()).search).toBe("?site=1");
  await expect.poll(() => row.textContent()).toContain("Acknowledged");
  expect(faults).toEqual([]);
  await context.close();
});

test("what happens while the stream is cut is there as soon as it comes again", async () => {
  const { page, context } = await visit("/events?site=2");
  await settled(page);
  await isLive(page);
  await context.setOffline(true);
  await expect
    .poll(() => liveBadge(page).textContent(), { timeout: 30_000 })
    .toContain("reconnecting");
  const start = await newestSecond(2, "rack");
  await ingest(2, [
    rackRow(5, start, FINE, 3, { RACK_OVER_VOLTAGE_PROTECTION_WARNING: 0 }),
    rackRow(5, start + 1, 4.111, 3, { RACK_OVER_VOLTAGE_PROTECTION_WARNING: 1 }),
    rackRow(5, start + 9, FINE, 3, { RACK_OVER_VOLTAGE_PROTECTION_WARNING: 0 }),
  ]);
  await context.setOffline(false);
  await isLive(page);
  const row = rows(page).filter({ hasText: "4.111 V" });
  await row.waitFor({ timeout: 15_000 });
  await expect.poll(() => row.count()).toBe(1);
  await expect.poll(() => row.textContent()).toContain("8 s");
  await context.close();
});

test("what comes while the list is read waits until it is wanted, and what is filtered away is told of", async () => {
  const { page, context, faults } = await visit("/events?site=1&level=1");
  await settled(page);
  await isLive(page);
  await rows(page).first().getByRole("button").focus();
  const before = await rows(page).allTextContents();
  const start = await newestSecond(1, "rack");
  await ingest(1, [
    rackRow(7, start, FINE),
    rackRow(7, start + 1, 4.06),
    rackRow(7, start + 2, OVER),
    rackRow(7, start + 3, FINE),
  ]);
  const waiting = page.getByRole("button", { name: "Show 1 new event" });
  await waiting.waitFor({ timeout: 15_000 });
  await expect.poll(() => rows(page).allTextContents()).toEqual(before);
  await page.getByText("1 new event does not match the filters.").waitFor();
  await waiting.press("Enter");
  await expect.poll(() => rows(page).count()).toBe(before.length + 1);
  await expect.poll(() => rows(page).first().textContent()).toContain("4.06 V");
  await page.getByRole("button", { name: "Show all events" }).press("Enter");
  await rows(page).filter({ hasText: "4.2 V" }).first().waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

test("filters are in the address, narrow the list and its counts, and survive a reload", async () => {
  const { page, context, faults } = await visit("/events");
  await settled(page);
  const all = await rows(page).count();
  await page.getByLabel("Site").selectOption({ label: "Panli" });
  await page.getByLabel("Type").selectOption({ label: "Rack high temperature" });
  await page.getByLabel("Text").fill("temperature");
  await expect.poll(() => new URL(page.url()).search).toBe("?site=2&code=3&text=temperature");
  await settled(page);
  const shown = await rows(page).allTextContents();
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.length).toBeLessThan(all);
  for (const text of shown) expect(text).toMatch(/high temperature.*Panli/);
  const legend = () => page.locator(".counts .legend").textContent();
  await expect.poll(legend).toMatch(new RegExp(`Warnings ${shown.length}$`));
  await page.reload();
  await settled(page);
  await expect.poll(() => rows(page).allTextContents()).toEqual(shown);
  await expect.poll(() => page.getByLabel("Text").inputValue()).toBe("temperature");
  await page.getByRole("button", { name: "Clear filters" }).click();
  expect(new URL(page.url()).search).toBe("?site=2");
  expect(faults).toEqual([]);
  await context.close();
});

test("the bars are read and the time is narrowed by keys alone; their table says the same", async () => {
  const { page, context, faults } = await visit("/events");
  await settled(page);
  const bars = page.getByRole("application", { name: "New events" });
  const told = page.locator(".counts .bar [aria-live]");
  const all = await rows(page).count();
  await bars.focus();
  await page.keyboard.press("End");
  for (let i = 0; i < 170 && !/[1-9]\d* warning/.test((await told.textContent()) ?? ""); i++)
    await page.keyboard.press("ArrowLeft");
  const count = Number(/(\d+) warnings/.exec((await told.textContent()) ?? "")?.[1]);
  await page.getByRole("button", { name: "Show as table" }).press("Enter");
  expect(await page.locator(".counts tbody td.number").last().textContent()).not.toBe("0");
  await page.getByRole("button", { name: "Show as chart" }).press("Enter");
  await bars.focus();
  await page.keyboard.press("End");
  for (let i = 0; i < 170 && !/[1-9]\d* warning/.test((await told.textContent()) ?? ""); i++)
    await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  await expect.poll(() => new URL(page.url()).search).toMatch(/^\?from=[^&]+&to=[^&]+$/);
  await settled(page);
  expect(count).toBeGreaterThan(0);
  await expect.poll(() => rows(page).count()).toBeGreaterThanOrEqual(count);
  await expect.poll(() => rows(page).count()).toBeLessThan(all);
  await page.goBack();
  await expect.poll(() => rows(page).count()).toBe(all);
  expect(faults).toEqual([]);
  await context.close();
});

test("where nothing is open and nothing was, it says that all is well, since when, and that it watches", async () => {
  const { page, context, faults } = await visit("/icon.svg");
  await withNewestRow(page, 0);
  await page.goto("/events?site=3&range=24h");
  await settled(page);
  await isLive(page);
  // The rows of a simulated site are quiet for the last day.
  const text = await page.locator(".well").textContent();
  expect(text).toMatch(/All clear.*The last event ended .* ago, .*Live: new events/);
  expect(faults).toEqual([]);
  await context.close();
});

/** Answers about the sites say that their newest rows are so many hours old. */
const withNewestRow = (page: Page, hours: number) =>
  page.route("**/api/ess/operating-sites/", async (route) => {
    const answer = await route.fetch();
    const latest = new Date(Date.now() - hours * 3_600_000).toISOString();
    type Site = { components: Record<string, { latest: string }> };
    const sites = (await answer.json()) as Site[];
    for (const { components } of sites)
      for (const one of Object.values(components)) one.latest = latest;
    await route.fulfill({ json: sites });
  });

test("where no rows come it does not say that all is well, but since when nothing came and what to do", async () => {
  const { page, context, faults } = await visit("/icon.svg");
  await withNewestRow(page, 3);
  await page.goto("/events?site=3&range=24h");
  await settled(page);
  const text = (await page.locator(".events .empty").textContent()) ?? "";
  expect(text).toMatch(/data is missing.*last sent data 3 h ago, .*Check the data coll/);
  expect(text).not.toContain("All clear");
  expect(await axe(page)).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});

test("the last 24 hours of a page that stays open are the last ones, and its chart moves on by itself", async () => {
  const { page, context } = await visit("/icon.svg");
  await page.route("**/stream/**", (route) => route.fulfill({ status: 403, json: {} }));
  await page.clock.install();
  const asked: number[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    const start = url.searchParams.get("start-time");
    if (start && url.pathname.includes("log-level-count")) asked.push(Date.parse(start));
  });
  await page.goto("/events?range=24h&site=1");
  await settled(page);
  const before = asked.length;
  await page.clock.fastForward("10:00:00");
  await expect.poll(() => asked.length).toBeGreaterThan(before);
  const now = await page.evaluate<number>("Date.now()");
  expect(Math.abs((asked.at(-1) ?? 0) - (now - 24 * 3_600_000))).toBeLessThan(60_000);
  await settled(page);
  const from = now - 24 * 3_600_000;
  const answer = await fetch(
    `${web()}${MAP}operating-sites/1/?start-time=${new Date(from).toISOString()}`,
  );
  const { count } = (await answer.json()) as { count: number };
  await expect.poll(() => rows(page).count()).toBe(count);
  await context.close();
});

test("an address with an event opens it, also where only the site and its number are known", async () => {
  const answer = await fetch(`${web()}${MAP}?page_size=1`);
  const { results } = (await answer.json()) as {
    results: { id: number; operating_site: number }[];
  };
  const [event] = results;
  const { page, context, faults } = await visit(
    `/events?site=${event?.operating_site}&event=${event?.id}&from=2020-01-01T00:00:00&to=2020-01-02T00:00:00`,
  );
  await settled(page);
  await expect.poll(() => page.getByRole("dialog").textContent()).toContain("Cause");
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.goto("/events?site=1&event=999999999");
  await page.getByText("Event not found").waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

test("a row opens and closes by keys, and the focus comes back to it", async () => {
  const { page, context, faults } = await visit("/events");
  await settled(page);
  const button = rows(page).first().getByRole("button");
  await button.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(await button.evaluate((node) => node === node.ownerDocument.activeElement)).toBe(true);
  expect(faults).toEqual([]);
  await context.close();
});

test.each(LANGUAGES)(
  "axe finds nothing on the page and on an opened event: %s, in both themes",
  async (language) => {
    const { page, context, faults } = await visit("/events", { language });
    await settled(page);
    expect(await axeInBothThemes(page)).toEqual([]);
    await rows(page).first().getByRole("button").click();
    await page.locator("dialog section").nth(1).waitFor();
    expect(await axeInBothThemes(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  },
);

test.each([375, 768, 1920])("at %i px nothing is wider than the page", async (width) => {
  const { page, context } = await visit("/events?site=1", { width, language: "ko" });
  await settled(page);
  const wide = await page.evaluate("document.documentElement.scrollWidth");
  expect(wide).toBe(width);
  await context.close();
});
