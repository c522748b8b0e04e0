import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { settled, useBrowser, visit } from "./support/browser.ts";

useBrowser();

const FORECAST = "/sites/2?bank=1&part=forecast";
const chart = (page: Page, title: string) =>
  page.locator("section.chart").filter({ has: page.getByRole("heading", { name: title }) });

test("the next ten minutes are on the chart, after the newest row, with their interval", async () => {
  const { page, context, faults } = await visit(FORECAST);
  await settled(page);
  const own = chart(page, "Max cell voltage, 10 min ahead");
  await own.getByRole("button", { name: "Show as table" }).click();
  const [time = "", came = "", forecast = ""] = await own
    .locator("tbody tr")
    .last()
    .locator("th, td")
    .allTextContents();
  const newest = await page.locator(".now, header").getByText(/^At /).first().textContent();
  const at = Date.parse(/^At (.*?\d\d:\d\d:\d\d)/.exec(newest ?? "")?.[1] ?? "");
  expect(Date.parse(time) - at).toBeGreaterThan(0);
  expect(Date.parse(time) - at).toBeLessThanOrEqual(600_000);
  expect([came, forecast]).toEqual(["–", expect.stringMatching(/^\d(\.\d+)?$/)]);
  expect(faults).toEqual([]);
  await context.close();
});

test("what is forecast of one quantity is never shown as that of another", async () => {
  const { page, context } = await visit(FORECAST);
  await settled(page);
  await page.route("**/multi-step-forecasting-max-cell-temperature/**", (route) =>
    route.fulfill({ status: 503, json: { code: "database_unavailable", status: 503 } }),
  );
  const day = chart(page, "Day-ahead forecast");
  await day.getByRole("button", { name: "Show as table" }).click();
  await expect.poll(() => day.locator("thead").textContent()).toMatch(/\(V\)/);
  await day.getByRole("combobox").selectOption("max_cell_temperature");
  await day.getByRole("alert").waitFor();
  await expect.poll(() => day.locator("tbody tr").count()).toBe(0);
  await context.close();
});
