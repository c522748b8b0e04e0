import { beforeAll, describe, expect, test } from "vitest";
import { type Day, KINDS, readDays, replay } from "../support/day-ahead.ts";
import { PANLI_DAYS_NAME, panliDates } from "../support/panli-days.ts";

/*
 * The forecast of the day ahead replayed on real days of 2023, each from all earlier files. The figures are those of
 * thirty days (last day / analogs); there are fewer here, and harder ones: the analogs must be as much better than
 * the last day, within a tenth. [D]
 */
const REFERENCE: Record<string, Record<number, [last: number, analog: number]>> = {
  voltage: { 0: [21.3, 19.5], 16: [20.0, 19.4] },
  temperature: { 0: [1.29, 0.55], 16: [0.71, 0.23] },
  gap: { 0: [2.08, 1.62], 16: [1.5, 1.41] },
};

describe.skipIf(panliDates.length === 0)(
  `real days of bank 1 of site 2 (skipped where ${PANLI_DAYS_NAME} is absent)`,
  () => {
    let days: Day[];
    beforeAll(async () => {
      days = await readDays();
    });

    test.each(KINDS)("the $name is forecast as well as the figures say", (kind) => {
      for (const [hour, [last, analog]] of Object.entries(REFERENCE[kind.channel] ?? {})) {
        const made = replay(days, kind, Number(hour));
        const text = [made.last, made.mean, made.analog].map((v) => v.toFixed(2)).join(" / ");
        console.log(`${kind.name} from ${hour}:00, ${kind.unit}: ${text} (last / mean / analogs)`);
        expect(made.analog / made.last, text).toBeLessThan((1.1 * analog) / last);
        expect(made.analog, text).toBeLessThan(made.mean);
        expect(made.coverage).toBeGreaterThan(0.75);
        expect(made.coverage).toBeLessThan(0.97);
      }
    });
  },
);
