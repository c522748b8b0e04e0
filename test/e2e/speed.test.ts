import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { settled, useBrowser, visit } from "./support/browser.ts";
import { openYear, YEAR } from "./support/year.ts";

useBrowser();

let year: Awaited<ReturnType<typeof openYear>>;
beforeAll(async () => {
  year = await openYear();
});
afterAll(() => year.close());

/** A pause of more than 100 ms is one that is felt: six frames of a screen that shows 60 a second. */
const MOST_FRAMES = 6;
/** A day must be drawn in so many times what its calls take. */
const MOST_OF_CALLS = 1.5;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Times between frames while something is done, ms, as the browser tells them. */
async function framesWhile(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(`{
    const frames = (window.frames_ = []);
    let before = performance.now();
    const next = () => {
      const now = performance.now();
      frames.push(now - before);
      before = now;
      window.frameLoop = requestAnimationFrame(next);
    };
    window.frameLoop = requestAnimationFrame(next);
  }`);
  await act();
  const frames = await page.evaluate<number[]>("cancelAnimationFrame(frameLoop), frames_");
  return frames.slice(2);
}

/** Wheels in and out, drags back and forth: some four seconds of looking around. */
async function lookAround(page: Page, x: number, y: number): Promise<void> {
  await page.mouse.move(x, y);
  for (const step of [...Array(25).fill(-120), ...Array(15).fill(120)]) {
    await page.mouse.wheel(0, step);
    await page.waitForTimeout(40);
  }
  for (const direction of [-1, 1]) {
    await page.mouse.down();
    for (let i = 1; i <= 20; i++) {
      await page.mouse.move(x + direction * i * 10, y);
      await page.waitForTimeout(30);
    }
    await page.mouse.up();
    await page.mouse.move(x, y);
  }
}

test("a year of measurements, one a second, pans and zooms without a pause that is felt", async () => {
  const empty = await visit("/docs/none", { base: year.web });
  await settled(empty.page);
  const still = await framesWhile(empty.page, () => lookAround(empty.page, 600, 400));
  await empty.context.close();

  const address = `/sites/2?bank=1&from=${YEAR.first}T00:00:00&to=${YEAR.end}T00:00:00`;
  const { page, context, faults } = await visit(address, { base: year.web });
  await settled(page);
  const plot = page.locator("section.chart .plot").first();
  const table = await page.locator("section.chart .width").first().textContent();
  expect(table).toMatch(/1-day|-hour averages/);
  await plot.focus();
  const box = await plot.boundingBox();
  const frames = await framesWhile(page, () =>
    lookAround(page, (box?.x ?? 0) + (box?.width ?? 0) * 0.7, (box?.y ?? 0) + 100),
  );
  await settled(page);
  const usual = median(still);
  const longest = Math.max(...frames);
  console.log(
    `a year: ${frames.length} frames, median ${(median(frames) / usual).toFixed(2)}×, longest ${(longest / usual).toFixed(1)}× an empty page's median of ${usual.toFixed(1)} ms (its longest ${(Math.max(...still) / usual).toFixed(1)}×)`,
  );
  expect(frames.length).toBeGreaterThan(60);
  expect(longest / usual).toBeLessThanOrEqual(MOST_FRAMES);
  expect(new URL(page.url()).searchParams.get("from")).not.toBe(`${YEAR.first}T00:00:00`);
  expect(faults).toEqual([]);
  await context.close();
});

const TURNS = 9;

type Times = { clicked: number; drawn: number; calls: Timing[] };
type Timing = { name: string; startTime: number; responseEnd: number };

test("a day of a bank, one row a second, is drawn in little more than its calls take", async () => {
  const ratios: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const { page, context } = await visit("/", { base: year.web });
    await settled(page);
    await page.evaluate(
      `addEventListener("click", () => performance.mark("clicked"), { capture: true })`,
    );
    await page.getByRole("link", { name: "Panli" }).click();
    await expect
      .poll(() => page.evaluate(`performance.getEntriesByName("chart drawn").length`))
      .toBeGreaterThan(0);
    const { clicked, drawn, calls } = await page.evaluate<Times>(`({
      clicked: performance.getEntriesByName("clicked")[0].startTime,
      drawn: performance.getEntriesByName("chart drawn")[0].startTime,
      calls: performance.getEntriesByType("resource").map(({ name, startTime, responseEnd }) => ({ name, startTime, responseEnd })),
    })`);
    const own = calls.filter(
      ({ name, startTime, responseEnd }) =>
        name.includes("/api/") && startTime >= clicked && responseEnd > 0 && responseEnd <= drawn,
    );
    const first = Math.min(...own.map(({ startTime }) => startTime));
    const last = Math.max(...own.map(({ responseEnd }) => responseEnd));
    expect(own.some(({ name }) => name.includes("/aggregate/"))).toBe(true);
    ratios.push((drawn - clicked) / (last - first));
    console.log(
      `drawn ${(drawn - clicked).toFixed(0)} ms after the click, its calls took ${(last - first).toFixed(0)} ms`,
    );
    await context.close();
  }
  console.log(`a day: drawn in ${median(ratios).toFixed(2)}× the time of its calls`);
  expect(median(ratios)).toBeLessThanOrEqual(MOST_OF_CALLS);
});
