import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anchorsOf,
  centroidOf,
  type Degrees,
  degreesOf,
  either,
  outputFigure,
  worse,
} from "../../src/domain/indicators/fuzzy.ts";
import { PROFILES } from "../../src/domain/indicators/profiles.ts";
import { numbersIn } from "./samples.ts";

const degree = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const anyDegrees: fc.Arbitrary<Degrees> = fc.tuple(degree, degree, degree, degree, degree);

const anchorSets = Object.values(PROFILES["33J"].limits)
  .filter(({ release, warning }) => release !== warning)
  .map(anchorsOf);
const anyAnchors = fc.constantFrom(...anchorSets);

/** Shares of the way from release (0) to protection (1), and beyond both. */
const anyPlace = fc.double({ min: -2, max: 3, noNaN: true });
const valueAt = (anchors: Degrees, place: number) => anchors[0] + place * (anchors[4] - anchors[0]);

/** The centre of gravity of the definition, by a sum over many points. */
function sampledCentroid(degrees: Degrees, points = 100_001): number {
  let [area, moment] = [0, 0];
  for (let i = 0; i < points; i++) {
    const x = i / (points - 1);
    const height = Math.max(
      ...degrees.map((cut, index) =>
        Math.min(cut, Math.max(0, 1 - Math.abs(x - (1 - index / 4)) * 4)),
      ),
    );
    area += height;
    moment += height * x;
  }
  return moment / area;
}

describe("the degrees of a value", () => {
  it("sum to 1 and are those of at most two neighbours", () => {
    fc.assert(
      fc.property(anyAnchors, anyPlace, (anchors, place) => {
        const degrees = degreesOf(valueAt(anchors, place), anchors);
        expect(degrees.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
        const some = degrees.flatMap((one, index) => (one > 0 ? [index] : []));
        expect(some.length).toBeLessThanOrEqual(2);
        expect((some.at(-1) ?? 0) - (some[0] ?? 0)).toBeLessThanOrEqual(1);
        expect(Math.min(...degrees)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("are 1 at each anchor", () => {
    for (const anchors of anchorSets) {
      anchors.forEach((anchor, index) => {
        expect(degreesOf(anchor, anchors)[index]).toBe(1);
      });
    }
  });

  it("move towards danger with the value", () => {
    const danger = (degrees: Degrees) => degrees.reduce((sum, one, index) => sum + one * index, 0);
    fc.assert(
      fc.property(anyAnchors, anyPlace, anyPlace, (anchors, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((place) =>
          danger(degreesOf(valueAt(anchors, place), anchors)),
        ) as [number, number];
        expect(low).toBeLessThanOrEqual(high + 1e-9);
      }),
    );
  });

  it("are the same for mirrored anchors and value", () => {
    fc.assert(
      fc.property(anyAnchors, anyPlace, (anchors, place) => {
        const value = valueAt(anchors, place);
        const mirrored = anchors.map((anchor) => -anchor) as unknown as Degrees;
        expect(degreesOf(-value, mirrored)).toEqual(degreesOf(value, anchors));
      }),
    );
  });
});

describe("the centre of gravity", () => {
  it.each<[Degrees, number]>([
    [[1, 0, 0, 0, 0], 0.916667],
    [[0, 0, 0, 0, 1], 0.083333],
    [[0, 0, 1, 0, 0], 0.5],
    [[0.5, 0.5, 0, 0, 0], 0.779762],
    [[0.2, 0.8, 0, 0, 0], 0.754762],
    [[1, 0, 0, 0, 1], 0.5],
    [[0.25, 0.75, 0.4, 0.6, 0], 0.519987],
    [[1, 1, 1, 1, 1], 0.5],
  ])("of %j is %d", (degrees, expected) => {
    expect(centroidOf(degrees)).toBeCloseTo(expected, 6);
  });

  it("is null of no degrees at all", () => {
    expect(centroidOf([0, 0, 0, 0, 0])).toBeNull();
  });

  it("is that of the definition", () => {
    const any = anyDegrees.filter((degrees) => Math.max(...degrees) > 0.01);
    fc.assert(
      fc.property(any, (degrees) => {
        expect(centroidOf(degrees)).toBeCloseTo(sampledCentroid(degrees), 4);
      }),
      { numRuns: 25 },
    );
  });

  it("is mirrored with the degrees, and stays between those of the outer classes", () => {
    const any = anyDegrees.filter((degrees) => Math.max(...degrees) > 1e-6);
    fc.assert(
      fc.property(any, (degrees) => {
        const mirrored = degrees.toReversed() as unknown as Degrees;
        const safety = centroidOf(degrees) ?? Number.NaN;
        expect(safety + (centroidOf(mirrored) ?? Number.NaN)).toBeCloseTo(1, 9);
        expect(safety).toBeGreaterThan(0);
        expect(safety).toBeLessThan(1);
      }),
    );
  });

  it("of combined partitions of 1 is from 1/12 to 11/12", () => {
    const degrees = fc
      .tuple(anyAnchors, anyPlace)
      .map(([anchors, place]) => degreesOf(valueAt(anchors, place), anchors));
    fc.assert(
      fc.property(degrees, degrees, (voltage, temperature) => {
        for (const combine of [either, worse]) {
          const safety = centroidOf(combine(voltage, temperature)) ?? Number.NaN;
          expect(safety).toBeGreaterThanOrEqual(1 / 12 - 1e-9);
          expect(safety).toBeLessThanOrEqual(11 / 12 + 1e-9);
        }
      }),
    );
  });

  it("never has NaN, whatever the degrees", () => {
    fc.assert(
      fc.property(fc.oneof(anyDegrees, fc.constant<Degrees>([0, 0, 0, 0, 0])), (degrees) => {
        expect(numbersIn(outputFigure(degrees)).every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

describe("the rule base of the worse", () => {
  /** All 25 rules, one by one. */
  const byRules = (a: Degrees, b: Degrees) =>
    a.map((_, target) => {
      const strengths = a.flatMap((x, i) =>
        b.flatMap((y, j) => (Math.max(i, j) === target ? [Math.min(x, y)] : [])),
      );
      return Math.max(...strengths);
    });

  it("is that of its 25 rules, and the same either way round", () => {
    fc.assert(
      fc.property(anyDegrees, anyDegrees, (a, b) => {
        expect(worse(a, b)).toEqual(byRules(a, b));
        expect(worse(b, a)).toEqual(worse(a, b));
      }),
    );
  });

  it("hides no danger behind a safe quantity, as OR does", () => {
    const [safe, dangerous]: Degrees[] = [
      [1, 0, 0, 0, 0],
      [0, 0, 0, 0, 1],
    ] as [Degrees, Degrees];
    expect(worse(safe as Degrees, dangerous as Degrees)).toEqual(dangerous);
    expect(either(safe as Degrees, dangerous as Degrees)).toEqual([1, 0, 0, 0, 1]);
  });
});
