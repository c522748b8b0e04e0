import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { axe } from "./support/axe.ts";
import { settled, useBrowser, visit } from "./support/browser.ts";
import { useClosedService } from "./support/closed.ts";

useBrowser();
const service = useClosedService();

/** What the browser says of answers that are meant here. */
const unmeant = (faults: string[]) => faults.filter((fault) => !/status of 40[13]/.test(fault));
const isSignIn = (page: Page) => page.getByRole("heading", { name: "Sign in" }).waitFor();

async function signIn(page: Page, key: string): Promise<void> {
  await page.getByLabel("API key").fill(key);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("who has no key is asked for one, told what is wrong with it, let in with it and out again", async () => {
  const { page, context, faults } = await visit("/");
  const urls: string[] = [];
  page.on("request", (request) => urls.push(request.url()));
  await isSignIn(page);
  await signIn(page, "ess_12345678");
  await page.getByText("An API key is ess_").waitFor();
  await signIn(page, `ess_12345678_${"x".repeat(43)}`);
  await page.getByText("Invalid API key").waitFor();
  const key = await service.makeKey();
  await signIn(page, `  ${key} `);
  await page.getByRole("heading", { name: "Fleet" }).waitFor();
  await settled(page);
  await expect.poll(() => page.locator("article.site").count()).toBe(3);

  const kept = await page.evaluate<{ session: string; local: string; cookie: string }>(
    "({ session: JSON.stringify(sessionStorage), local: JSON.stringify(localStorage), cookie: document.cookie })",
  );
  expect(kept.session).toContain(key);
  expect(kept.local + kept.cookie).not.toContain("ess_");
  const secret = key.slice(13);
  expect(urls.length).toBeGreaterThan(5);
  expect(urls.filter((url) => url.includes(secret))).toEqual([]);
  expect(page.url()).not.toContain(secret);

  await page.reload();
  await page.getByRole("heading", { name: "Fleet" }).waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await isSignIn(page);
  expect(await page.evaluate("JSON.stringify(sessionStorage)")).not.toContain("ess_");
  await page.reload();
  await isSignIn(page);
  expect(unmeant(faults)).toEqual([]);
  await context.close();
});

test("a key that is refused in an open tab leads to signing in, which goes on where one was", async () => {
  const { page, context } = await visit("/sites/2?bank=2&part=safety");
  await signIn(page, await service.makeKey());
  await page.locator("section.chart").first().waitFor();
  await settled(page);
  await page.route(/\/api\/ess\/(?!caller)/, (route) =>
    route.fulfill({
      status: 401,
      contentType: "application/problem+json",
      json: { status: 401, code: "unauthorized", title: "Authentication required" },
    }),
  );
  await page.getByRole("button", { name: "Operation" }).click();
  await isSignIn(page);
  await page.getByText("Invalid API key").waitFor();
  await expect.poll(() => page.locator("section.chart, .newest, nav").count()).toBe(0);
  const address = page.url();
  expect(address).toMatch(/sites\/2\?bank=2$/);
  await page.unrouteAll();
  await signIn(page, await service.makeKey());
  await page.getByRole("heading", { name: "Panli" }).waitFor();
  await settled(page);
  expect(page.url()).toBe(address);
  await expect.poll(() => page.locator("section.chart").count()).toBeGreaterThan(0);
  await context.close();
});

test("who signs out without a connection sees nothing of the data any more", async () => {
  const { page, context } = await visit("/");
  await signIn(page, await service.makeKey());
  await page.getByRole("heading", { name: "Fleet" }).waitFor();
  await settled(page);
  await page.route("**/api/**", (route) => route.abort());
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("The service is not responding").waitFor();
  expect(await page.locator("body").innerText()).not.toMatch(/Panli|SoC|Sign out/);
  expect(await page.evaluate("JSON.stringify(sessionStorage)")).not.toContain("ess_");
  await page.unrouteAll();
  await page.getByRole("button", { name: "Try again" }).click();
  await isSignIn(page);
  await context.close();
});

test("another tab is asked for the key again", async () => {
  const { page, context } = await visit("/");
  await signIn(page, await service.makeKey());
  await page.getByRole("heading", { name: "Fleet" }).waitFor();
  const other = await context.newPage();
  await other.goto("/");
  await isSignIn(other);
  await context.close();
});

test("a key of few scopes sees what it may, and pages say what is missing", async () => {
  const { page, context, faults } = await visit("/events");
  await signIn(page, await service.makeKey({ scopes: ["raw:read"], sites: [2] }));
  await page.getByText("Your key cannot view events").waitFor();
  expect(await page.getByRole("navigation").textContent()).not.toContain("Keys");
  await page.goto("/keys");
  await page.getByText("Only administrators can view API keys").waitFor();
  expect(unmeant(faults)).toEqual([]);
  await context.close();
});

test("a key that may not see everything is told so on the fleet, which makes nothing up", async () => {
  const { page, context, faults } = await visit("/");
  await signIn(page, await service.makeKey({ scopes: ["raw:read"], sites: [3] }));
  await page.getByText("your key lacks analytics:read").waitFor();
  await settled(page);
  const card = page.locator("article.site");
  await expect.poll(() => card.textContent()).toMatch(/SoC[\d.]+ %/);
  await expect.poll(() => card.textContent()).toContain("Events unknown: no access with this key");
  await expect.poll(() => card.textContent()).toContain("SoS unknown: no access with this key");
  expect(await card.textContent()).not.toMatch(/All clear|No forecast yet/);
  expect(await axe(page)).toEqual([]);
  expect(faults.filter((fault) => fault.includes("403"))).toEqual([]);
  await context.close();
});

test.each(["di:read", "analytics:read"] as const)(
  "the newest values of a site are said not to be for a key of %s alone",
  async (scope) => {
    const { page, context } = await visit("/sites/3");
    await signIn(page, await service.makeKey({ scopes: [scope] }));
    await page.getByText("Your key cannot view current values").waitFor();
    await context.close();
  },
);

test("who may read events but not acknowledge them is told so", async () => {
  const { page, context, faults } = await visit("/events?range=all");
  await signIn(page, await service.makeKey({ scopes: ["analytics:read"], sites: [2] }));
  await page.locator("li.event button").first().click();
  await page.getByText("Your key cannot acknowledge events").waitFor();
  expect(await page.locator("li.event .place").allTextContents()).not.toContain("Sionyu");
  expect(unmeant(faults)).toEqual([]);
  await context.close();
});

test.each([
  ["en", "light"],
  ["ko", "dark"],
] as const)("axe finds nothing where a key is asked for: %s, %s", async (language, theme) => {
  const { page, context } = await visit("/", { language, theme });
  await page.locator("form").waitFor();
  expect(await axe(page)).toEqual([]);
  await context.close();
});
