import { describe, expect, test } from "vitest";
import { climatologyOf, emptySums } from "../../src/domain/forecast/climatology.ts";
import {
  fillOwn,
  fillShared,
  instantColumns,
  KNOTS,
  ownColumns,
  sharedColumns,
} from "../../src/domain/forecast/columns.ts";
import { type Inputs, prepare } from "../../src/domain/forecast/series.ts";
import { targetOf } from "../../src/domain/forecast/targets.ts";
import { batteryDay, copyOf } from "./battery.ts";

const target = targetOf("max_cell_voltage");
const series = batteryDay(1);
const inputs = prepare(series);
const sums = emptySums(5);
sums.days.fill(3);
sums.target.forEach((_, cell) => {
  sums.target[cell] = cell;
});
sums.current.forEach((_, cell) => {
  sums.current[cell] = -cell;
});
const climatology = climatologyOf(sums);

/** The columns of one origin by their names. */
function rowAt(k: number, from: Inputs = inputs, seconds = 600): Map<string, number> {
  const names = [...sharedColumns(target), ...ownColumns(target)];
  const columns = names.map(() => new Float64Array(1));
  fillShared(columns, from, [k], target);
  fillOwn(columns.slice(sharedColumns(target).length), from, [k], target, { seconds, climatology });
  return new Map(names.map((name, j) => [name, columns[j]?.[0] as number]));
}

describe("the columns of an origin", () => {
  test("are 102 of a voltage and 52 of what is not one", () => {
    const lite = targetOf("max_cell_temperature");
    expect(sharedColumns(target).length + ownColumns(target).length).toBe(102);
    expect(sharedColumns(lite).length + ownColumns(lite).length).toBe(52);
  });

  const k = 4200; // while charged
  const v = (at: number) => series.voltage[at] as number;
  const y = (at: number) => series.target[at] as number;
  const i = (at: number) => series.current[at] as number;
  const mean = (of: (at: number) => number, steps: number) => {
    let sum = 0;
    for (let j = 0; j < steps; j++) sum += of(k - j);
    return sum / steps;
  };

  test.each([
    ["voltage", v(k) / 1000],
    ["current", i(k)],
    ["soc", (series.soc[k] as number) / 100],
    ["target", y(k) / 1000],
    ["target since 10 s", (y(k) - y(k - 1)) / 10],
    ["target since 3600 s", (y(k) - y(k - 360)) / 10],
    ["target less its mean of 1800 s", (y(k) - mean(y, 180)) / 10],
    ["current since 300 s", i(k) - i(k - 30)],
    ["mean current of 600 s", mean(i, 60)],
    // Charged since 10:00, forty minutes ago: step 3960 is the first.
    [
      "charge of the last hour since its regime began",
      (mean(i, k - 3960 + 1) * (k - 3960 + 1)) / 360,
    ],
  ])("%s", (name, expected) => {
    expect(rowAt(k).get(name)).toBeCloseTo(expected, 8);
  });

  test("the charge of a regime begins anew with the next one", () => {
    const other = copyOf(series);
    other.current.fill(2);
    other.current.fill(-3, k - 89); // 90 steps up to now, a quarter of an hour
    const charge = rowAt(k, prepare(other)).get("charge of the last hour since its regime began");
    expect(charge).toBeCloseTo((-3 * 90) / 360, 9);
  });

  test("hats share a product between the two knots around the voltage", () => {
    const row = rowAt(k);
    const hats = KNOTS.map((knot) => row.get(`mean current of 60 s at ${knot} mV`) as number);
    const upper = KNOTS.findIndex((knot) => knot > v(k));
    const part =
      (v(k) - (KNOTS[upper - 1] as number)) /
      ((KNOTS[upper] as number) - (KNOTS[upper - 1] as number));
    const meanCurrent = mean(i, 6);
    hats.forEach((value, j) => {
      const share = j === upper ? part : j === upper - 1 ? 1 - part : 0;
      expect(value).toBeCloseTo(share * meanCurrent, 9);
    });
  });

  test("beyond the knots the end ones take all", () => {
    for (const [mv, knot] of [
      [3000, 3300],
      [4300, 4070],
    ] as const) {
      const other = copyOf(series);
      other.voltage.fill(mv);
      const row = rowAt(k, prepare(other));
      expect(row.get(`mean current of 60 s at ${knot} mV`)).toBeCloseTo(mean(i, 6), 9);
    }
  });

  test("the usual changes are those of the cell of its regime and time", () => {
    // 10:40 of a charge, the second regime: cell 288 + 128 of five minutes, sums over 3 days and one more.
    const cell = 288 + Math.floor((series.minutes[k] as number) / 5);
    expect(rowAt(k).get("usual change of the target")).toBeCloseTo(cell / 4 / 10, 12);
    expect(rowAt(k).get("usual change of the current")).toBeCloseTo(-cell / 4, 12);
  });

  test("where the voltage will be follows from its slope of five minutes", () => {
    const other = copyOf(series);
    other.voltage.forEach((_, at) => {
      other.voltage[at] = 4000 + (at - k);
    }); // 30 mV in five minutes
    const row = rowAt(k, prepare(other));
    expect(row.get("voltage to come above 4055 mV")).toBeCloseTo(0.5, 9); // 4060 in ten minutes
    expect(row.get("voltage to come above 4062 mV")).toBe(0);
    const down = copyOf(series);
    down.voltage.forEach((_, at) => {
      down.voltage[at] = 3400 - (at - k);
    });
    expect(rowAt(k, prepare(down)).get("voltage to come below 3360 mV")).toBeCloseTo(2, 9);
  });

  test("what lies before the series is its beginning", () => {
    const row = rowAt(20);
    expect(row.get("target since 3600 s")).toBeCloseTo((y(20) - y(0)) / 10, 9);
    let sum = 159 * i(0);
    for (let at = 0; at <= 20; at++) sum += i(at);
    expect(row.get("mean current of 1800 s")).toBeCloseTo(sum / 180, 9);
  });

  test("no column sees what comes after the origin", () => {
    const other = copyOf(series);
    for (const values of [other.voltage, other.current, other.soc, other.target])
      values.fill(1e6, k + 1);
    expect(rowAt(k, prepare(other), 3600)).toEqual(rowAt(k, inputs, 3600));
  });

  test("those that need no history are levels, the current by the voltage, and what is usual", () => {
    const names = [...sharedColumns(target), ...ownColumns(target)];
    const chosen = instantColumns(target).map((j) => names[j]);
    expect(chosen).toHaveLength(26);
    expect(chosen.slice(0, 4)).toEqual(["voltage", "current", "soc", "target"]);
    expect(chosen.slice(-2)).toEqual(["usual change of the target", "usual change of the current"]);
    expect(chosen.some((name) => name?.includes("since"))).toBe(false);
  });
});
