import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { modelBytes, readModel } from "../../src/domain/forecast/kept-model.ts";
import { readState } from "../../src/domain/forecast/kept-state.ts";
import { type After, night } from "../../src/domain/forecast/night.ts";
import { emptyState, type State } from "../../src/domain/forecast/state.ts";
import { rollUp, runJobs } from "../../src/jobs/run.ts";
import { trainForecasts } from "../../src/jobs/train.ts";
import { askProgress, type TargetPlace } from "../../src/store/models/models.ts";
import { askSourceDays } from "../../src/store/models/source-days.ts";
import { askTraining, forgetTraining } from "../../src/store/models/training.ts";
import type { Transact } from "../../src/store/sql/client.ts";
import { createDatabase } from "../support/world.ts";
import {
  dayNumber,
  dayOfNumber,
  learnableAt,
  type TrainingWorld,
  trainingWorld,
} from "./support/training.ts";

/*
 * Training against databases, night after night, of the simulated bank 1. Day 2 is held still by its collector, day 3
 * has too few rows. Two targets are taught, the others are left alone.
 */

const V: TargetPlace = { site: 2, component: "bank", target: "max_cell_voltage" };
const T: TargetPlace = { ...V, target: "max_cell_temperature" };

type Version = { target: string; version: number; name: string; trained_to: string; days: number };

/** What is kept of a site. */
const everything =
  "select target, through::text, latest, live, served, track, md5(state) as state, changed_at from forecast_target order by target";

let world: TrainingWorld;
beforeAll(async () => {
  world = await trainingWorld({ days: 6, units: [[1, 0]] });
  await world.query(`update bank set "BANK_DC_VOLT" = 888, "BANK_DC_CURRENT" = 100
    where "TIMESTAMP" >= '${dayNumber(2)}T08:00+09' and "TIMESTAMP" < '${dayNumber(2)}T10:00+09'`);
  await world.query(`delete from bank
    where "TIMESTAMP" >= '${dayNumber(3)}T19:11+09' and "TIMESTAMP" < '${dayNumber(4)}T00:00+09'`);
  await world.run(learnableAt(0), {}, [rollUp]);
  await world.only("bank", ["max_cell_voltage", "max_cell_temperature"]);
});
afterAll(() => world?.stop());

const targets = async () =>
  (await askProgress(world.work(0).platform?.ask ?? fail(), 2)).filter(
    ({ through }) => through < "9999",
  );
const versions = (target = V.target) =>
  world.known<Version>(
    "select target, version, name, trained_to::text as trained_to, days from forecast_version where site = 2 and target = $1 order by version",
    [target],
  );
const fail = (): never => {
  throw new Error("no platform");
};
const platform = () => world.work(0).platform ?? fail();

describe("a step", () => {
  test("waits until a day is over for seventy minutes", async () => {
    expect(await world.step(learnableAt(0) - 1)).toBe(false);
    expect(await targets()).toEqual([]);
  });

  test("teaches one target one day, and says whether there was one", async () => {
    expect(await world.step(learnableAt(0))).toBe(true);
    expect(await targets()).toMatchObject([
      { target: V.target, through: dayNumber(0), live: undefined },
    ]);
    expect(await versions()).toMatchObject([{ version: 1, trained_to: dayNumber(0), days: 1 }]);
    expect(await world.step(learnableAt(0))).toBe(true);
    expect((await targets()).map(({ target }) => target)).toEqual([T.target, V.target]);
  });

  test("does nothing where nothing is due, even a day later without rows", async () => {
    const before = await world.known(everything);
    expect(await world.step(learnableAt(0))).toBe(false);
    expect(await world.step(learnableAt(1) - 1)).toBe(false);
    expect(await world.known(everything)).toEqual(before);
  });

  test("keeps nothing where it fails, and is done again", async () => {
    const { ask } = platform();
    const transact = () => Promise.reject(new Error("gone"));
    const { failed } = await world.run(learnableAt(1), { platform: { ask, transact } });
    expect(failed).toMatchObject([{ job: "forecasts", site: 2 }]);
    expect(await versions()).toHaveLength(1);
    expect(await world.step(learnableAt(1))).toBe(true);
    expect(await versions()).toMatchObject([{ version: 1 }, { version: 2, days: 2 }]);
  });

  test("needs a platform's database, and asks nothing without one", async () => {
    const ask = Object.assign(() => fail(), { text: () => fail() });
    expect(await world.step(learnableAt(5), { platform: undefined, ask })).toBe(false);
  });
});

describe("two runs at once", () => {
  test("keep one night, and neither fails", async () => {
    const sessions = await Promise.all([world.session(), world.session()]);
    // Neither writes before both have read what they go on from.
    let waiting = 0;
    let open = () => {};
    const both = new Promise<void>((resolve) => {
      open = resolve;
    });
    const results = await Promise.all(
      sessions.map(({ database: { ask, transact } }) => {
        const late: Transact = async (statements) => {
          if (++waiting === 2) open();
          await both;
          return transact(statements);
        };
        return world.step(learnableAt(1), { platform: { ask, transact: late } });
      }),
    );
    expect(results).toEqual([true, true]);
    expect(await versions(T.target)).toMatchObject([{ version: 1 }, { version: 2, days: 2 }]);
    expect((await askTraining(platform().ask, T))?.training).toMatchObject({ latest: 2 });
    await Promise.all(sessions.map(({ client }) => client.end()));
  });
});

describe("days", () => {
  test("are learnt in their order; those held still or nearly empty are left out, once", async () => {
    await world.run(learnableAt(5) - 1);
    const learnt = await versions();
    expect(learnt.map(({ trained_to }) => trained_to)).toEqual([0, 1, 4].map(dayNumber));
    expect(learnt.map(({ days }) => days)).toEqual([1, 2, 3]);
    expect((await targets()).map(({ through }) => through)).toEqual([dayNumber(4), dayNumber(4)]);
    expect(await world.step(learnableAt(5) - 1)).toBe(false);
  });

  test("that are left out move on what is known and change nothing else", async () => {
    const held = "2026-01-07";
    expect(held).toBe(dayNumber(2));
    const { training } = (await askTraining(platform().ask, V)) ?? fail();
    // The second day was before a model of one day, which is not judged.
    expect(training.track.map(({ day }) => day)).toEqual([dayNumber(4)]);
    expect(training.state && readState(training.state).days).toBe(3);
  });

  test("that end the run are gone on with by the next one", async () => {
    const [work] = [world.work(learnableAt(5))];
    const until = Number.POSITIVE_INFINITY;
    const first = await runJobs([work], { until, steps: 1 }, () => {}, [trainForecasts]);
    expect(first).toMatchObject({ steps: 1, failed: [] });
    expect(await versions()).toHaveLength(4);
    expect(await versions(T.target)).toHaveLength(3);
    await world.run(learnableAt(5));
    expect(await versions(T.target)).toHaveLength(4);
  });
});

describe("what was kept", () => {
  const learnt = [0, 1, 4, 5];

  test("is what the same days teach in memory", async () => {
    const { state, all } = await inMemory(V, learnt);
    const { training, versions: kept } = (await askTraining(platform().ask, V)) ?? fail();
    const read = readState(training.state ?? fail());
    expect(read.days).toBe(4);
    state.horizons.forEach((own, h) => {
      const other = read.horizons[h] ?? fail();
      own.moments.forEach((one, r) => {
        expectClose(other.moments[r]?.sums.to1DArray() ?? [], one.sums.to1DArray());
        expect(other.moments[r]?.rows).toBeCloseTo(one.rows, 9);
      });
      for (const name of ["days", "target", "current"] as const) {
        expectClose(other.climatology[name], own.climatology[name]);
      }
      expectClose(other.residuals, own.residuals);
      expect(other.changes).toEqual(own.changes);
      expect([...other.offsets]).toEqual([...own.offsets]);
      expect(other.widening).toBeCloseTo(own.widening, 12);
    });
    expectClose(read.linear.sums.to1DArray(), state.linear.sums.to1DArray());
    const last = all.at(-1) ?? fail();
    expect(training).toMatchObject({ served: last.served, latest: 4, live: 4 });
    expect(training.track).toEqual(last.track);
    expect(kept.map(({ model }) => modelBytes(model))).toEqual([
      modelBytes(readModel(modelBytes(last.model), [])),
    ]);
    expect(kept).toMatchObject([
      {
        trainedFrom: dayNumber(0),
        trainedTo: dayNumber(5),
        days: 4,
        rows: all.reduce((sum, { rows }) => sum + rows, 0),
      },
    ]);
  });

  test("is made again from scratch, the same", async () => {
    const before = [await versions(), await versions(T.target)].map((all) => all.slice(0, 2));
    await forgetTraining(platform().transact, { site: 2 });
    expect(await world.known("select * from forecast_version")).toEqual([]);
    await world.only("bank", [V.target, T.target]);
    await world.run(learnableAt(1));
    expect([await versions(), await versions(T.target)]).toEqual(before);
  });

  test("is learnt anew where it cannot be read, and other targets are not kept waiting", async () => {
    const before = await versions();
    await world.known(
      "update forecast_target set state = substring(state from 1 for 4000) where target = $1",
      [V.target],
    );
    const { failed } = await world.run(learnableAt(4));
    expect(failed).toEqual([]);
    expect((await versions()).map(({ version, days }) => [version, days])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect((await versions()).slice(0, 2)).toEqual(before);
    expect((await targets()).map(({ through }) => through)).toEqual([dayNumber(4), dayNumber(4)]);
    expect(await versions(T.target)).toHaveLength(3);
  });
});

test("a database of others, which nothing marks, is left alone", async () => {
  const foreign = await createDatabase();
  try {
    const { client, database } = await world.session(foreign.url);
    const outcome = await world.run(learnableAt(5), database);
    await client.end();
    expect(outcome).toEqual({ steps: 0, failed: [] });
  } finally {
    await foreign.drop();
  }
});

/** The same nights without a database of models. */
async function inMemory({ component, target }: TargetPlace, days: readonly number[]) {
  const state: State = emptyState(target);
  const all: After[] = [];
  let hasLive = false;
  for (const n of days) {
    const before = all.at(-1);
    const [day] = await askSourceDays(
      world.work(0).ask,
      { site: world.site, component },
      dayOfNumber(n),
      target,
    );
    const after = night(
      {
        state,
        newest: before && readModel(modelBytes(before.model), []),
        live: undefined,
        hasLive,
        served: before?.served ?? [],
        track: before?.track ?? [],
      },
      component,
      dayNumber(n),
      [day ?? fail()],
    );
    hasLive ||= after.goesLive;
    all.push(after);
  }
  return { state, all };
}

/** Within 1e-9, of numbers of any size. */
function expectClose(got: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(got.length).toBe(expected.length);
  const far = Array.from(expected).filter(
    (value, i) => !(Math.abs((got[i] as number) - value) <= 1e-9 * Math.max(1, Math.abs(value))),
  );
  expect(far).toEqual([]);
}
