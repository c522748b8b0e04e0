import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { hasRealDay, REAL_DAY_NAME } from "../support/real-day.ts";
import { createRealDayDatabase } from "../support/real-day-database.ts";
import { type Harm, startBadLine } from "./support/bad-line.ts";
import { settled, useBrowser } from "./support/browser.ts";
import {
  download,
  endOf,
  openData,
  pickedDigest,
  pickedFiles,
  plainFile,
  type Saving,
  saved,
  sha256,
} from "./support/data.ts";
import { type Service, startService } from "./support/service.ts";

useBrowser();

describe.skipIf(!hasRealDay)(
  `the real day of site 2 (skipped where ${REAL_DAY_NAME} is absent)`,
  () => {
    const ROWS = 168_601;
    const RANGE = "start-time=2022-05-10T00:00:00&end-time=2022-05-11T00:00:01";
    const QUERY = "?site=2&component=bank&from=2022-05-10T00:00:00&to=2022-05-11T00:00:01";
    const NAME = "ess-site-2-bank_20220509T150000Z_20220510T150001Z.csv";
    let database: Awaited<ReturnType<typeof createRealDayDatabase>>;
    let service: Service;
    let base: string;
    let expected: string;

    beforeAll(async () => {
      database = await createRealDayDatabase();
      service = await startService({ SITE_2_DATABASE_URL: database.url });
      base = service.base;
      const address = `/api/ess/download/operating-sites/2/bank/?${RANGE}`;
      expected = sha256(await plainFile(base, address));
    });

    afterAll(async () => {
      await service?.stop();
      await database?.drop();
    });

    test("is saved by the browser and verified complete: 168,601 rows, every byte", async () => {
      const { page, context, faults } = await openData(QUERY, "downloads", { base });
      await expect.poll(() => page.locator(".file .figures").textContent()).toContain("168,601");
      const { name, bytes } = await saved(page);
      expect(name).toBe(NAME);
      expect(bytes.toString().trimEnd().split("\r\n")).toHaveLength(ROWS + 1);
      expect(sha256(bytes)).toBe(expected);
      const told = await endOf(page);
      expect(told).toContain("Complete: 168,601 rows");
      expect(told).toContain(expected);
      expect(faults).toEqual([]);
      await context.close();
    });

    test("streams to a file on disk with progress, and is verified complete", async () => {
      const { page, context, faults } = await openData(QUERY, "picked file", { base });
      await download(page);
      const progress = page.getByRole("progressbar");
      await expect
        .poll(() => page.locator(".running").textContent())
        .toMatch(/[\d,]+ of 168,601 rows · [\d.]+ MB · [\d.]+ MB\/s · .* left/);
      expect(Number(await progress.getAttribute("value"))).toBeGreaterThan(0);
      expect(await page.title()).toMatch(/^\d+ % · Data/);
      expect(await endOf(page)).toContain("Complete: 168,601 rows");
      await expect.poll(() => page.title()).toMatch(/^Data/);
      const [file, ...others] = await pickedFiles(page);
      expect([file?.name, others]).toEqual([NAME, []]);
      expect(await pickedDigest(page, NAME)).toBe(expected);
      expect(faults).toEqual([]);
      await context.close();
    });
  },
);

describe("over a bad line", () => {
  /** A day of racks, some 6 MB. */
  const RACKS = "?site=2&component=rack";
  const PLACE = 1_500_000;
  let line: Awaited<ReturnType<typeof startBadLine>>;
  beforeAll(async () => {
    line = await startBadLine(inject("web"));
  });
  afterAll(() => line?.close());

  const CASES: [what: string, harm: Harm, told: RegExp][] = [
    [
      "is cut",
      { cutAfter: PLACE },
      /^Incomplete: [\d,]+ of [\d,]+ rows received.*connection was lost/,
    ],
    ["ends too early", { endAfter: PLACE }, /^Incomplete: .*end of the file is missing/],
    [
      "has one byte altered",
      { alterAt: PLACE },
      /^Corrupted in transfer.*SHA-256 of the received file differs/,
    ],
  ];

  test.for(CASES)(
    "a download that %s is told as such, and no file is made",
    async ([, harm, told]) => {
      for (const saving of ["downloads", "picked file"] satisfies Saving[]) {
        const { page, context } = await openData(RACKS, saving, { base: line.url });
        let files = 0;
        page.on("download", () => files++);
        line.harm(harm);
        await download(page);
        const text = await endOf(page);
        expect(text).toMatch(told);
        expect(text).toContain("The incomplete file was discarded");
        await page.waitForTimeout(300);
        expect([files, await pickedFiles(page)], saving).toEqual([0, []]);
        line.harm("none");
        await page.getByRole("button", { name: "Try again" }).click();
        await expect
          .poll(
            () =>
              page
                .locator(".ended")
                .textContent()
                .catch(() => ""),
            { timeout: 60_000 },
          )
          .toContain("Complete");
        if (saving === "picked file") expect(await pickedFiles(page)).toHaveLength(1);
        else await expect.poll(() => files).toBe(1);
        await context.close();
      }
    },
  );

  test("a download that is cancelled leaves no file, and the keyboard stays where it was", async () => {
    for (const saving of ["downloads", "picked file"] satisfies Saving[]) {
      const { page, context, faults } = await openData(RACKS, saving, { base: line.url });
      let files = 0;
      page.on("download", () => files++);
      line.harm({ stallAfter: PLACE });
      await page.getByRole("button", { name: "Download", exact: true }).focus();
      await page.keyboard.press("Enter");
      await expect.poll(() => page.locator(".running").textContent()).toContain("MB");
      expect(await page.evaluate("document.activeElement.textContent")).toBe("Cancel");
      await page.keyboard.press("Enter");
      expect(await endOf(page)).toContain("Cancelled. The incomplete file was discarded.");
      expect(await page.evaluate("document.activeElement.textContent")).toBe("Download");
      await page.waitForTimeout(300);
      expect([files, await pickedFiles(page)], saving).toEqual([0, []]);
      line.harm("none");
      expect(faults).toEqual([]);
      await context.close();
    }
  });

  test("a download goes on while other pages are looked at, and the page shows it again", async () => {
    for (const saving of ["downloads", "picked file"] satisfies Saving[]) {
      const { page, context, faults } = await openData(RACKS, saving, { base: line.url });
      const chosen = new URL(page.url()).search;
      line.harm({ holdAfter: PLACE });
      await download(page);
      await expect.poll(() => page.locator(".running").textContent()).toContain("MB");
      await page.getByRole("link", { name: "Events" }).click();
      await page.getByRole("heading", { name: "Events", level: 1 }).waitFor();
      await page.getByRole("link", { name: "Data", exact: true }).click();
      await expect.poll(() => page.locator(".running").textContent()).toContain("MB");
      expect(new URL(page.url()).search).toBe(chosen);
      await page.getByRole("combobox", { name: "Component" }).selectOption("bank");
      await expect
        .poll(() => page.locator(".running .name").textContent())
        .toContain("ess-site-2-rack_");
      await page.getByRole("link", { name: "Docs" }).click();
      await page.getByRole("heading", { name: "Docs", level: 1 }).waitFor();
      const file = saving === "downloads" ? page.waitForEvent("download") : undefined;
      line.harm("none");
      await file;
      await page.getByRole("link", { name: "Data", exact: true }).click();
      expect(await endOf(page)).toContain("Complete");
      if (saving === "picked file") expect(await pickedFiles(page)).toHaveLength(1);
      expect(faults).toEqual([]);
      await context.close();
    }
  });

  test("a download ends with the key that it was begun with", async () => {
    const { page, context } = await openData(RACKS, "picked file", { base: line.url });
    const answer = await fetch(`${line.url}/api/ess/caller/`);
    const caller = (await answer.json()) as object;
    await page.route("**/api/ess/caller/", (route) =>
      route.fulfill({ json: { ...caller, key: "aaaaaaaa" } }),
    );
    await page.reload();
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    await settled(page);
    line.harm({ stallAfter: PLACE });
    await download(page);
    await expect.poll(() => page.locator(".running").textContent()).toContain("MB");
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect.poll(() => pickedFiles(page)).toEqual([]);
    line.harm("none");
    await page.locator(".file .primary").waitFor();
    await expect.poll(() => page.locator(".running, .ended").count()).toBe(0);
    await context.close();
  });

  test("JSON that is cut is told as such; whole it is verified by its rows", async () => {
    const query = `?site=2&component=bank&bank=2&format=json`;
    const { page, context } = await openData(query, "downloads", { base: line.url });
    line.harm({ cutAfter: 200_000 });
    await download(page);
    expect(await endOf(page)).toMatch(/^Incomplete/);
    line.harm({ endAfter: 200_000 });
    await page.getByRole("button", { name: "Try again" }).click();
    await expect
      .poll(() => page.locator(".ended").textContent())
      .toContain("end of the file is missing");
    line.harm("none");
    await page.getByRole("button", { name: "Close" }).click();
    const { name, bytes } = await saved(page);
    expect(name).toMatch(/^ess-site-2-bank_bank-2_.*\.json$/);
    const rows = JSON.parse(bytes.toString()) as { bank_id: number }[];
    expect(new Set(rows.map(({ bank_id }) => bank_id))).toEqual(new Set([2]));
    expect(await endOf(page)).toContain(`Complete: ${rows.length.toLocaleString("en")} rows`);
    await expect
      .poll(() => page.locator(".file .figures").textContent())
      .toContain(rows.length.toLocaleString("en"));
    await context.close();
  });
});
