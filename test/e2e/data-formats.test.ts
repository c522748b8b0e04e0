import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { readRows } from "../service/support/read-rows.ts";
import { startBadLine } from "./support/bad-line.ts";
import { useBrowser } from "./support/browser.ts";
import { download, endOf, openData, plainFile, saved, sha256 } from "./support/data.ts";

useBrowser();

let line: Awaited<ReturnType<typeof startBadLine>>;
beforeAll(async () => {
  line = await startBadLine(inject("web"));
});
afterAll(() => line?.close());

const CASES = [
  ["csv.gz", "CSV (gzip)", "gzip checksum and length are correct", 20_000],
  ["parquet", "Parquet", "the footer matches the file length", 20_000],
  ["ndjson", "NDJSON", "Verified: row count and SHA-256 of the whole file match", 500_000],
] as const;

test.for(CASES)(
  "%s is saved as the service makes it and verified; cut short it is told as such and not kept",
  async ([format, label, proof, place]) => {
    const { page, context, faults } = await openData("?site=2&component=rack", "downloads", {
      base: line.url,
    });
    const [asked] = await Promise.all([
      page.waitForRequest((request) => request.url().includes(`format=${format}`)),
      (async () => {
        await page.getByRole("radio", { name: label, exact: true }).check();
        line.harm({ endAfter: place });
        await download(page);
      })(),
    ]);
    expect(await endOf(page)).toMatch(
      /^Incomplete: .*end of the file is missing.*incomplete file was discarded/,
    );
    line.harm("none");
    await page.getByRole("button", { name: "Close" }).click();
    const { name, bytes } = await saved(page);
    expect(name.endsWith(`.${format}`), name).toBe(true);
    const told = await endOf(page);
    const rows = await readRows(format, new Uint8Array(bytes).buffer);
    expect(told).toContain(`Complete: ${rows.length.toLocaleString("en")} rows`);
    expect(told).toContain(proof);
    expect(told).toContain(sha256(bytes));
    const { pathname, search } = new URL(asked.url());
    const address = (pathname + search).replace("trailer=1", "trailer=0");
    expect(bytes.equals(await plainFile(inject("web"), address))).toBe(true);
    await expect
      .poll(() => page.locator(".file .figures").textContent())
      .toContain(rows.length.toLocaleString("en"));
    expect(faults).toEqual([]);
    await context.close();
  },
);
