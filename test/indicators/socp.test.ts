import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cellPlace,
  explainSocp,
  mergeSocpSums,
  type SocpSample,
  socpRows,
  socpSums,
} from "../../src/domain/indicators/socp.ts";
import type { Status } from "../../src/domain/indicators/status.ts";
import { anyReading, numbersIn, SOCP_VECTOR, socpSample } from "./samples.ts";

const CELLS = 240;

/** The counts that the samples of the vector come to. [P] */
const EXPECTED: Record<string, Record<string, [number, number, number, number]>> = {
  "0/40": { 37: [1, 3.712, 27.4, 41.2] },
  "0/50": { 37: [2, 3.714, 27.45, 40.8], 201: [1, 3.714, 27.5, 40.8] },
  "0/90": { 201: [2, 4.052, 29.8, 7.05] },
  "1/0": { 9: [1, 3.349, 22.2, -33.1], 118: [1, 3.351, 22.2, -33] },
  "1/80": { 118: [1, 4.002, 24.6, -15.3] },
  "2/80": {
    9: [2, 4.027, 24.8, -1],
    37: [1, 4.043, 29, -2],
    118: [1, 4.027, 24.8, 2],
    201: [2, 4.043, 29, 1],
  },
};

const samples = SOCP_VECTOR.map(socpSample);

/** Samples that may lack anything. */
const anySamples = fc.array(
  fc.record({
    ...(Object.fromEntries(Object.keys(samples[0] ?? {}).map((key) => [key, anyReading])) as Record<
      keyof SocpSample,
      typeof anyReading
    >),
    socPercent: fc.oneof(anyReading, fc.double({ min: -1, max: 101, noNaN: true })),
    currentA: fc.oneof(anyReading, fc.double({ min: -5, max: 5, noNaN: true })),
    maxCellVoltagePosition: fc.constantFrom(1, 2, null),
    minCellVoltagePosition: fc.constantFrom(1, 2, null),
    maxCellVoltageV: fc.oneof(anyReading, fc.constant(3.7)),
    minCellVoltageV: fc.oneof(anyReading, fc.constant(3.6)),
  }),
);

/** Samples as a rack gives them. */
const plausibleSamples = fc.array(
  fc
    .record({
      soc: fc.integer({ min: 0, max: 1000 }),
      current: fc.integer({ min: -500, max: 500 }),
      cell: fc.integer({ min: 1, max: 5 }),
      voltage: fc.integer({ min: 3000, max: 4200 }),
      temperature: fc.integer({ min: -100, max: 600 }),
    })
    .map(({ soc, current, cell, voltage, temperature }) => {
      const [volts, degrees] = [voltage / 1000, temperature / 10];
      return socpSample([soc / 10, current / 10, volts, cell, volts, 6 - cell, degrees, degrees]);
    }),
  { minLength: 1 },
);

describe("the state of cell position", () => {
  it.each([0, 1, 2] as Status[])("of status %d counts the cells of the vector", (status) => {
    const rows = socpRows(socpSums(samples, CELLS), status);
    for (const { soc_range, value } of rows) {
      const expected = EXPECTED[`${status}/${soc_range}`] ?? {};
      expect(
        Object.fromEntries(
          Object.entries(value).map(([cell, own]) => [
            cell,
            [own.count, own.voltage, own.temp, own.current],
          ]),
        ),
        `range ${soc_range}`,
      ).toEqual(expected);
    }
  });

  it("always has ten ranges, with or without samples", () => {
    const empty = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90].map((soc_range) => ({
      soc_range,
      value: {},
    }));
    expect(socpRows(socpSums([], CELLS), 0)).toEqual(empty);
  });

  it("takes 100 % for the last range and what is a little below 0 for the first", () => {
    const at = (soc: number) => {
      const sums = socpSums([{ ...(samples[0] as SocpSample), socPercent: soc }], CELLS);
      return Object.keys(sums.cells);
    };
    expect([-0.5, 0, 10, 99.9, 100, 100.5].map(at)).toEqual(
      ["0/0", "0/0", "0/10", "0/90", "0/90", "0/90"].map((key) => [key]),
    );
  });

  it.each([
    ["no state of charge", { socPercent: null }],
    ["an impossible current", { currentA: 3276.7 }],
    ["cell 0", { maxCellVoltagePosition: 0 }],
    ["a cell that the site does not have", { maxCellVoltagePosition: 205 }],
    ["half a cell", { maxCellVoltagePosition: 3.5 }],
    ["no position", { maxCellVoltagePosition: null }],
    ["no temperature", { maxCellTemperatureC: null }],
  ])("leaves a sample with %s out and counts it", (_, change) => {
    const sums = socpSums([{ ...(samples[0] as SocpSample), ...change }], 204);
    expect(sums).toEqual({ cells: {}, excluded: 1 });
  });

  it("needs only what its status looks at", () => {
    const charging = { ...(samples[0] as SocpSample), minCellVoltageV: null };
    expect(socpSums([charging], CELLS).excluded).toBe(0);
    const resting = { ...(samples[7] as SocpSample), minCellVoltageV: null };
    expect(socpSums([resting], CELLS).excluded).toBe(1);
  });

  it("of seven days is exactly the merge of its days, in any order", () => {
    const days = fc.array(plausibleSamples, { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(days, (parts) => {
        const whole = socpSums(parts.flat(), CELLS);
        const sums = parts.map((day) => socpSums(day, CELLS));
        expect(mergeSocpSums(sums)).toEqual(whole);
        expect(mergeSocpSums(sums.toReversed())).toEqual(whole);
      }),
    );
  });

  it("sums whole millionths, so that no order of adding differs from another", () => {
    const odd = { ...(samples[0] as SocpSample), maxCellVoltageV: 3.70000041, currentA: 1e6 / 9e3 };
    const { microV, microA } = socpSums([odd], CELLS).cells["0/40"]?.[37] ?? {};
    expect([microV, microA]).toEqual([3_700_000, 111_111_111]);
  });

  it("counts one cell per moving sample, two per resting one, and loses none", () => {
    fc.assert(
      fc.property(plausibleSamples, (all) => {
        const sums = socpSums(all, CELLS);
        const resting = all.filter(({ currentA }) => Math.abs(currentA ?? 0) <= 2).length;
        const counts = Object.values(sums.cells).flatMap((cells) =>
          Object.values(cells).map(({ count }) => count),
        );
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(all.length + resting);
      }),
    );
  });

  it("has only finite numbers, whatever is read", () => {
    fc.assert(
      fc.property(anySamples, (all) => {
        const sums = socpSums(all, CELLS);
        const rows = ([0, 1, 2] as Status[]).map((status) => socpRows(sums, status));
        expect(numbersIn([sums, rows]).every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

describe("the place of a cell", () => {
  it.each([
    [1, 1, 1],
    [12, 1, 12],
    [13, 2, 1],
    [37, 4, 1],
    [118, 10, 10],
    [201, 17, 9],
    [204, 17, 12],
    [240, 20, 12],
  ])("%d is module %d, cell %d", (position, module, cell) => {
    expect(cellPlace(position, 12)).toEqual({ module, cell });
  });
});

describe("the explanation of SoCP", () => {
  it("gives the sum and count of each cell, and where it is", () => {
    expect(explainSocp(socpSums(samples, CELLS), 0, 50, 12)).toMatchObject({
      method: "socp-count",
      version: "1",
      basis: "measured",
      excluded: 0,
      cells: [
        {
          position: 37,
          module: 4,
          cell: 1,
          count: 2,
          sum: { voltage: 7.428, temp: 54.9, current: 81.6 },
          mean: { voltage: 3.714, temp: 27.45, current: 40.8 },
        },
        { position: 201, module: 17, cell: 9, count: 1 },
      ],
    });
    expect(explainSocp(socpSums([], CELLS), 0, 50, 12).cells).toEqual([]);
  });
});
