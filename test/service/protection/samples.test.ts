import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { advance, type MachineOptions, newUnit } from "../../../src/domain/events/machine.ts";
import { BANK_RULES, type ProtectionSample, RACK_RULES } from "../../../src/domain/events/rules.ts";
import { PROFILES } from "../../../src/domain/indicators/profiles.ts";
import { sionyu } from "../../../src/site/registry/1-sionyu.ts";
import { panli } from "../../../src/site/registry/2-panli.ts";
import { askSamples } from "../../../src/store/events/samples.ts";
import { utcText } from "../../../src/time/instant.ts";
import { anySample, SECOND, START } from "../../events/samples.ts";
import { type ProtectionWorld, protectionWorld, rackRow } from "./support.ts";

let world: ProtectionWorld;
let panliWorld: ProtectionWorld;
beforeAll(async () => {
  world = await protectionWorld(sionyu);
  panliWorld = await protectionWorld(panli);
});
afterAll(async () => {
  await world?.close();
  await panliWorld?.close();
});

const RANGE = { bank: 1, rack: 1, from: START - 1000 * SECOND, to: START + 1_000_000 * SECOND };

/** Rows that look alike for a while, with values that go up and down a little, and pauses. */
const runs: fc.Arbitrary<ProtectionSample[]> = fc
  .array(
    fc.tuple(
      anySample,
      fc.array(fc.tuple(fc.constantFrom(1, 1, 1, 599, 600, 601), fc.integer({ min: -2, max: 2 })), {
        minLength: 1,
        maxLength: 6,
      }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => {
    let timeMicros = START;
    return parts.flatMap(([base, steps]) =>
      steps.map(([wait, by]) => {
        timeMicros += wait * SECOND;
        const raised = (value: number | null | undefined, step: number) =>
          value == null ? null : value + by * step;
        return {
          ...base,
          timeMicros,
          maxCellVoltageV: raised(base.maxCellVoltageV, 0.001),
          minCellVoltageV: raised(base.minCellVoltageV, 0.001),
          cellVoltageGapV: raised(base.cellVoltageGapV, 0.001),
          currentA: raised(base.currentA, 0.1),
          maxCellTemperatureC: raised(base.maxCellTemperatureC, 0.1),
          minCellTemperatureC: raised(base.minCellTemperatureC, 0.1),
        } as ProtectionSample;
      }),
    );
  });

const shuffled = runs.chain((samples) =>
  fc.tuple(fc.constant(samples), fc.shuffledSubarray(samples, { minLength: samples.length })),
);

const eventsAndState = (samples: readonly ProtectionSample[], options: MachineOptions) => {
  const { events, state } = advance(newUnit(), samples, options);
  return { events, state };
};

test.each([
  ["flags and limits", PROFILES["33J"]],
  ["flags alone", null],
])("by %s the rows that are picked give the events of all rows", async (_, profile) => {
  const options = { rules: RACK_RULES, profile };
  let [all, picked] = [0, 0];
  await fc.assert(
    fc.asyncProperty(shuffled, async ([samples, mixed]) => {
      await world.client.query("truncate rack");
      await world.write(
        "rack",
        mixed.map((sample) => rackRow(sample)),
      );
      const [rows = []] = await askSamples(
        world.work.ask,
        { site: sionyu, component: "rack" },
        [RANGE],
        options,
      );
      all += samples.length;
      picked += rows.length;
      expect(eventsAndState(rows, options)).toEqual(eventsAndState(samples, options));
    }),
    { numRuns: 150 },
  );
  expect(picked).toBeLessThan(all);
});

const quietRow = (second: number): ProtectionSample => ({
  timeMicros: START + second * SECOND,
  flags: Object.fromEntries(
    RACK_RULES.flatMap(({ warningFlag, protectionFlag }) => [
      [warningFlag ?? protectionFlag, 0],
      [protectionFlag, 0],
    ]),
  ),
  maxCellVoltageV: 3.7,
  minCellVoltageV: 3.6,
  currentA: 10,
});

test("of an hour in which nothing happens the first and the last row are picked", async () => {
  await world.client.query("truncate rack");
  await world.write(
    "rack",
    Array.from({ length: 3600 }, (_, i) => rackRow(quietRow(i))),
  );
  const [rows = []] = await askSamples(
    world.work.ask,
    { site: sionyu, component: "rack" },
    [RANGE],
    { rules: RACK_RULES, profile: PROFILES["33J"] },
  );
  expect(rows.map(({ timeMicros }) => (timeMicros - START) / SECOND)).toEqual([0, 3599]);
});

test("while a warning lasts rows are picked that go further than any before, and no more", async () => {
  await world.client.query("truncate rack");
  const volts = [4.06, 4.05, 4.06, 4.061, 4.061, 4.0, 4.062, 4.02];
  await world.write(
    "rack",
    volts.map((maxCellVoltageV, i) => {
      const row = quietRow(i);
      return rackRow({
        ...row,
        maxCellVoltageV,
        flags: { ...row.flags, "over-voltage-warning": 1 },
      });
    }),
  );
  const [rows = []] = await askSamples(
    world.work.ask,
    { site: sionyu, component: "rack" },
    [RANGE],
    { rules: RACK_RULES, profile: null },
  );
  expect(rows.map(({ maxCellVoltageV }) => maxCellVoltageV)).toEqual([4.06, 4.061, 4.062, 4.02]);
});

test("ranges of several banks and racks come apart, and each in order of time", async () => {
  await world.client.query("truncate rack");
  await world.write(
    "rack",
    [3, 2, 1].flatMap((rack) => [4, 2, 0].map((second) => rackRow(quietRow(second), rack))),
  );
  const ranges = [
    { ...RANGE, rack: 2 },
    { ...RANGE, rack: 1, from: START + SECOND, to: START + 4 * SECOND },
    { ...RANGE, rack: 7 },
  ];
  const rows = await askSamples(world.work.ask, { site: sionyu, component: "rack" }, ranges, {
    rules: RACK_RULES,
    profile: null,
  });
  expect(rows.map((range) => range.map(({ timeMicros }) => (timeMicros - START) / SECOND))).toEqual(
    [[0, 4], [2], []],
  );
});

test("of a bank a row is picked when its fault changes, as JSON or as the literal that others wrote", async () => {
  const faults = [
    '{"rack1":0}',
    '{"rack1":0}',
    "{'rack1': 1, 'rack2': None}",
    "{'rack1': 1, 'rack2': None}",
    '{"rack1":0}',
    '{"rack1":0}',
    null,
    null,
  ];
  await panliWorld.write(
    "bank",
    faults.map((MASTER_RACK_COMMUNICATION_FAULT, i) => ({
      BANK_ID: 1,
      TIMESTAMP: utcText(START + i * SECOND),
      MASTER_RACK_COMMUNICATION_FAULT,
    })),
  );
  const options = { rules: BANK_RULES, profile: null };
  const [rows = []] = await askSamples(
    panliWorld.work.ask,
    { site: panli, component: "bank" },
    [{ ...RANGE, rack: 0 }],
    options,
  );
  expect(rows.map(({ timeMicros }) => (timeMicros - START) / SECOND)).toEqual([0, 2, 4, 6, 7]);
  const { events } = advance(newUnit(), rows, options);
  expect(events).toMatchObject([{ code: 14, level: 2, endMicros: START + 4 * SECOND }]);
});
