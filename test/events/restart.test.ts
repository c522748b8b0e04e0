import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  advance,
  type MachineOptions,
  newUnit,
  type ProtectionEvent,
  type UnitState,
} from "../../src/domain/events/machine.ts";
import { type ProtectionSample, RACK_RULES } from "../../src/domain/events/rules.ts";
import { PROFILES } from "../../src/domain/indicators/profiles.ts";
import { numbersIn } from "../indicators/samples.ts";
import { anySamples } from "./samples.ts";

const SITE_1: MachineOptions = { rules: RACK_RULES, profile: PROFILES["33J"] };

/** The events after all batches, the later version of each in place of the earlier. */
function collect(batches: readonly (readonly ProtectionSample[])[], throughJson = false) {
  let state: UnitState = newUnit();
  const events = new Map<string, ProtectionEvent>();
  let excluded = 0;
  for (const batch of batches) {
    const run = advance(state, batch, SITE_1);
    state = throughJson ? JSON.parse(JSON.stringify(run.state)) : run.state;
    excluded += run.excluded;
    for (const event of run.events) {
      events.set(`${event.code}/${event.level}/${event.start.timeMicros}`, event);
    }
  }
  const byKey = Object.fromEntries([...events].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { state, events: byKey, excluded };
}

describe("events of any rack", () => {
  it("are the same however the samples are cut, also when the state is kept as JSON", () => {
    const cuts = fc.array(fc.nat({ max: 40 }), { maxLength: 4 });
    fc.assert(
      fc.property(anySamples, cuts, (samples, at) => {
        const edges = [0, ...at.toSorted((a, b) => a - b), samples.length];
        const batches = edges.slice(1).map((edge, i) => samples.slice(edges[i], edge));
        expect(collect(batches, true)).toEqual(collect([samples]));
      }),
      { numRuns: 300 },
    );
  });

  it("are the same when a run starts again from an older state and sees samples twice", () => {
    fc.assert(
      fc.property(anySamples, fc.nat({ max: 40 }), fc.nat({ max: 40 }), (samples, from, to) => {
        const again = [samples.slice(0, Math.max(from, to)), samples.slice(Math.min(from, to))];
        expect(collect(again)).toEqual(collect([samples]));
      }),
    );
  });

  it("are the same of shuffled samples", () => {
    const shuffled = anySamples.chain((samples) =>
      fc.tuple(fc.constant(samples), fc.shuffledSubarray(samples, { minLength: samples.length })),
    );
    fc.assert(
      fc.property(shuffled, ([samples, mixed]) => {
        expect(collect([mixed])).toEqual(collect([samples]));
      }),
    );
  });

  it("begin before they end, peak in between, and do not overlap in code and level", () => {
    fc.assert(
      fc.property(anySamples, (samples) => {
        const all = advance(newUnit(), samples, SITE_1).events;
        const ends = new Map<string, number>();
        for (const { code, level, start, peak, endMicros } of all) {
          const end = endMicros ?? Number.POSITIVE_INFINITY;
          expect(peak.timeMicros).toBeGreaterThanOrEqual(start.timeMicros);
          expect(peak.timeMicros).toBeLessThan(end);
          const key = `${code}/${level}`;
          expect(start.timeMicros).toBeGreaterThanOrEqual(ends.get(key) ?? 0);
          ends.set(key, end);
        }
        expect(numbersIn(all).every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it("leave the state they are reckoned from as it was", () => {
    fc.assert(
      fc.property(anySamples, fc.nat({ max: 40 }), (samples, cut) => {
        const { state } = advance(newUnit(), samples.slice(0, cut), SITE_1);
        const kept = structuredClone(state);
        advance(state, samples.slice(cut), SITE_1);
        expect(state).toEqual(kept);
      }),
    );
  });
});
