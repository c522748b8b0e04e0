import { describe, expect, test } from "vitest";
import {
  analogForecast,
  LEAST_ERRORS,
  meanCourse,
  type PastDay,
  weighingOf,
  weightsOf,
} from "../../src/domain/forecast/analog.ts";
import { type Situation, unlikeness } from "../../src/domain/forecast/situation.ts";
import { targetOf } from "../../src/domain/forecast/targets.ts";

const AMPERE = 95.58;

/** A bank at rest whose target is its voltage, with an hour before it. */
function situation(changes: Partial<Omit<Situation, "before">> = {}, before = 6): Situation {
  const now = {
    voltage: 3600,
    current: 0,
    soc: 50,
    temperature: 25,
    gap: 20,
    target: 3600,
    ...changes,
  };
  const level = (value: number) => new Float64Array(before).fill(value);
  return {
    ...now,
    before: {
      voltage: level(now.voltage),
      current: level(now.current),
      temperature: level(now.temperature),
    },
  };
}

const day = (target: number, came: number[], changes = {}): PastDay => ({
  situation: situation({ ...changes, target }),
  came: Float64Array.from(came),
});

const PLAIN = { halfLife: 1, spread: Number.POSITIVE_INFINITY, decay: 0.5 };

describe("unlikeness", () => {
  test("counts newest values by their own units", () => {
    const other = situation({
      voltage: 3620,
      current: 50 / AMPERE,
      soc: 55,
      temperature: 26,
      gap: 25,
    });
    other.before = situation().before;
    expect(unlikeness(situation(), other)).toBeCloseTo(5, 12);
  });

  test("counts the means before twice, whatever their number", () => {
    for (const count of [6, 36]) {
      const [now, past] = [situation({}, count), situation({}, count)];
      past.before.voltage.fill(3700);
      past.before.current.fill(300 / AMPERE);
      past.before.temperature.fill(25.5);
      expect(unlikeness(now, past)).toBeCloseTo(4 * (1 + 4 + 0.25), 9);
    }
  });

  test("has units of its own where nothing is known of the time before, and no current", () => {
    const other = situation({ voltage: 3610, soc: 52, temperature: 26, gap: 25, current: 9 }, 0);
    expect(unlikeness(situation({}, 0), other)).toBeCloseTo(4, 12);
  });

  test("compares what both know, from the end", () => {
    const now = situation({}, 3);
    const past = situation({}, 6);
    past.before.voltage.set([9, 9, 9, 3600, Number.NaN, 3700]);
    expect(unlikeness(now, past)).toBeCloseTo((4 * 1) / 2, 12);
    // Of five newest values one is not known: the four others count for it.
    const shifted = { ...now, gap: Number.NaN, voltage: 3620 };
    expect(unlikeness(shifted, past)).toBeCloseTo(2 + 5 / 4, 12);
  });

  test("is not known of a past of which too little is", () => {
    const past = situation({}, 36);
    past.before.current.fill(Number.NaN, 0, 19);
    expect(unlikeness(situation({}, 36), past)).toBeNaN();
    past.before.current.fill(0, 18);
    expect(unlikeness(situation({}, 36), past)).toBe(0);
  });
});

describe("weights of days", () => {
  test("halve with their rank", () => {
    const days = [day(1, []), day(2, []), day(3, [])];
    const weights = weightsOf(situation(), days, PLAIN);
    expect([...weights]).toEqual([4 / 7, 2 / 7, 1 / 7]);
    const slower = weightsOf(situation(), days.slice(0, 2), { ...PLAIN, halfLife: 4 });
    expect((slower[1] ?? 0) / (slower[0] ?? 1)).toBeCloseTo(0.5 ** 0.25, 12);
  });

  test("fall with unlikeness, measured by its median from the least", () => {
    // Unlikeness 9, 1 and 4; the median is 4.
    const days = [3, 1, 2].map((degC) => {
      const own = day(0, [], { temperature: 25 + degC });
      own.situation.before = situation().before;
      return own;
    });
    const weights = weightsOf(situation(), days, { halfLife: 1, spread: 0.5, decay: 1 });
    const expected = [Math.exp(-8 / 2), 0.5, 0.25 * Math.exp(-3 / 2)];
    const total = expected.reduce((a, b) => a + b);
    expected.forEach((weight, i) => {
      expect(weights[i]).toBeCloseTo(weight / total, 12);
    });
  });

  test("are none of a day that cannot be compared, and by rank alone where none can be", () => {
    const unknown = day(0, []);
    unknown.situation.before = situation({}, 0).before;
    const weighing = { ...PLAIN, spread: 1 };
    expect([...weightsOf(situation(), [unknown, day(0, [])], weighing)]).toEqual([0, 1]);
    expect([...weightsOf(situation(), [unknown, unknown], weighing)]).toEqual([2 / 3, 1 / 3]);
  });

  test("by night leave the likeness of voltages out, and never that of temperatures", () => {
    const voltage = targetOf("max_cell_voltage");
    expect(weighingOf(voltage, 59)).toEqual({
      halfLife: 1,
      spread: Number.POSITIVE_INFINITY,
      decay: 0.98,
    });
    expect(weighingOf(voltage, 60)).toEqual({ halfLife: 1, spread: 1, decay: 0.9 });
    expect(weighingOf(targetOf("cell_voltage_gap"), 60)).toEqual({
      halfLife: 1,
      spread: 1,
      decay: 0.8,
    });
    for (const minute of [0, 60]) {
      expect(weighingOf(targetOf("min_cell_temperature"), minute)).toEqual({
        halfLife: 4,
        spread: 0.3,
        decay: 0.98,
      });
    }
  });
});

describe("the forecast", () => {
  test("is the weighted mean of what came, and what differs now fades out", () => {
    const days = [day(3600, [3601, 3602, 3603]), day(3606, [3610, 3620, 3630])];
    const { value, weights } = analogForecast(situation({ target: 3612 }), days, PLAIN);
    expect([...weights]).toEqual([2 / 3, 1 / 3]);
    // Of the days: 3604, 3608, 3612 after 3602; 10 mV more now.
    [3604 + 5, 3608 + 2.5, 3612 + 1.25].forEach((expected, step) => {
      expect(value[step]).toBeCloseTo(expected, 9);
    });
    expect([...meanCourse(days)]).toEqual([3605.5, 3611, 3616.5]);
  });

  test("takes what came first for what there was before, where that is not known", () => {
    const days = [day(Number.NaN, [3600, 3600]), day(3600, [3600, 3600])];
    const { value } = analogForecast(situation({ target: 3604 }), days, PLAIN);
    expect([...value]).toEqual([3602, 3601]);
  });

  /** Days that stay at a level, by which they begin as well, with what they differ from it at each step. */
  const levels = (count: number, error: (i: number) => number): PastDay[] =>
    Array.from({ length: count }, (_, i) => day(3600, [3600, 3600 + error(i)]));

  test("has limits by the errors that the past days would have had, each by those before it", () => {
    // Only the newest day differs: its error is 10, those of the others none.
    const days = levels(LEAST_ERRORS + 2, (i) => (i === 0 ? 10 : 0));
    const { value, low, high } = analogForecast(situation(), days, PLAIN);
    // Of 14 errors near either step 13 are 0 and one 10: the 95 % lie 0.35 from the last but one to the last.
    expect([...(low ?? [])]).toEqual([...value]);
    expect(high?.[0]).toBeCloseTo((value[0] as number) + 3.5, 9);
    expect(high?.[1]).toBeCloseTo((value[1] as number) + 3.5, 9);
  });

  test("has none by too few", () => {
    const days = levels(LEAST_ERRORS + 1, (i) => i);
    const { low, high } = analogForecast(situation(), days, PLAIN);
    expect([low, high]).toEqual([undefined, undefined]);
    const more = levels(LEAST_ERRORS + 2, (i) => i);
    (more[3] as PastDay).situation.target = Number.NaN;
    expect(analogForecast(situation(), more, PLAIN).low).toBeUndefined();
  });

  test("has limits by errors of half an hour around a step only", () => {
    const came = (error: number) =>
      Array.from({ length: 20 }, (_, step) => 3600 + (step === 10 ? error : 0));
    const days = Array.from({ length: 12 }, (_, i) =>
      day(3600, came(i === 11 ? 0 : 8 * (-1) ** i)),
    );
    const { value, low, high } = analogForecast(situation(), days, PLAIN);
    const widths = value.map((_, step) => (high?.[step] ?? 0) - (low?.[step] ?? 0));
    expect([...widths.keys()].filter((step) => (widths[step] as number) > 1e-6)).toEqual([
      7, 8, 9, 10, 11, 12, 13,
    ]);
  });
});
