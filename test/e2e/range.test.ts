import { expect, test } from "vitest";
import { settled, useBrowser, visit } from "./support/browser.ts";

useBrowser();

test("a range that is typed is shown as far as there are rows, and the page says what it left out", async () => {
  const { page, context, faults } = await visit("/sites/1");
  await settled(page);
  const show = async (from: string, to: string) => {
    await page.getByLabel("From", { exact: true }).fill(from);
    await page.getByLabel("To", { exact: true }).fill(to);
    await page.getByRole("button", { name: "Apply", exact: true }).click();
  };
  const end = await page.getByLabel("To", { exact: true }).inputValue();
  const said = page.getByRole("form", { name: "Time range" }).getByRole("alert");
  await show("2024-01-01T00:00:00", "2024-01-02T00:00:00");
  await expect.poll(() => said.textContent()).toMatch(/No data in this range.*from .* to /);
  expect(page.url()).not.toContain("from=");
  await show("2024-01-01T00:00:00", `${Number(end.slice(0, 4)) + 1}-01-01T00:00:00`);
  await expect.poll(() => said.textContent()).toMatch(/^Limited to available data/);
  await page.waitForURL(/from=20/);
  await page.getByRole("button", { name: "24 h" }).click();
  await expect.poll(() => said.textContent()).toBe("");
  expect(faults).toEqual([]);
  await context.close();
});

test("a page whose code cannot be had says so, and is there when it can", async () => {
  const { page, context } = await visit("/");
  await settled(page);
  const script = /\/assets\/events-[^/]+\.js$/;
  await page.route(script, (route) => route.fulfill({ contentType: "text/html", body: "<p>" }));
  await page.getByRole("link", { name: "Events" }).click();
  await page.getByRole("heading", { name: "This page could not be loaded" }).waitFor();
  await page.unroute(script);
  await page.getByRole("button", { name: "Reload" }).click();
  await page.getByRole("heading", { name: "Events", level: 1 }).waitFor();
  await context.close();
});
