import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { UnreadableError } from "../../src/domain/forecast/bytes.ts";
import { modelBytes } from "../../src/domain/forecast/kept-model.ts";
import type { TargetName } from "../../src/domain/forecast/targets.ts";
import type { Database } from "../../src/store/backend.ts";
import { askLiveModels, askProgress, type TargetPlace } from "../../src/store/models/models.ts";
import {
  askTraining,
  forgetTraining,
  type Kept,
  keepTraining,
} from "../../src/store/models/training.ts";
import { modelOf } from "../forecast/support.ts";
import { createDatabase } from "../support/world.ts";
import { openClient } from "./support/training.ts";

/* Models as the platform's database keeps them, of nights that were never trained. */

const PLACE: TargetPlace = { site: 2, component: "bank", target: "max_cell_temperature" };
const day = (n: number) => `2026-01-${String(n).padStart(2, "0")}`;
const WEIGHTS = modelBytes(modelOf(PLACE.target));

/** What the n-th night keeps: version n of day n, live unless told. */
const keptBy = (n: number, more: Partial<Kept> = {}): Kept => ({
  through: day(n),
  latest: n,
  live: n,
  served: [true, false, true, false, true],
  track: [],
  state: Uint8Array.of(n),
  made: {
    version: `v${n}`,
    trainedFrom: day(1),
    trainedTo: day(n),
    days: n,
    rows: 1440 * n,
    weights: WEIGHTS,
    wentLive: "live" in more ? more.live === n : true,
  },
  ...more,
});

let database: Awaited<ReturnType<typeof createDatabase>>;
let client: pg.Client;
let own: Database;
beforeAll(async () => {
  database = await createDatabase("ess_platform");
  ({ client, database: own } = await openClient(database.url));
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});
beforeEach(() => client.query("truncate forecast_target, forecast_version"));

const keep = (n: number, more: Partial<Kept> = {}, place = PLACE, before = n - 1) =>
  keepTraining(own.transact, place, before > 0 ? day(before) : undefined, keptBy(n, more));
const numbers = async () => {
  const { rows } = await client.query<{ version: number }>(
    "select version from forecast_version order by version",
  );
  return rows.map(({ version }) => version);
};
const live = async (on: string, place = PLACE, targets: readonly TargetName[] = [place.target]) => {
  const { site, component } = place;
  return askLiveModels(own.ask, { site, component, targets, day: on });
};

describe("what is kept of a night", () => {
  test("are the last fourteen versions, and the live one for as long as it is", async () => {
    for (let n = 1; n <= 20; n++) await keep(n, { live: 2 });
    expect(await numbers()).toEqual([2, ...Array.from({ length: 14 }, (_, i) => i + 7)]);
    await keep(21);
    expect(await numbers()).toEqual(Array.from({ length: 14 }, (_, i) => i + 8));
    const { training, versions } = (await askTraining(own.ask, PLACE)) ?? {};
    expect(training).toMatchObject({ through: day(21), latest: 21, live: 21 });
    expect(training?.state).toEqual(Uint8Array.of(21));
    expect(versions?.map(({ number }) => number)).toEqual([21]);
  });

  test("of other targets and sites stays as it is", async () => {
    const others: TargetPlace[] = [
      { ...PLACE, site: 1 },
      { ...PLACE, component: "rack" },
      { ...PLACE, target: "min_cell_temperature" },
    ];
    for (const other of others) await keep(1, {}, other);
    for (let n = 1; n <= 16; n++) await keep(n);
    expect(await numbers()).toEqual([1, 1, 1, ...Array.from({ length: 14 }, (_, i) => i + 3)]);
    await forgetTraining(own.transact, PLACE);
    expect(await numbers()).toEqual([1, 1, 1]);
    await forgetTraining(own.transact, { site: 2 });
    expect(await numbers()).toEqual([1]);
    expect(await askProgress(own.ask, 1)).toHaveLength(1);
    expect(await askProgress(own.ask, 2)).toEqual([]);
  });

  test("is nothing where another run was faster", async () => {
    await keep(1);
    await keep(1, { state: Uint8Array.of(9) });
    await keep(2);
    await keep(3, { state: Uint8Array.of(9) }, PLACE, 1);
    expect(await numbers()).toEqual([1, 2]);
    expect((await askTraining(own.ask, PLACE))?.training.state).toEqual(Uint8Array.of(2));
  });

  test("is nothing where all has been forgotten meanwhile", async () => {
    await keep(1);
    await forgetTraining(own.transact, { site: 2 });
    await keep(2);
    expect(await numbers()).toEqual([]);
    expect(await askProgress(own.ask, 2)).toEqual([]);
  });

  test("of a day that was left out is its date alone", async () => {
    await keep(1);
    const { made, ...rest } = keptBy(1);
    await keepTraining(own.transact, PLACE, day(1), { ...rest, through: day(2) });
    expect(await numbers()).toEqual([1]);
    expect(await askProgress(own.ask, 2)).toMatchObject([{ through: day(2), live: 1 }]);
  });
});

describe("a day is forecast", () => {
  beforeEach(async () => {
    for (const n of [1, 2, 3, 4]) await keep(n, { live: n < 2 ? undefined : Math.min(n, 3) });
  });

  test.for([
    [5, "v3", false],
    [4, "v3", false],
    [3, "v2", false],
    // The first version never went live.
    [2, "v3", true],
    [1, "v3", true],
  ] as const)("%i by version %s; knows: %s", async ([n, version, knows]) => {
    const model = (await live(day(n))).get(PLACE.target);
    expect(model).toMatchObject({ version, knows, trainedFrom: day(1) });
    expect(model?.model.horizons.map(({ isServed }) => isServed)).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
  });

  test("by models of its own site, component and targets alone", async () => {
    await keep(1, { live: 1 }, { ...PLACE, target: "min_cell_temperature" });
    await keep(4, { live: undefined }, { ...PLACE, target: "dc_voltage" }, 0);
    await keep(4, { live: 4 }, { ...PLACE, target: "cell_voltage_gap" }, 0);
    expect((await live(day(5), { ...PLACE, site: 1 })).size).toBe(0);
    expect((await live(day(5), { ...PLACE, component: "rack" })).size).toBe(0);
    const some: TargetName[] = [PLACE.target, "dc_voltage", "min_cell_temperature"];
    // One is not live.
    expect([...(await live(day(5), PLACE, some)).keys()].toSorted()).toEqual([
      PLACE.target,
      "min_cell_temperature",
    ]);
  });

  test("with the horizons that were served then, today with those that are", async () => {
    await client.query("update forecast_target set served = '[false,false,false,false,true]'");
    const served = async (n: number) =>
      (await live(day(n))).get(PLACE.target)?.model.horizons.map(({ isServed }) => isServed);
    expect(await served(3)).toEqual([true, false, true, false, true]);
    expect(await served(5)).toEqual([false, false, false, false, true]);
  });

  test("not by what cannot be read", async () => {
    await client.query(
      "update forecast_version set weights = substring(weights from 1 for 9999) where version = 3",
    );
    await expect(live(day(5))).rejects.toThrow(UnreadableError);
    expect((await live(day(3))).get(PLACE.target)).toMatchObject({ version: "v2" });
  });
});
