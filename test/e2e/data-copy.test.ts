import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { startBadLine } from "./support/bad-line.ts";
import { useBrowser } from "./support/browser.ts";
import { choice, openData, saved, sha256 } from "./support/data.ts";

useBrowser();

describe("the same request elsewhere", () => {
  const QUERY = "?site=2&component=bank&bank=1&omit=bank_soh";
  const folder = () => mkdtempSync(join(tmpdir(), "ess-edge-e2e-"));
  /** Beside this program: the line that it uses is one of ours. */
  const shell = (text: string, cwd: string) =>
    new Promise<{ status: number | null; out: string }>((resolve) => {
      const child = spawn("sh", ["-c", text], { cwd, timeout: 60_000 });
      let out = "";
      child.stdout.on("data", (data) => {
        out += data;
      });
      child.once("exit", (status) => resolve({ status, out }));
    });
  const codeOf = (page: Page) => page.locator(".copy-as pre").textContent();

  test("as curl makes the same file, and fails on a line that breaks", async () => {
    const line = await startBadLine(inject("web"));
    const { page, context, faults } = await openData(QUERY, "downloads", { base: line.url });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.locator(".copy-as").getByRole("button", { name: "Copy", exact: true }).click();
    await expect
      .poll(() => page.locator(".copy-as .copy").getByRole("status").textContent())
      .toBe("Copied");
    const text: string = await page.evaluate("navigator.clipboard.readText()");
    expect(text).toBe(await codeOf(page));
    const { name, bytes } = await saved(page);
    const cwd = folder();
    expect((await shell(text, cwd)).status).toBe(0);
    expect(sha256(readFileSync(join(cwd, name)))).toBe(sha256(bytes));
    rmSync(join(cwd, name));
    line.harm({ cutAfter: 100_000 });
    expect((await shell(text, cwd)).status).toBe(18);
    expect(existsSync(join(cwd, name))).toBe(false);
    expect((await shell(text.replace("/2/bank/", "/9/bank/"), cwd)).status).toBe(22);
    rmSync(cwd, { recursive: true });
    expect(faults).toEqual([]);
    await context.close();
    line.close();
  });

  const hasPython = spawnSync("python3", ["--version"]).status === 0;
  test.skipIf(!hasPython)(
    "as Python reads the same rows, and fails on a line that breaks (skipped without python3)",
    async () => {
      const line = await startBadLine(inject("web"));
      const { page, context, faults } = await openData(`${QUERY}&copy=python`, "downloads", {
        base: line.url,
      });
      const text = (await codeOf(page)) ?? "";
      const cwd = folder();
      // Where pandas is not installed its place is taken by what it does here: it reads the whole answer first.
      const hasPandas = spawnSync("python3", ["-c", "import pandas"]).status === 0;
      if (!hasPandas) writeFileSync(join(cwd, "pandas.py"), PANDAS);
      writeFileSync(join(cwd, "rows.py"), `${text}\nprint("rows:", len(rows))`);
      const { bytes } = await saved(page);
      const rows = bytes.toString().trimEnd().split("\r\n").length - 1;
      expect((await shell("python3 rows.py", cwd)).out).toContain(`rows: ${rows}`);
      line.harm({ cutAfter: 100_000 });
      expect((await shell("python3 rows.py", cwd)).status).not.toBe(0);
      rmSync(cwd, { recursive: true });
      expect(faults).toEqual([]);
      await context.close();
      line.close();
    },
  );

  test("as a signed link downloads it without a key until it ends", async () => {
    const { page, context, faults } = await openData(`${QUERY}&copy=link`, "downloads");
    await choice(page, "Valid for").selectOption({ label: "1 day" });
    await page.getByRole("button", { name: "Create link" }).click();
    await page.getByText(/^Valid until .* \(Asia\/Seoul\)\.$/).waitFor();
    const url = (await codeOf(page)) ?? "";
    const seconds = Number(new URL(url).searchParams.get("link-expires")) - Date.now() / 1000;
    expect(Math.abs(seconds - 86_400)).toBeLessThan(60);
    const { bytes } = await saved(page);
    const linked = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect(sha256(linked)).toBe(sha256(bytes));
    await page.getByRole("radio", { name: "JSON", exact: true }).check();
    await expect
      .poll(() => page.locator(".copy-as").textContent())
      .toContain("Links are available for files only. Select a format other than JSON");
    expect(faults).toEqual([]);
    await context.close();
  });

  test("without a secret to sign with says so", async () => {
    const { page, context } = await openData(`${QUERY}&copy=link`, "downloads");
    const detail =
      "Download links are not configured. Set LINK_KEY to a secret of at least 32 bytes";
    await page.route("**/api/ess/download-links/", (route) =>
      route.fulfill({
        status: 503,
        json: { code: "not_configured", title: "Service not configured", detail },
      }),
    );
    await page.getByRole("button", { name: "Create link" }).click();
    await expect.poll(() => page.getByRole("alert").textContent()).toContain(detail);
    await context.close();
  });
});

/** What the program needs of pandas. */
const PANDAS = `
import csv, io, urllib.request

def read_csv(url, storage_options={}, parse_dates=()):
    with urllib.request.urlopen(urllib.request.Request(url, headers=storage_options)) as answer:
        text = answer.read().decode()
    return list(csv.DictReader(io.StringIO(text)))
`;
