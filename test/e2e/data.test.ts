import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { withClient } from "../../dev/database/migrate.ts";
import { axe, axeInBothThemes } from "./support/axe.ts";
import { settled, useBrowser } from "./support/browser.ts";
import { choice, field, openData, plainFile, saved } from "./support/data.ts";
import { LANGUAGES } from "./support/languages.ts";

useBrowser();

const api = <T>(path: string): Promise<T> =>
  fetch(inject("web") + path).then((answer) => answer.json() as Promise<T>);
const figures = (page: Page) => page.locator(".file .figures").textContent();

describe("the data page", () => {
  test("opens with the newest day: its exact rows, its size, its first rows, all in the address", async () => {
    const { page, context, faults } = await openData("", "downloads");
    const query = new URL(page.url()).searchParams;
    expect([query.get("site"), query.get("component")]).toEqual(["1", "bank"]);
    const range = `start-time=${query.get("from")}&end-time=${query.get("to")}`;
    const file = await plainFile(
      inject("web"),
      `/api/ess/download/operating-sites/1/bank/?${range}`,
    );
    const lines = file.toString().trimEnd().split("\r\n");
    expect(await figures(page)).toContain((lines.length - 1).toLocaleString("en"));
    const [, kilobytes] = /about ([\d.]+) kB/.exec((await figures(page)) ?? "") ?? [];
    expect(Math.abs(Number(kilobytes) * 1000 - file.length)).toBeLessThan(0.1 * file.length);
    const cells = (row: number) =>
      page.locator(`.preview tbody tr:nth-child(${row}) td`).allTextContents();
    for (const row of [1, 20]) {
      const shown = (await cells(row)).map((text) => (text === "–" ? "" : text));
      expect(shown).toEqual(lines[row]?.split(","));
    }
    await expect
      .poll(() => page.locator(".preview thead code").allTextContents())
      .toEqual(lines[0]?.split(","));
    await expect
      .poll(() => page.getByRole("button", { name: "1 day" }).getAttribute("aria-pressed"))
      .toBe("true");
    expect(faults).toEqual([]);
    await context.close();
  });

  test("saves what was chosen, and its address shows the same again", async () => {
    const { page, context, faults } = await openData("", "downloads");
    await choice(page, "Site").selectOption({ label: "Panli" });
    await choice(page, "Component").selectOption({ label: "Rack" });
    await expect.poll(() => choice(page, "Rack").isDisabled()).toBe(true);
    await choice(page, "Bank").selectOption({ label: "Bank 2" });
    await choice(page, "Rack").selectOption({ label: "Rack 8" });
    await choice(page, "Names").selectOption({ label: "De-identified" });
    await page.getByRole("button", { name: "1 hour" }).click();
    await settled(page);
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await expect.poll(() => page.getByRole("alert").textContent()).toContain("at least one field");
    await expect
      .poll(() => page.getByRole("button", { name: "Download", exact: true }).isDisabled())
      .toBe(true);
    await page.getByRole("searchbox").fill("rack_max_cell_volt");
    await page.getByRole("searchbox").press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("searchbox").fill("");
    await page.getByRole("checkbox", { name: /^timestamp/ }).focus();
    await page.keyboard.press("Space");
    await settled(page);
    const columns = ["timestamp", "rack_max_cell_voltage", "rack_max_cell_voltage_position"];
    await expect.poll(() => page.locator(".preview thead code").allTextContents()).toEqual(columns);

    const address = page.url();
    await page.goto(address);
    await settled(page);
    expect(page.url()).toBe(address);
    await expect.poll(() => choice(page, "Rack").inputValue()).toBe("8");
    await expect.poll(() => page.locator(".preview thead code").allTextContents()).toEqual(columns);
    const { name, bytes } = await saved(page);
    expect(name).toMatch(/^ess-site-2-rack-di_bank-2_rack-8_\d+T\d+Z_\d+T\d+Z\.csv$/);
    const [header, ...lines] = bytes.toString().trimEnd().split("\r\n");
    expect(header).toBe(columns.join(","));
    expect(lines.length).toBe(30);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("hides the names of a de-identified file, and says what they are", async () => {
    const { page, context, faults } = await openData(
      "?site=2&component=bank&names=di",
      "downloads",
    );
    const names = await page.locator(".preview thead code").allTextContents();
    expect(names.filter((name) => /^bk_[0-9a-f]{8}$/.test(name)).length).toBeGreaterThan(20);
    expect(names.join()).not.toMatch(/fault|warning|protection/);
    const column = names.findIndex((name) => name.startsWith("bk_")) + 1;
    const cells = page.locator(`.preview tbody td:nth-child(${column})`);
    expect(new Set(await cells.allTextContents())).not.toContain("–");
    const header = (await saved(page)).bytes.toString().split("\r\n")[0];
    expect(header).toBe(names.join(","));
    await expect
      .poll(() => page.getByRole("group", { name: "De-identified" }).textContent())
      .toContain("De-identified column");
    expect(faults).toEqual([]);
    await context.close();
  });

  test("says that a range is none, keeps what was typed, and lets nothing be downloaded", async () => {
    const { page, context, faults } = await openData("?site=2", "downloads");
    const to = field(page, "To (exclusive)");
    const before = await field(page, "From").inputValue();
    await to.fill("2020-01-01T00:00:00");
    await expect
      .poll(() => page.getByRole("alert").textContent())
      .toBe("The end must be after the start.");
    await expect.poll(() => to.getAttribute("aria-invalid")).toBe("true");
    await expect.poll(() => field(page, "From").inputValue()).toBe(before);
    await expect
      .poll(() => page.getByRole("button", { name: "Download", exact: true }).isDisabled())
      .toBe(true);
    await field(page, "From").fill("2019-12-31T00:00:00");
    await settled(page);
    await expect
      .poll(() => page.locator(".preview").textContent())
      .toContain("No rows in this range");
    await page.getByRole("button", { name: "Go to the latest day" }).click();
    await settled(page);
    await expect.poll(() => page.locator(".preview tbody tr").count()).toBe(20);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("draws what is missing, and lists it with its length and its rows", async () => {
    const { latest } = (
      await api<{ components: { etc: { latest: string } } }>("/api/ess/operating-sites/3/")
    ).components.etc;
    const day = new Date(Date.parse(latest) - 36 * 3_600_000).toISOString().slice(0, 10);
    await withClient(`${inject("server")}ess_site_3`, (client) =>
      client.query(
        `delete from etc where "TIMESTAMP" >= $1::timestamp at time zone 'Asia/Seoul' and "TIMESTAMP" < $2::timestamp at time zone 'Asia/Seoul'`,
        [`${day} 03:00`, `${day} 04:10`],
      ),
    );
    const query = `?site=3&component=etc&from=${day}T00:00:00&to=${day}T12:00:00`;
    const { page, context, faults } = await openData(query, "downloads");
    const gaps = page.locator(".gaps");
    await expect
      .poll(() => gaps.textContent())
      .toContain("1 gap in the selected range, found row by row.");
    await expect
      .poll(() => gaps.getByRole("img").getAttribute("aria-label"))
      .toMatch(/^Whole component: 90\.3 % present, gaps: 1$/);
    const [x, width] = await Promise.all(
      ["x", "width"].map((name) => gaps.locator("rect.gone").getAttribute(name)),
    );
    expect(Number(x)).toBeCloseTo((3 / 12) * 1000, 3);
    expect(Number(width)).toBeCloseTo((70 / 720) * 1000, 3);
    await gaps.getByText("List of gaps (1)").click();
    const cells = await gaps.locator("tbody td").allTextContents();
    expect(cells[0]).toBe("Whole component");
    expect(cells[1]).toContain("03:00:00");
    expect(cells[2]).toContain("04:10:00");
    expect(cells.slice(3)).toEqual(["1 hr 10 min", "35"]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("says that it is not known what is missing where an answer about gaps was cut", async () => {
    const query = "?site=3&component=etc&from=2026-01-05T00:00:00&to=2026-01-05T10:00:00";
    const { page, context, faults } = await openData("?site=3&component=pcs", "downloads");
    const at = (hour: number) => Date.parse("2026-01-05T00:00:00+09:00") + hour * 3_600_000;
    await page.route("**/etc/gaps/**", (route) =>
      route.fulfill({
        json: {
          sources: [{ rows: 500, gaps: 3, missing: 1000 }],
          gaps: [
            { start: at(1), end: at(2), missing: 1 },
            { start: at(3), end: at(4), missing: 1 },
          ],
          count: 3,
          complete: false,
        },
      }),
    );
    await page.goto(`/data${query}`);
    await settled(page);
    const gaps = page.locator(".gaps");
    const told = await gaps.locator(".note").textContent();
    expect(told).toMatch(/only the first 2 are drawn, and gaps after .*04:00:00 are unknown/);
    await expect
      .poll(() => gaps.getByRole("img").getAttribute("aria-label"))
      .toMatch(/^Whole component: 33\.3 % present, gaps: 2; unknown after .*04:00:00$/);
    const unknown = gaps.locator("rect.unknown");
    expect(Number(await unknown.getAttribute("x"))).toBeCloseTo(400, 3);
    expect(Number(await unknown.getAttribute("width"))).toBeCloseTo(600, 3);
    await expect.poll(() => gaps.locator(".key").textContent()).toContain("Unknown");
    expect(await axe(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("counts by buckets where the range is long, one lane for each rack", async () => {
    const to = new Date().toISOString().slice(0, 10);
    const query = `?site=2&component=rack&from=2026-01-01T00:00:00&to=${to}T00:00:00`;
    const { page, context, faults } = await openData(query, "downloads");
    const gaps = page.locator(".gaps");
    await expect.poll(() => gaps.textContent()).toMatch(/rows are counted per \d+ (hour|day|week)/);
    await expect.poll(() => gaps.getByRole("img").count()).toBe(17);
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe("who may not", () => {
  const as = async (scopes: string[], query: string) => {
    const caller = { key: "0a1b2c3d", scopes, sites: [1, 2, 3], expires_at: null };
    const opened = await openData(query, "downloads");
    await opened.page.route("**/api/ess/caller/", (route) => route.fulfill({ json: caller }));
    await opened.page.goto(`/data${query}`);
    await settled(opened.page);
    return opened;
  };

  test("read operating data is told so", async () => {
    const { page, context, faults } = await as(["analytics:read"], "");
    await expect
      .poll(() => page.locator("main").textContent())
      .toContain("scope raw:read or di:read");
    expect(faults).toEqual([]);
    await context.close();
  });

  test("read data as they are gets de-identified ones, and is told why there are no gaps", async () => {
    const { page, context, faults } = await as(["di:read"], "?site=2&names=raw");
    await expect
      .poll(() => choice(page, "Names").locator("option").allTextContents())
      .toEqual(["De-identified"]);
    await expect
      .poll(() => page.locator(".copy-as pre").textContent())
      .toContain('-H "Authorization: Bearer $ESS_KEY"');
    await expect.poll(() => page.locator(".copy-as pre").textContent()).toContain("/download/di/");
    await expect
      .poll(() => page.locator(".gaps").textContent())
      .toContain("needs the scope raw:read");
    expect(faults).toEqual([]);
    await context.close();
  });
});

test("a file that is too large for the memory of the browser is not begun", async () => {
  const { page, context, faults } = await openData("?site=1", "downloads");
  await page.route("**/api/ess/operating-sites/1/banks/1/?**", async (route) => {
    const json = (await (await route.fetch()).json()) as { count: number };
    await route.fulfill({ json: { ...json, count: 10_000_000 } });
  });
  await page.getByRole("button", { name: "7 days" }).click();
  await page.locator(".file .note").waitFor();
  await expect
    .poll(() => page.locator(".file .note").textContent())
    .toMatch(/1\.\d GB is too large/);
  await expect
    .poll(() => page.getByRole("button", { name: "Download", exact: true }).isDisabled())
    .toBe(true);
  expect(faults).toEqual([]);
  await context.close();
});

test.for(LANGUAGES)(
  "the page is accessible and fits in %s, in both themes, at every width",
  async (language) => {
    const query = "?site=2&component=rack&copy=link";
    const look = { language, width: 1280 };
    const { page, context, faults } = await openData(query, "picked file", look);
    await page.locator(".copy-as button").last().click();
    await page.locator(".copy-as pre").waitFor();
    await page.locator(".file > .primary").click();
    await page.locator(".ended.good").waitFor({ timeout: 60_000 });
    for (const width of [375, 1280, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await axeInBothThemes(page), `${width} px`).toEqual([]);
      const tooWide = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
      expect(await page.evaluate(tooWide), `${width} px`).toBe(0);
    }
    expect(faults).toEqual([]);
    await context.close();
  },
);
