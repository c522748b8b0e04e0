import { expect, test } from "vitest";
import { settled, useBrowser, visit } from "./support/browser.ts";
import { useOwnService, web } from "./support/service.ts";

useBrowser();
useOwnService(["ess_platform", "ess_site_3"]);

test("the fleet shows every site with its newest figures and no error", async () => {
  const { page, context, faults } = await visit("/");
  await settled(page);
  expect(await page.locator("article.site h2").allTextContents()).toHaveLength(3);
  const card = page.locator("article.site").filter({ hasText: "Panli" });
  await expect.poll(() => card.locator("dl.figures").textContent()).toMatch(/SoC[\d.]+ %/);
  await expect.poll(() => card.textContent()).toContain("Last update: ");
  expect(faults).toEqual([]);
  await context.close();
});

test("a row that comes while the page is open is shown by itself, and the page says how old data are", async () => {
  const { page, context, faults } = await visit("/");
  await settled(page);
  const card = page.locator("article.site").filter({ hasText: "Hwanggeum" });
  const before = await card.locator("dl.figures dd").first().textContent();
  const timestamp = new Date(Date.now() + 1000).toISOString();
  const answer = await fetch(`${web()}/api/ess/operating-sites/3/bank/readings/`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify([{ timestamp, bank_id: 1, bank_soc: 7.3, bank_soh: 91.2 }]),
  });
  expect(answer.status, await answer.text()).toBe(200);
  await expect
    .poll(() => card.locator("dl.figures dd").first().textContent(), { timeout: 40_000 })
    .toContain("7.3 %");
  expect(before).not.toContain("7.3 %");
  await expect.poll(() => card.textContent()).toMatch(/Last update: .* ago \(.*Asia\/Seoul\)/);
  await expect.poll(() => card.textContent()).toContain("91.2 %");
  expect(faults).toEqual([]);
  await context.close();
});

test("a site whose database is away is said to be, and hides no other", async () => {
  const { page, context } = await visit("about:blank");
  await page.route("**/api/ess/operating-sites/", async (route) => {
    const answer = await route.fetch();
    const sites = await answer.json();
    sites[1].database = "unavailable";
    for (const component of Object.values<{ latest: null }>(sites[1].components))
      component.latest = null;
    await route.fulfill({ response: answer, json: sites });
  });
  await page.goto(web());
  await settled(page);
  const cards = page.locator("article.site");
  await expect.poll(() => cards.count()).toBe(3);
  await expect.poll(() => cards.first().textContent()).toContain("Database not responding");
  await expect.poll(() => cards.nth(2).locator("dl.figures").count()).toBe(1);
  await context.close();
});
