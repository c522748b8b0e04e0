import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { axeInBothThemes } from "./support/axe.ts";
import { settled, useBrowser, visit } from "./support/browser.ts";
import { useClosedService } from "./support/closed.ts";
import { LANGUAGES } from "./support/languages.ts";
import { web } from "./support/service.ts";

useBrowser();
const service = useClosedService();

/** The page of keys, for an administrator. */
async function visitKeys(look: Parameters<typeof visit>[1] = {}) {
  const key = await service.makeKey({ name: "Chief" });
  const visited = await visit("/icon.svg", look);
  await visited.page.evaluate(`sessionStorage.setItem("ess-edge.key", "${key}")`);
  await visited.page.goto("/keys");
  await visited.page.locator(".keys table").first().waitFor();
  await settled(visited.page);
  visited.faults.splice(0); // of the first visit, without a key
  return { ...visited, key };
}

const row = (page: Page, name: string) =>
  page.locator(".keys tbody tr").filter({ has: page.getByRole("rowheader", { name }) });

test("a key is made, shown once, works, is revoked after a question, and the audit says so", async () => {
  const { page, context, faults } = await visitKeys();
  await page.getByRole("button", { name: "New key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Create key" }).click();
  await dialog.getByText("Enter a name.").waitFor();
  await dialog.getByLabel("Name").fill("Battery lab 7");
  await dialog.getByRole("button", { name: "Create key" }).click();
  await dialog.getByText("Select at least one scope").waitFor();
  await dialog.getByLabel("raw:read").check();
  await dialog.getByLabel("Selected sites").check();
  await dialog.getByLabel("Panli").check();
  await dialog.getByLabel("Expires").selectOption("30");
  await dialog.getByRole("button", { name: "Create key" }).click();

  await dialog.getByText("It is not stored").waitFor();
  const text = await dialog.getByLabel("Full key").inputValue();
  expect(text).toMatch(/^ess_\w{8}_[\w-]{43}$/);
  await page.keyboard.press("Escape");
  await expect.poll(() => dialog.getByLabel("Full key").inputValue()).toBe(text);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await dialog.getByRole("button", { name: "Copy" }).click();
  await dialog.getByText("Copied").waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe(text);
  const stored = "JSON.stringify(sessionStorage) + JSON.stringify(localStorage)";
  expect(await page.evaluate(stored)).not.toContain(text);
  await dialog.getByRole("button", { name: "I have saved it" }).click();
  expect(await page.content()).not.toContain(text.slice(13));

  const own = row(page, "Battery lab 7");
  await own.waitFor();
  await expect.poll(() => own.textContent()).toMatch(/Active.*raw:read.*Panli/);
  const ask = () =>
    fetch(`${web()}/api/ess/caller/`, { headers: { authorization: `Bearer ${text}` } });
  expect(await (await ask()).json()).toMatchObject({ scopes: ["raw:read"], sites: [2] });

  await own.getByRole("button", { name: "Revoke Battery lab 7" }).click();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await own.getByRole("button", { name: "Revoke Battery lab 7" }).click();
  await dialog.getByRole("button", { name: "Revoke key" }).click();
  await page.getByText("Key revoked: Battery lab 7").waitFor();
  await own.waitFor({ state: "detached" });
  await page.getByLabel("Show revoked and expired keys").check();
  expect(new URL(page.url()).search).toBe("?all=1");
  await expect.poll(() => own.textContent()).toContain("Revoked");

  await page.reload();
  await settled(page);
  const lookup = text.slice(4, 12);
  const audit = await page.locator(".audit tbody").textContent();
  expect(audit).toContain(`Created key ${lookup}`);
  expect(audit).toContain(`Revoked key ${lookup}`);
  expect(faults).toEqual([]);
  await context.close();
});

test("who revokes the own key is warned and then asked to sign in", async () => {
  const { page, context, key } = await visitKeys();
  const own = page
    .locator(".keys tbody tr")
    .filter({ hasText: key.slice(4, 12) })
    .first();
  await expect.poll(() => own.textContent()).toContain("Yours");
  await own.getByRole("button").click();
  await page.getByText("Revoking it signs you out").waitFor();
  await page.getByRole("button", { name: "Revoke key" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await context.close();
});

test("a window whose key is being made or shown does not close, however often Escape is pressed", async () => {
  const { page, context, faults } = await visitKeys();
  let answer = () => {};
  const isWanted = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/api/ess/keys/", async (route) => {
    if (route.request().method() === "POST") await isWanted;
    await route.continue();
  });
  await page.getByRole("button", { name: "New key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Not lost");
  await dialog.getByLabel("raw:read").check();
  await dialog.getByRole("button", { name: "Create key" }).click();
  for (let i = 0; i < 3; i++) await page.keyboard.press("Escape");
  await page.mouse.click(5, 5);
  answer();
  await dialog.getByLabel("Full key").waitFor();
  for (let i = 0; i < 3; i++) await page.keyboard.press("Escape");
  await expect.poll(() => dialog.getByLabel("Full key").inputValue()).toMatch(/^ess_/);
  await dialog.getByRole("button", { name: "I have saved it" }).click();
  await dialog.waitFor({ state: "detached" });
  expect(faults).toEqual([]);
  await context.close();
});

test("what the service refuses to make is told with its reason", async () => {
  const { page, context } = await visitKeys();
  const narrow = await service.makeKey({ name: "Deputy", sites: [2] });
  await page.evaluate(`sessionStorage.setItem("ess-edge.key", "${narrow}")`);
  await page.reload();
  await settled(page);
  await page.getByRole("button", { name: "New key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Too much");
  await dialog.getByLabel("raw:read").check();
  await dialog.getByRole("button", { name: "Create key" }).click();
  await dialog
    .getByRole("alert")
    .filter({ hasText: 'can create keys only for its own sites. Set "sites" to some of: 2' })
    .waitFor();
  await context.close();
});

test.each(LANGUAGES)(
  "axe finds nothing on the keys and where one is made: %s, in both themes",
  async (language) => {
    const { page, context, faults } = await visitKeys({ language });
    expect(await axeInBothThemes(page)).toEqual([]);
    await page.locator(".keys button.primary").first().click();
    await page.getByRole("dialog").waitFor();
    expect(await axeInBothThemes(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  },
);

test.each([375, 1920])("at %i px nothing is wider than the page", async (width) => {
  const { page, context } = await visitKeys({ width, language: "ko" });
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
  await context.close();
});

// Last: it makes many keys, and every page above would be as long.
test("the audit is of one key where one is chosen, and goes on to older entries", async () => {
  const { page, context, key, faults } = await visitKeys();
  const lookup = key.slice(4, 12);
  await page.getByRole("combobox", { name: "Key" }).selectOption(lookup);
  await expect.poll(() => new URL(page.url()).search).toBe(`?key=${lookup}`);
  await page.getByText("No audit entries yet").waitFor();
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  for (let i = 0; i < 51; i++) {
    const body = JSON.stringify({ name: `Many ${i}`, scopes: ["raw:read"] });
    const made = await fetch(`${web()}/api/ess/keys/`, { method: "POST", headers, body });
    expect(made.status).toBe(201);
  }
  await page.reload();
  await settled(page);
  const entries = page.locator(".audit tbody tr");
  await expect.poll(() => entries.count()).toBe(50);
  await page.getByRole("button", { name: "Older entries" }).press("Enter");
  await expect.poll(() => entries.count()).toBe(51);
  await page.getByText("No older entries").waitFor();

  await page.getByRole("button", { name: "New key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("One more");
  await dialog.getByLabel("raw:read").check();
  await dialog.getByRole("button", { name: "Create key" }).click();
  await dialog.getByRole("button", { name: "I have saved it" }).click();
  const shown = async () => (await entries.allTextContents()).map((text) => text.trim());
  await expect.poll(() => entries.count()).toBe(50);
  const [newest = ""] = await shown();
  const [, made = ""] = /Created key (\w{8})/.exec(newest) ?? [];
  await expect.poll(() => row(page, "One more").textContent()).toContain(made || "no entry");
  await page.getByRole("button", { name: "Older entries" }).press("Enter");
  await expect.poll(() => entries.count()).toBe(52);
  expect(new Set(await entries.locator("td:nth-child(3)").allTextContents()).size).toBe(52);

  await row(page, "One more").getByRole("button").click();
  await dialog.getByRole("button", { name: "Revoke key" }).click();
  await expect.poll(async () => (await shown())[0]).toContain(`Revoked key ${made}`);
  expect(faults).toEqual([]);
  await context.close();
});
