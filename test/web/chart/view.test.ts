import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Range, View } from "../../../web/chart/view";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("requestAnimationFrame", (act: () => void) => setTimeout(act, 16));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const WHOLE: Range = [0, 1000];

test("it never leaves what there is, and keeps its width at the ends", () => {
  const view = new View([400, 500], WHOLE);
  view.move([950, 1050]);
  expect(view.range).toEqual([900, 1000]);
  view.pan(-20);
  expect(view.range).toEqual([0, 100]);
});

test("it zooms around a moment, out to the whole and in to a few rows", () => {
  const view = new View([400, 600], WHOLE);
  view.zoom(0.5, 450);
  expect(view.range).toEqual([425, 525]);
  view.zoom(1e-6);
  expect(view.range[1] - view.range[0]).toBe(View.SHORTEST);
  view.zoom(1e6);
  expect(view.range).toEqual([0, 1000]);
});

test("charts are redrawn once a frame, and finer values asked for when it has come to rest", () => {
  const view = new View([0, 100], WHOLE);
  const moved = vi.fn();
  const rested = vi.fn();
  view.onMove(moved);
  view.onRest(rested);
  for (let i = 0; i < 5; i++) view.pan(0.1);
  expect(moved).not.toHaveBeenCalled();
  vi.advanceTimersByTime(16);
  expect(moved).toHaveBeenCalledTimes(1);
  expect(rested).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);
  expect(rested).toHaveBeenCalledExactlyOnceWith(view.range);
});

test("who has stopped listening is told nothing", () => {
  const view = new View([0, 100], WHOLE);
  const moved = vi.fn();
  view.onMove(moved)();
  view.pan(0.5);
  vi.advanceTimersByTime(500);
  expect(moved).not.toHaveBeenCalled();
});
