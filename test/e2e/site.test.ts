import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { settled, useBrowser, visit } from "./support/browser.ts";

useBrowser();

const chart = (page: Page, title: string) =>
  page.locator("section.chart").filter({ has: page.getByRole("heading", { name: title }) });

const rangeOf = (page: Page) => {
  const { searchParams } = new URL(page.url());
  const [from, to] = ["from", "to"].map((name) => Date.parse(`${searchParams.get(name)}Z`) / 1000);
  return { from: from ?? 0, to: to ?? 0, width: (to ?? 0) - (from ?? 0) };
};

/** Waits until the address says another range than before. */
async function moved(page: Page, before: string): Promise<void> {
  await page.waitForURL((url) => url.searchParams.toString() !== before);
  await settled(page);
}

const toldTime = (spoken: string | null): number =>
  Date.parse(`${/^At (.*?\d\d:\d\d:\d\d)/.exec(spoken ?? "")?.[1]}Z`) / 1000;

/** The time that the line of a chart's cursor stands at, to the minute of its pixel. */
async function cursorTime(page: Page, title: string): Promise<number> {
  const { from, width } = rangeOf(page);
  const at = (selector: string) => chart(page, title).locator(selector).boundingBox();
  const [area, line] = [await at(".u-over"), await at(".u-cursor-x")];
  const share = ((line?.x ?? 0) - (area?.x ?? 0)) / (area?.width ?? 1);
  return Math.round((from + share * width) / 120) * 120;
}

test("from the fleet to a site, into a chart by the wheel, and a point explained", async () => {
  const { page, context, faults } = await visit("/");
  await page.getByRole("link", { name: "Panli" }).click();
  await settled(page);
  const voltages = chart(page, "Cell voltage");
  const plot = voltages.locator(".plot");
  await plot.focus();
  const box = await plot.boundingBox();
  await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + 80);
  const asked = page.waitForResponse((response) => response.url().includes("/aggregate/"));
  await page.mouse.wheel(0, -800);
  await moved(page, "");
  const { width } = rangeOf(page);
  expect(width).toBeGreaterThan(600);
  expect(width).toBeLessThan(43_200);
  const finer = new URL((await asked).url()).searchParams;
  expect(Date.parse(finer.get("start-time") ?? "")).toBeGreaterThan(0);

  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + 80);
  await voltages.getByRole("button", { name: "Explain value" }).click();
  const dialog = page.getByRole("dialog");
  const text = await dialog.textContent();
  expect(text).toMatch(/Asia\/Seoul/);
  expect(text).toContain("max_cell_voltage_of_bank");
  expect(text).toMatch(/\d\.\d+ V/);
  expect(await dialog.getByRole("link", { name: "Show these rows" }).getAttribute("href")).toMatch(
    /^\/data\?site=2&component=bank&bank=1&from=/,
  );
  expect(faults).toEqual([]);
  await context.close();
});

test("zooming in asks for finer values down to the rows themselves", async () => {
  const { page, context, faults } = await visit("/sites/2");
  await settled(page);
  const soc = chart(page, "State of charge");
  const widthText = () => soc.locator(".width").textContent();
  const coarse = await widthText();
  for (let i = 0; i < 7; i++) await soc.getByRole("button", { name: "Zoom in" }).click();
  await moved(page, "");
  await expect.poll(widthText).not.toBe(coarse);
  expect(await widthText()).toMatch(/-second averages$/);
  const table = soc.getByRole("button", { name: "Show as table" });
  await table.click();
  // Rows are two minutes apart in this data: that is as fine as it gets.
  const times = await soc.locator("tbody th").allTextContents();
  expect(times.length).toBeGreaterThan(2);
  const [first = 0, second = 0] = times.map((time) => Date.parse(time));
  expect(second - first).toBe(120_000);
  expect(faults).toEqual([]);
  await context.close();
});

test("a chart is read, moved, zoomed and explained by keys alone", async () => {
  const { page, context, faults } = await visit("/");
  await settled(page);
  const tabTo = async (what: string) => {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press("Tab");
      const name = await page.evaluate<string>(
        `document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? ""`,
      );
      if (name.trim() === what) return;
    }
    throw new Error(`Tab never reaches ${what}`);
  };
  await tabTo("Panli");
  await page.keyboard.press("Enter");
  await settled(page);
  await tabTo("Cell voltage");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  const spoken = () => chart(page, "Cell voltage").locator('[aria-live="polite"]').textContent();
  const first = await spoken();
  expect(first).toMatch(/^At .*Max cell \d\.\d+ V, Min cell \d\.\d+ V$/);
  await page.keyboard.press("ArrowRight");
  const second = await spoken();
  expect(second).not.toBe(first);
  await page.keyboard.press("+");
  await moved(page, "");
  expect(await spoken()).toBe(second);
  expect(await cursorTime(page, "Cell voltage")).toBe(toldTime(second));
  const { from, width } = rangeOf(page);
  expect(width).toBeLessThan(43_300);
  const before = new URL(page.url()).searchParams.toString();
  await page.keyboard.press("Shift+ArrowLeft");
  await moved(page, before);
  expect(from - rangeOf(page).from).toBeCloseTo(width / 4, -1);
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  // The focus is back where it was.
  await expect
    .poll(() => page.evaluate(`document.activeElement?.getAttribute("role")`))
    .toBe("application");
  expect(faults).toEqual([]);
  await context.close();
});

test("the table's last values are those of the newest row", async () => {
  const { page, context, faults } = await visit("/sites/2");
  await settled(page);
  const latest = await page.request.get("/api/ess/operating-sites/2/banks/1/latest/");
  const row = await latest.json();
  const voltages = chart(page, "Cell voltage");
  await voltages.getByRole("button", { name: "Show as table" }).click();
  const cells = await voltages.locator("tbody tr").last().locator("td").allTextContents();
  expect(cells.map(Number)).toEqual([row.max_cell_voltage_of_bank, row.min_cell_voltage_of_bank]);
  expect(faults).toEqual([]);
  await context.close();
});

test("the address holds the whole view: it is the same for who opens it", async () => {
  const first = await visit("/sites/2");
  await settled(first.page);
  await first.page.getByRole("combobox", { name: "Bank" }).selectOption("2");
  await first.page.getByRole("combobox", { name: "Rack" }).selectOption("3");
  await first.page.getByRole("button", { name: "Safety" }).click();
  await first.page.getByRole("button", { name: "1 h", exact: true }).click();
  await first.page.waitForURL(/from=/);
  await settled(first.page);
  const address = first.page.url();
  expect(address).toMatch(/bank=2&rack=3&part=safety&from=.*&to=/);
  const second = await visit(address);
  await settled(second.page);
  const look = async (page: Page) => ({
    bank: await page.getByRole("combobox", { name: "Bank" }).inputValue(),
    rack: await page.getByRole("combobox", { name: "Rack" }).inputValue(),
    from: await page.getByLabel("From", { exact: true }).inputValue(),
    charts: await page.locator("section.chart h2").allTextContents(),
  });
  expect(await look(second.page)).toEqual(await look(first.page));
  expect((await look(second.page)).charts).toContain("SoS factors");
  await first.context.close();
  await second.context.close();
});

test("a state of safety is explained by its seven inputs, limits and factors", async () => {
  const { page, context, faults } = await visit("/sites/2?bank=1&rack=2&part=safety");
  await settled(page);
  const plot = chart(page, "State of safety (SoS)").locator(".plot");
  await plot.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  const rows = page.getByRole("dialog").locator("tbody tr");
  await expect.poll(() => rows.count()).toBe(7);
  await expect
    .poll(() => rows.first().textContent())
    .toMatch(/Over-voltage[\d.]+ V[\d.]+ V[\d.]+ V/);
  expect(faults).toEqual([]);
  await context.close();
});

test("a site, bank or rack that is not there is said to be none, with those that are", async () => {
  for (const address of ["/sites/9", "/sites/2?bank=7", "/sites/2?bank=1&rack=99"]) {
    const { page, context } = await visit(address);
    await page.getByRole("heading", { name: "Site, bank or rack not found" }).waitFor();
    await expect.poll(() => page.locator("main a.button").count()).toBe(3);
    await context.close();
  }
});

test("what cannot be loaded says so and is tried again by a button", async () => {
  const { page, context } = await visit("/");
  await settled(page);
  await page.route("**/aggregate/**", (route) => route.abort());
  await page.getByRole("link", { name: "Panli" }).click();
  const failure = page.getByRole("alert").filter({ hasText: "is not responding" }).first();
  await failure.waitFor();
  await page.unroute("**/aggregate/**");
  await failure.getByRole("button", { name: "Try again" }).click();
  await settled(page);
  await expect.poll(() => page.locator(".plot canvas").count()).toBeGreaterThan(3);
  await context.close();
});

test("the newest values are of the place that is chosen, with their age, or it is said why not", async () => {
  const { page, context } = await visit("/sites/2");
  await settled(page);
  const newest = page.locator(".newest");
  await expect.poll(() => newest.textContent()).toMatch(/SoC[\d.]+ %.*At .*, \d+ (s|min) ago/);
  await page.route("**/banks/2/latest/**", (route) =>
    route.fulfill({ status: 503, contentType: "application/problem+json", json: { status: 503 } }),
  );
  await page.getByRole("combobox", { name: "Bank" }).selectOption("2");
  await newest.getByRole("alert").waitFor();
  await expect.poll(() => newest.locator("dd").allTextContents()).toContain("– %");
  expect(await newest.locator("dl").textContent()).not.toMatch(/\d/);
  await page.unroute("**/banks/2/latest/**");
  await newest.getByRole("button", { name: "Try again" }).click();
  await newest.getByRole("alert").waitFor({ state: "detached" });
  await expect.poll(() => newest.textContent()).toMatch(/SoC[\d.]+ %/);
  await page.clock.setFixedTime(Date.now() + 3 * 3_600_000);
  await expect.poll(() => newest.textContent(), { timeout: 15_000 }).toMatch(/, 3 h ago/);
  await expect.poll(() => newest.textContent()).toContain("No new data");
  await context.close();
});
