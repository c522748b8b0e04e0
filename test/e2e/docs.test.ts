import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { PROBLEMS } from "../../src/response/problem.ts";
import { axeInBothThemes } from "./support/axe.ts";
import { settled, useBrowser, visit } from "./support/browser.ts";
import { LANGUAGES } from "./support/languages.ts";

useBrowser();

const attempt = (page: Page) => page.locator(".attempt");
const overflow = (page: Page) => page.evaluate("document.documentElement.scrollWidth");

test("an address of problems that names none shows them all, whatever stands in it", async () => {
  for (const hash of ["#%E0%A4%A", "#nothing"]) {
    const { page, context, faults } = await visit(`/docs/errors${hash}`);
    await settled(page);
    await expect
      .poll(() => page.locator(".problems section.card").count())
      .toBe(Object.keys(PROBLEMS).length);
    await expect.poll(() => page.locator(".problems .wanted").count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  }
});

test("an operation is searched for, read, tried and shared by its address", async () => {
  const { page, context, faults } = await visit("/docs");
  await settled(page);
  await page.getByLabel("Search operations").fill("rows bank de-identified");
  await page.getByText("3 operations").waitFor();
  await page.getByRole("link", { name: "GET List the rows of a bank, de-identified" }).click();
  await page.getByRole("heading", { name: "List the rows of a bank, de-identified" }).waitFor();
  expect(new URL(page.url()).searchParams.get("operation")).toBe("listDeidentifiedBank");
  await expect.poll(() => page.locator(".needs").textContent()).toContain("di:read");
  expect(await page.title()).toContain("List the rows of a bank, de-identified");

  await attempt(page).getByLabel("page_size").fill("2");
  await attempt(page).getByLabel("site *").fill("2");
  const command = await page.getByRole("region", { name: "With curl" }).textContent();
  expect(command).toContain(`'${inject("web")}/api/ess/di/operating-sites/2/banks/1/?page_size=2'`);
  expect(command).toContain("Bearer $ESS_KEY");
  await page.reload();
  await settled(page);
  await expect.poll(() => attempt(page).getByLabel("page_size").inputValue()).toBe("2");
  await attempt(page).getByRole("button", { name: "Send" }).press("Enter");
  await attempt(page)
    .getByText(/Status 200 after \d+ ms/)
    .waitFor();
  const body = await attempt(page)
    .getByRole("region", { name: "Body of the answer" })
    .textContent();
  expect(JSON.parse(body ?? "").results).toHaveLength(2);
  await expect
    .poll(() => attempt(page).locator(".headers").textContent())
    .toContain("x-request-id");
  expect(faults).toEqual([]);
  await context.close();
});

test("a problem that is tried is shown as it is answered, and a long answer by its beginning", async () => {
  const { page, context, faults } = await visit("/docs?operation=listBank&p-page=0&p-site=2");
  await settled(page);
  await attempt(page).getByRole("button", { name: "Send" }).click();
  await attempt(page)
    .getByText(/Status 400/)
    .waitFor();
  await expect.poll(() => attempt(page).textContent()).toContain("invalid_parameters");
  await page.goto("/docs?operation=download&p-site=2");
  await attempt(page).getByRole("button", { name: "Send" }).click();
  await attempt(page).getByText("The beginning only").waitFor();
  const text = await attempt(page)
    .getByRole("region", { name: "Body of the answer" })
    .textContent();
  expect(text?.length).toBeLessThanOrEqual(20_480);
  expect(text?.split("\n")[0]?.toLowerCase()).toMatch(/^timestamp,bank_id,/);
  expect(faults.filter((fault) => !fault.includes("status of 400"))).toEqual([]);
  await context.close();
});

test("a stream that is tried is not waited for until its end", async () => {
  const { page, context, faults } = await visit("/docs?operation=streamEvents");
  await settled(page);
  await attempt(page).getByRole("button", { name: "Send" }).click();
  await attempt(page).getByText("The beginning only").waitFor({ timeout: 15_000 });
  await expect.poll(() => attempt(page).textContent()).toContain("retry: 1000");
  expect(faults).toEqual([]);
  await context.close();
});

test("what an answer holds opens by keys", async () => {
  const { page, context, faults } = await visit("/docs?operation=listSites");
  await settled(page);
  const fields = page.locator(".answer .fields").first();
  await expect.poll(() => fields.textContent()).toContain("time_zone");
  await fields.locator("summary").first().focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => fields.locator(".fields").count()).toBeGreaterThan(0);
  expect(faults).toEqual([]);
  await context.close();
});

test("in Korean no summary, parameter or field is left in English", async () => {
  const { page, context, faults } = await visit("/docs?operation=listSiteEvents", {
    language: "ko",
  });
  await settled(page);
  await page.getByRole("heading", { name: "사이트의 이벤트 목록 조회" }).waitFor();
  const texts = await page.locator(".operation h2, .operation .what, .answer h4").allTextContents();
  expect(texts.length).toBeGreaterThan(15);
  expect(texts.filter((text) => !/\p{Script=Hangul}/u.test(text))).toEqual([]);
  await page.getByLabel("오퍼레이션 찾기").fill("안전 상태 예측");
  await expect.poll(() => page.locator(".contents li a .method").count()).toBeGreaterThan(0);
  expect(faults).toEqual([]);
  await context.close();
});

test("an address of an operation that there is not says so", async () => {
  const { page, context, faults } = await visit("/docs?operation=nothing");
  await page.getByText("There is no operation nothing").waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

test("the page is there before its document, which may be slow", async () => {
  const { page, context } = await visit("/data");
  let answer = () => {};
  const isSlow = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/openapi.json", async (route) => {
    await isSlow;
    await route.continue();
  });
  await page.goto("/docs");
  await page.getByRole("heading", { name: "Ranges of time and zones" }).waitFor();
  await expect.poll(() => page.locator(".docs .skeleton").count()).toBe(1);
  answer();
  await page.getByText(/^1\d\d operations$/).waitFor();
  await context.close();
});

test.each(LANGUAGES)(
  "every problem is explained, and what a problem's type points at is shown: %s",
  async (language) => {
    const answer = await fetch(`${inject("web")}/api/ess/operating-sites/99/`);
    const { type, title } = (await answer.json()) as { type: string; title: string };
    const { page, context, faults } = await visit(type, { language });
    await settled(page);
    const wanted = page.locator("section.wanted");
    await expect.poll(() => wanted.getAttribute("id")).toBe("unknown_site");
    if (language === "en") await expect.poll(() => wanted.textContent()).toContain(title);
    expect(await wanted.evaluate((node) => node.getBoundingClientRect().top)).toBeLessThan(100);
    const ids = await page
      .locator(".problems section.card")
      .evaluateAll((all) => all.map(({ id }) => id));
    expect(ids).toEqual(Object.keys(PROBLEMS));
    const said = await page.locator(".problems section.card").allTextContents();
    const own = language === "ko" ? /상태 \d{3}[.,].*니다\./ : /Status \d{3}(\.|,| with).*\./;
    expect(said.filter((text) => !own.test(text))).toEqual([]);
    await page.locator(".codes a").filter({ hasText: "rate_limited" }).click();
    await expect.poll(() => wanted.getAttribute("id")).toBe("rate_limited");
    expect(faults).toEqual([]);
    await context.close();
  },
);

test.each(LANGUAGES)(
  "axe finds nothing in the guide, an operation and the problems: %s, in both themes",
  async (language) => {
    const { page, context, faults } = await visit("/icon.svg", { language });
    for (const path of [
      "/docs",
      "/docs?operation=ingestRack",
      "/docs?operation=listSites",
      "/docs/errors",
    ]) {
      await page.goto(path);
      await settled(page);
      expect(await axeInBothThemes(page), path).toEqual([]);
    }
    await page.goto("/docs?operation=getCaller");
    await attempt(page).locator("button.primary").click();
    await attempt(page).locator(".outcome").waitFor();
    expect(await axeInBothThemes(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  },
);

test.each([375, 1024, 1920])("at %i px nothing is wider than the page", async (width) => {
  const { page, context } = await visit("/icon.svg", { width, language: "ko" });
  for (const path of ["/docs", "/docs?operation=listSiteEvents", "/docs/errors"]) {
    await page.goto(path);
    await settled(page);
    expect(await overflow(page), path).toBe(width);
  }
  await context.close();
});
