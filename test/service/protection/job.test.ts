import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { advance, newUnit, type ProtectionEvent } from "../../../src/domain/events/machine.ts";
import { type ProtectionSample, RACK_RULES } from "../../../src/domain/events/rules.ts";
import { PROFILES } from "../../../src/domain/indicators/profiles.ts";
import { sionyu } from "../../../src/site/registry/1-sionyu.ts";
import type { Transact } from "../../../src/store/sql/client.ts";
import { utcText } from "../../../src/time/instant.ts";
import { anySample, SECOND, START } from "../../events/samples.ts";
import { type ProtectionWorld, protectionWorld, rackRow } from "./support.ts";

let world: ProtectionWorld;
beforeAll(async () => {
  world = await protectionWorld(sionyu);
});
afterAll(() => world?.close());
beforeEach(clear);

const OPTIONS = { rules: RACK_RULES, profile: PROFILES["33J"] };
const HOUR = 3600 * SECOND;

async function clear() {
  await world.client.query("delete from rack; delete from ess_due; delete from ess_dropped_month");
  await world.platformClient.query(
    "truncate protection_event, protection_checkpoint, protection_unit, protection_delivery, protection_webhook",
  );
}

type Found = { rack: number; withdrawn: boolean; event: ProtectionEvent };

async function stored(): Promise<Found[]> {
  const micros = (name: string) => `(extract(epoch from ${name}) * 1000000)::bigint::float8`;
  const { rows } = await world.platformClient.query(
    `select rack, code, level, source, ${micros("start_at")} as start, start_value, start_position, ${micros("peak_at")} as peak,
       peak_value, peak_position, ${micros("end_at")} as ended, withdrawn_at is not null as withdrawn
     from protection_event order by rack, start_at, code, level`,
  );
  return rows.map((row) => ({
    rack: row.rack,
    withdrawn: row.withdrawn,
    event: {
      code: row.code,
      level: row.level,
      source: row.source,
      start: { timeMicros: row.start, value: row.start_value, position: row.start_position },
      peak: { timeMicros: row.peak, value: row.peak_value, position: row.peak_position },
      endMicros: row.ended,
    },
  }));
}

const current = async () =>
  (await stored())
    .filter(({ withdrawn }) => !withdrawn)
    .map(({ rack, event }) => ({ rack, event }));

/** What one run over all rows gives. */
function fromScratch(rows: ReadonlyMap<string, { rack: number; sample: ProtectionSample }>) {
  return [1, 2].flatMap((rack) => {
    const samples = [...rows.values()].filter((row) => row.rack === rack);
    const { events } = advance(
      newUnit(),
      samples.map(({ sample }) => sample),
      OPTIONS,
    );
    return events.map((event) => ({ rack, event }));
  });
}

/** Moments of some days around the end of a month, close enough now and then for an event to go on overnight. */
const moment = fc.oneof(
  fc.integer({ min: 0, max: 200 }).map((n) => START + n * 300 * SECOND),
  fc
    .integer({ min: 0, max: 2 })
    .chain((day) =>
      fc.integer({ min: -6, max: 6 }).map((n) => START + (11 + 24 * day) * HOUR + n * 300 * SECOND),
    ),
  fc.integer({ min: 20, max: 30 }).map((day) => START + day * 24 * HOUR),
);
const rows = fc.array(fc.record({ rack: fc.constantFrom(1, 2), at: moment, sample: anySample }), {
  maxLength: 12,
});
const edit = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("write" as const), rows }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("delete" as const),
      from: moment,
      hours: fc.constantFrom(1, 30, 800),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("run" as const),
      failAt: fc.nat(4),
      late: fc.boolean(),
    }),
  },
);

/** Fails once, at the n-th transaction: before it, or after it when only its answer is lost. */
function failing(at: number, late: boolean) {
  let left = at;
  return (transact: Transact): Transact =>
    async (statements, options) => {
      left -= 1;
      if (left !== 0) return transact(statements, options);
      if (late) await transact(statements, options);
      throw new Error("the run dies here");
    };
}

test("whatever is written, corrected and deleted, and wherever runs die, the events are those of one run", {
  timeout: 300_000,
}, async () => {
  let [seen, deaths] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 2, maxLength: 12 }), async (edits) => {
      await clear();
      const model = new Map<string, { rack: number; sample: ProtectionSample }>();
      for (const step of edits) {
        if (step.kind === "write") {
          const batch = new Map(
            step.rows.map(({ rack, at, sample }) => [
              `${rack}/${at}`,
              { rack, sample: { ...sample, timeMicros: at } as ProtectionSample },
            ]),
          );
          for (const [key, row] of batch) model.set(key, row);
          await world.write(
            "rack",
            [...batch.values()].map(({ rack, sample }) => fullRow(sample, rack)),
          );
        } else if (step.kind === "delete") {
          const to = step.from + step.hours * HOUR;
          await world.client.query(
            `delete from rack where "TIMESTAMP" >= $1 and "TIMESTAMP" < $2`,
            [utcText(step.from), utcText(to)],
          );
          for (const [key, { sample }] of model)
            if (sample.timeMicros >= step.from && sample.timeMicros < to) model.delete(key);
        } else {
          const wrap = failing(step.failAt, step.late);
          const { work } = world;
          const platform = work.platform && {
            ...work.platform,
            transact: wrap(work.platform.transact),
          };
          await world.settle({ transact: wrap(work.transact), platform }).catch(() => {
            deaths += 1;
          });
        }
      }
      await world.settle();
      const events = await current();
      seen += events.length;
      const byKey = (list: typeof events) =>
        Object.fromEntries(
          list.map((one) => [
            `${one.rack}/${one.event.code}/${one.event.level}/${one.event.start.timeMicros}`,
            one.event,
          ]),
        );
      expect(byKey(events)).toEqual(byKey(fromScratch(model)));
      const { rows: left } = await world.client.query(
        "select * from ess_due where work = 'events'",
      );
      expect(left).toEqual([]);
    }),
    { numRuns: 60 },
  );
  expect(seen).toBeGreaterThan(100);
  expect(deaths).toBeGreaterThan(10);
});

test("a run that another one has overtaken writes nothing", async () => {
  const at = (second: number) => START + second * SECOND;
  const row = (second: number, warning: number) =>
    rackRow({ timeMicros: at(second), flags: { "over-voltage-warning": warning } });
  await world.write("rack", [row(0, 0), row(1, 1)]);
  const { ask } = world.work;
  let isOvertaken = false;
  const overtaken = async (query: Parameters<typeof ask>[0]) => {
    const rows = await ask(query);
    if (!isOvertaken && rows.some((found) => "at_micros" in found)) {
      isOvertaken = true;
      await world.write("rack", [row(1, 0), row(2, 1)]);
      await world.settle();
    }
    return rows;
  };
  const slow = world.settle({ ask: Object.assign(overtaken, { text: ask.text }) });
  await expect(slow).rejects.toMatchObject({ code: "40001" });
  const starts = async () => (await current()).map(({ event }) => event.start.timeMicros);
  expect(await starts()).toEqual([at(2)]);
  await world.settle();
  expect(await starts()).toEqual([at(2)]);
});

/** Every flag of the row, so that a correction also takes flags away. */
const fullRow = (sample: ProtectionSample, rack: number) =>
  rackRow(
    {
      ...sample,
      flags: Object.fromEntries(
        RACK_RULES.flatMap(({ warningFlag, protectionFlag }) =>
          [warningFlag ?? protectionFlag, protectionFlag].map((role) => [
            role,
            sample.flags[role] ?? null,
          ]),
        ),
      ),
    },
    rack,
  );
