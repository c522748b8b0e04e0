import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Page,
  type Request,
  type Route,
} from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { web } from "./service.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
export const SCREENS = join(import.meta.dirname, "../screens");

/** The browser that the machine has: `CHROMIUM`, or one of the usual names on its path. */
function installedBrowser(): string {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = [
    process.env.CHROMIUM ?? "",
    ...folders.flatMap((f) => NAMES.map((n) => join(f, n))),
  ]
    .filter((path) => path !== "")
    .find((path) => existsSync(path));
  if (found) return found;
  throw new Error(
    "No Chromium was found. Install one (Debian: apt-get install chromium fonts-nanum), or name it: CHROMIUM=/path/to/chromium npm run test:e2e",
  );
}

let browser: Browser;

/** Starts a browser for the tests of a file. */
export function useBrowser(): void {
  beforeAll(async () => {
    mkdirSync(SCREENS, { recursive: true });
    browser = await chromium.launch({
      executablePath: installedBrowser(),
      args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
    });
  });
  afterAll(() => browser.close());
}

export type Look = {
  language?: "ko" | "en";
  theme?: "light" | "dark";
  width?: number;
  height?: number;
  /** Another service than that of the file. */
  base?: string;
  /** The service takes its time: half a second to 1.7, some answers longer than others. */
  isSlow?: boolean;
};

/** What a page did that it should not have: its errors, its warnings, and requests to other hosts. */
export type Faults = string[];
export type Visit = { page: Page; context: BrowserContext; faults: Faults };

/** A fresh browser profile with an open page; what goes wrong on it is kept. */
export async function visit(path: string, look: Look = {}): Promise<Visit> {
  const { language = "en", theme = "light", width = 1280, height = 900 } = look;
  const base = look.base ?? web();
  const context = await browser.newContext({
    baseURL: base,
    locale: language === "ko" ? "ko-KR" : "en-GB",
    colorScheme: theme,
    viewport: { width, height },
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const faults: Faults = [];
  watchRequests(page);
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (!["data:", "blob:"].includes(protocol) && origin !== base)
      faults.push(`asked ${request.url()}`);
  });
  if (look.isSlow) await page.route(/\/api\/|\.json$/, answerLate);
  await page.goto(path);
  return { page, context, faults };
}

/** Always as late at the same address. */
async function answerLate(route: Route): Promise<void> {
  const url = route.request().url();
  const sum = [...url].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1201, 0);
  if (!url.includes("/stream/")) await new Promise((resolve) => setTimeout(resolve, 500 + sum));
  await route.fallback().catch(() => {}); // the page may have left
}

/** Requests of each page that have not been answered yet; the stream of events never is. */
const underway = new WeakMap<Page, Set<Request>>();

function watchRequests(page: Page): void {
  const requests = new Set<Request>();
  underway.set(page, requests);
  page.on("request", (request) => {
    if (!request.url().includes("/stream/")) requests.add(request);
  });
  page.on("requestfinished", (request) => requests.delete(request));
  page.on("requestfailed", (request) => requests.delete(request));
}

const QUIET_MS = 300;

/** Waits until the page is there and nothing has been asked and nothing has been loading for a moment. */
export async function settled(page: Page): Promise<void> {
  let quietSince = Date.now();
  const deadline = Date.now() + 60_000;
  while (Date.now() - quietSince < QUIET_MS) {
    if (Date.now() > deadline) {
      const urls = [...(underway.get(page) ?? [])].map((request) => request.url());
      throw new Error(
        `The page does not come to rest: ${urls.join(", ") || "it is still loading"}`,
      );
    }
    await page.waitForTimeout(50);
    const isBlank = (await page.locator("h1").count()) === 0;
    const isBusy = isBlank || (await page.locator('[aria-busy="true"]').count()) > 0;
    if (isBusy || (underway.get(page)?.size ?? 0) > 0) quietSince = Date.now();
  }
}
