import fc from "fast-check";
import { flagRoles, type ProtectionSample, RACK_RULES } from "../../src/domain/events/rules.ts";

export const SECOND = 1_000_000;

/** 2022-07-06T13:00:00+09:00 */
export const START = Date.parse("2022-07-06T04:00:00Z") * 1000;

/** Samples of a rack, one a second from `START`, from what is not missing in each. */
export const secondsFrom = (
  changes: readonly Partial<ProtectionSample>[],
  start = START,
): ProtectionSample[] =>
  changes.map((change, second) => ({ timeMicros: start + second * SECOND, flags: {}, ...change }));

/** Seconds since `START`, for short expectations. */
export const second = (micros: number | null | undefined): number | null =>
  micros === null || micros === undefined ? null : (micros - START) / SECOND;

const flag = fc.constantFrom(0, 1, null, undefined, 7);

const flags = fc.record(Object.fromEntries(flagRoles(RACK_RULES).map((role) => [role, flag])), {
  requiredKeys: [],
}) as fc.Arbitrary<ProtectionSample["flags"]>;

/** A reading near the limits, or one that is missing or impossible. */
const near = (...values: number[]) => fc.constantFrom<number | null>(null, 6553.5, ...values);

export const anySample = fc.record({
  flags: fc.oneof(fc.constant({}), flags),
  maxCellVoltageV: near(3.9, 4.0, 4.04, 4.06, 4.08, 4.12),
  maxCellVoltagePosition: fc.constantFrom(1, 57, 0, null),
  minCellVoltageV: near(3.4, 3.3, 3.25, 3.1, 2.9),
  cellVoltageGapV: near(0.1, 0.2, 0.4, 0.6),
  currentA: near(-130, -110, 0, 90, 125),
  maxCellTemperatureC: near(30, 45, 52, 60),
  minCellTemperatureC: near(20, 5, -5, -15),
  chargeSensor: fc.constantFrom(0, 1, null),
});

/** Samples of a rack in order of time; now and then with a long gap before one. */
export const anySamples: fc.Arbitrary<ProtectionSample[]> = fc
  .array(fc.tuple(anySample, fc.constantFrom(1, 1, 1, 2, 60, 3600)), { maxLength: 40 })
  .map((steps) => {
    let timeMicros = START;
    return steps.map(([change, wait]) => {
      timeMicros += wait * SECOND;
      return { ...change, timeMicros } as ProtectionSample;
    });
  });
