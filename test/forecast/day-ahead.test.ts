import { expect, test } from "vitest";
import type { DirectPath } from "../../src/domain/forecast/cross-fade.ts";
import { dayAhead, STEPS, type TenMinutes } from "../../src/domain/forecast/day-ahead.ts";
import { explainDayAhead } from "../../src/domain/forecast/explain-day-ahead.ts";
import type { TargetName } from "../../src/domain/forecast/targets.ts";

const CHANNELS = ["voltage", "current", "soc", "temperature", "gap", "target"] as const;

/** Days of a battery that goes up and down, each a little otherwise than the one before. */
function series(days: number): TenMinutes {
  const channel = (base: number, size: number) =>
    Float64Array.from({ length: days * STEPS }, (_, i) => {
      const day = Math.floor(i / STEPS);
      return base + size * (Math.sin((i * 2 * Math.PI) / STEPS) + 0.1 * Math.sin(day * 2.4));
    });
  return {
    voltage: channel(3700, 200),
    current: channel(0, 2),
    soc: channel(50, 40),
    temperature: channel(25, 4),
    gap: channel(25, 10),
    target: channel(3710, 210),
  };
}

function from(
  own: TenMinutes,
  origin: number,
  { target = "max_cell_voltage", direct }: { target?: TargetName; direct?: DirectPath } = {},
) {
  const starts = Array.from({ length: 30 }, (_, i) => origin - (i + 1) * STEPS);
  return dayAhead({ series: own, origin, starts, minute: (origin % STEPS) * 10, target, direct });
}

test("a day is forecast from any step of it, with its interval and what it is compared with", () => {
  const own = series(16);
  for (const origin of [15 * STEPS, 14 * STEPS + 75]) {
    const { analog, lastDay, meanDay, reason, days } = from(own, origin);
    expect(reason).toBeUndefined();
    expect(days.map(({ start }) => start)).toEqual(
      Array.from({ length: days.length }, (_, i) => origin - (i + 1) * STEPS),
    );
    expect(lastDay).toEqual(own.target.slice(origin - STEPS, origin));
    expect(meanDay).toHaveLength(STEPS);
    expect(days.reduce((sum, { weight = 0 }) => sum + weight, 0)).toBeCloseTo(1, 12);
    const errors = analog?.value.map((v, i) => Math.abs(v - (own.target[origin + i] ?? v))) ?? [];
    expect(Math.max(...errors)).toBeLessThan(60);
    analog?.value.forEach((value, step) => {
      expect(analog.low?.[step]).toBeLessThanOrEqual(value);
      expect(analog.high?.[step]).toBeGreaterThanOrEqual(value);
    });
  }
});

test("nothing from the origin on is looked at", () => {
  for (const origin of [12 * STEPS, 12 * STEPS + 1, 11 * STEPS + 100]) {
    for (const rubbish of [Number.NaN, 1e9]) {
      const [whole, corrupted] = [series(14), series(14)];
      for (const name of CHANNELS) corrupted[name].fill(rubbish, origin);
      expect(from(corrupted, origin)).toEqual(from(whole, origin));
    }
  }
});

test("a day that is not over is no past day", () => {
  const own = series(8);
  const origin = 6 * STEPS;
  const starts = [origin - 1, origin - STEPS + 1, origin - STEPS, origin - 2 * STEPS, -STEPS];
  const { days } = dayAhead({ series: own, origin, starts, minute: 0, target: "max_cell_voltage" });
  expect(days.map(({ start }) => start)).toEqual([origin - STEPS, origin - 2 * STEPS]);
});

test("below two complete days nothing is forecast, and the reason is told", () => {
  const own = series(4);
  const none = from(own, STEPS - 1);
  expect(none).toEqual({
    reason: "too_few_days",
    lastDay: undefined,
    meanDay: undefined,
    days: [],
  });
  const one = from(own, STEPS);
  expect(one).toMatchObject({ reason: "too_few_days", days: [{ start: 0 }] });
  expect(one.analog).toBeUndefined();
  expect(one.lastDay).toEqual(own.target.slice(0, STEPS));
  expect(one.meanDay).toEqual(one.lastDay);
  const two = from(own, 2 * STEPS);
  expect(two.reason).toBeUndefined();
  expect(two.analog?.value.every(Number.isFinite)).toBe(true);
  expect(two.analog?.low).toBeUndefined();
});

test("a day with a gap of an hour is complete, on a line; with more it is left out", () => {
  const own = series(4);
  own.target.fill(Number.NaN, 2 * STEPS + 10, 2 * STEPS + 16);
  own.target[2 * STEPS] = Number.NaN;
  const { lastDay, days } = from(own, 3 * STEPS);
  expect(days).toHaveLength(3);
  const [before, after] = [own.target[2 * STEPS + 9], own.target[2 * STEPS + 16]] as [
    number,
    number,
  ];
  expect(lastDay?.[12]).toBeCloseTo(before + ((after - before) * 3) / 7, 9);
  expect(lastDay?.[0]).toBe(own.target[2 * STEPS + 1]);
  own.target[3 * STEPS - 1] = Number.NaN;
  expect(from(own, 3 * STEPS).days.map(({ start }) => start)).toEqual([STEPS, 0]);
  own.target[2 * STEPS + 20] = Number.NaN;
  expect(from(own, 3 * STEPS).days).toHaveLength(2);
});

test("the end of a day that is missing is held", () => {
  const own = series(4);
  own.target.fill(Number.NaN, 3 * STEPS - 3, 3 * STEPS);
  expect([...(from(own, 3 * STEPS).lastDay ?? [])].slice(-4)).toEqual(
    Array(4).fill(own.target[3 * STEPS - 4]),
  );
});

test("a value of the hour before is needed", () => {
  const own = series(6);
  own.target.fill(Number.NaN, 5 * STEPS - 5);
  expect(from(own, 5 * STEPS).reason).toBeUndefined();
  own.target[5 * STEPS - 6] = Number.NaN;
  const stale = from(own, 5 * STEPS);
  expect(stale.reason).toBe("stale_inputs");
  expect(stale.analog).toBeUndefined();
  expect(stale.lastDay).toHaveLength(STEPS);
});

test("no gap is less than none", () => {
  const own = series(12);
  own.target = own.target.map((value) => Math.max(0, value - 3720));
  own.target[11 * STEPS - 1] = 0;
  const { analog } = from(own, 11 * STEPS, { target: "cell_voltage_gap" });
  for (const values of [analog?.value, analog?.low]) {
    expect(Math.min(...(values ?? [-1]))).toBe(0);
  }
  const unbounded = from(own, 11 * STEPS, { target: "max_cell_temperature" });
  expect(Math.min(...(unbounded.analog?.low ?? [0]))).toBeLessThan(0);
});

test("a model's path leads the first hour", () => {
  const own = series(12);
  const direct = {
    value: new Float64Array(7).fill(1),
    low: new Float64Array(7).fill(0),
    high: new Float64Array(7).fill(2),
  };
  const [plain, led] = [from(own, 11 * STEPS), from(own, 11 * STEPS, { direct })];
  expect([...(led.analog?.value.slice(0, 6) ?? [])]).toEqual([1, 1, 1, 1, 1, 1]);
  expect(led.analog?.value.slice(12)).toEqual(plain.analog?.value.slice(12));
});

test("it explains which days it is made of", () => {
  const made = from(series(6), 5 * STEPS);
  const explained = explainDayAhead(made, {
    target: "max_cell_voltage",
    minute: 0,
    model: undefined,
    from: (start) => start,
  });
  expect(explained).toMatchObject({
    method: "analog-day",
    basis: "estimated",
    half_life_days: 1,
    spread: null,
    decay: 0.98,
    direct_model: null,
    interval: "none: too few past days",
  });
  expect(explained.days.map((day) => day.weight)).toEqual(
    [16, 8, 4, 2, 1].map((part) => part / 31),
  );
});
