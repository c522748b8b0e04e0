import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ownColumns, sharedColumns } from "../../src/domain/forecast/columns.ts";
import { type DayScores, judgeDay } from "../../src/domain/forecast/judge.ts";
import type { SourceDay } from "../../src/domain/forecast/learn.ts";
import { REGIMES } from "../../src/domain/forecast/regime.ts";
import { TARGET_NAMES, targetOf } from "../../src/domain/forecast/targets.ts";
import { type Night, recordsOf } from "../../src/domain/forecast/track.ts";
import type { ProblemBody } from "../support/http.ts";
import { type LiveWorld, liveWorld, TODAY, V } from "./support/live.ts";
import { dayNumber, FIRST_DAY } from "./support/training.ts";

/* What is live and how it did, over HTTP; and what becomes of models that cannot be read. */

type Body = Record<string, unknown> & { records: unknown[]; models: unknown[] };

const SITE = "/api/ess/operating-sites/2/forecasts/";
const BACKTEST = `${SITE}backtest/?`;
const DAY = `date=${dayNumber(TODAY)}`;

let world: LiveWorld;
beforeAll(async () => {
  world = await liveWorld([V]);
});
afterAll(() => world?.stop());

/** What JSON carries of a figure. */
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));
const close = (records: ReturnType<typeof recordsOf>) =>
  records.map((record) =>
    Object.fromEntries(
      Object.entries(record).map(([name, value]) => [
        name,
        typeof value === "number" && !Number.isInteger(value) ? expect.closeTo(value, 9) : value,
      ]),
    ),
  );

describe("models/", () => {
  const models = () => world.json<Record<string, unknown>[]>(`${SITE}models/`);
  const ofV = async () =>
    (await models()).find(({ component, target }) => component === "bank" && target === V);

  test("lists what is live, of which days, and its record", async () => {
    expect((await models()).map(({ component, target }) => `${component} ${target}`)).toEqual(
      ["bank", "rack"].flatMap((component) =>
        TARGET_NAMES.toSorted().map((name) => `${component} ${name}`),
      ),
    );
    const live = await world.model(0, V);
    const [kept] = await world.known<{ track: Night[]; served: boolean[]; bytes: number }>(
      `select track, served, (select length(weights) from forecast_version v where v.version = t.live and v.component = 'bank' and v.target = t.target) as bytes
       from forecast_target t where component = 'bank' and target = $1`,
      [V],
    );
    const found = await ofV();
    expect(found).toMatchObject({
      operating_site: 2,
      unit: "V",
      state: "provisional",
      version: live.version,
      trained_from: FIRST_DAY,
      trained_to: dayNumber(2),
      trained_days: 3,
      trained_rows: live.rows,
      through: dayNumber(2),
      size_bytes: kept?.bytes,
      backtest_days: [dayNumber(2)],
      drift: { ratio: null, is_drifting: false },
    });
    expect(found?.["horizons"]).toEqual(
      [60, 300, 600, 1800, 3600].map((horizon_seconds, h) => ({
        horizon_seconds,
        is_served: kept?.served[h],
      })),
    );
    expect(found?.["backtest"]).toEqual(asJson(recordsOf(kept?.track ?? [], REGIMES, 1000)));
    expect(found?.["hyper_parameters"]).toMatchObject({
      columns: sharedColumns(targetOf(V)).length + ownColumns(targetOf(V)).length,
      kept_each_night: 0.9,
    });
    expect(Date.parse(String(found?.["made"]))).toBeGreaterThan(Date.now() - 3_600_000);
  });

  test("says what is still learning, and what is normal", async () => {
    const other = (await models()).find(({ target }) => target === "dc_voltage");
    expect(other).toMatchObject({ state: "learning", version: null, trained_to: null, made: null });
    expect(other?.["horizons"]).toContainEqual({ horizon_seconds: 600, is_served: false });
    for (const [days, state] of [
      [6, "provisional"],
      [7, "normal"],
    ] as const) {
      await world.known("update forecast_version set days = $1 where version = 3", [days]);
      expect(await ofV()).toMatchObject({ state });
    }
  });

  test("says that the error of the last night was much larger", async () => {
    const [kept] = await world.known<{ track: Night[] }>(
      "select track from forecast_target where component = 'bank' and target = $1",
      [V],
    );
    const [one] = kept?.track ?? [];
    const worse = asJson(one) as Night;
    for (const horizon of worse.newest) for (const score of horizon) score.absolute *= 1.6;
    const change = (track: unknown) =>
      world.known(
        "update forecast_target set track = $1 where component = 'bank' and target = $2",
        [JSON.stringify(track), V],
      );
    await change([one, one, worse]);
    expect((await ofV())?.["drift"]).toEqual({ ratio: expect.closeTo(1.6, 9), is_drifting: true });
    await change(kept?.track);
  });

  test("is empty for a site that has learnt nothing", async () => {
    expect(await world.json("/api/ess/operating-sites/1/forecasts/models/")).toEqual([]);
  });
});

describe("backtest/", () => {
  const recordsIn = (scores: DayScores[]) =>
    close(
      recordsOf(
        scores.map((newest) => ({ day: "", newest })),
        REGIMES,
        1000,
      ),
    );
  const part = (days: SourceDay[], from: number, to: number) =>
    days.map((day) => ({ ...day, from: day.from + from, to: day.from + to }));

  test("of a day is what the model says of it in Node", async () => {
    const live = await world.model(0, V);
    const body = await world.json<Body>(`${BACKTEST}bank=1&${DAY}`);
    expect(body.records).toEqual(
      recordsIn([judgeDay(live.model, await world.sourceDays("bank", V))]),
    );
    expect(body).toMatchObject({
      operating_site: 2,
      component: "bank",
      target: V,
      unit: "V",
      start: `${dayNumber(TODAY)}T00:00:00+09:00`,
      end: `${dayNumber(TODAY + 1)}T00:00:00+09:00`,
      models: [
        { day: dayNumber(TODAY), version: live.version, trained_to: dayNumber(2), knows: false },
      ],
    });
    expect(body.records[0]).toMatchObject({ count: 1439 });
  });

  test.for([
    ["06:00", "18:00", 2160, 6480],
    ["00:00", "00:30:05", 0, 181],
    ["23:59:55", "24:00", 8640, 8640],
  ] as const)("from %s to %s takes the origins in it alone", async ([start, end, from, to]) => {
    const day = dayNumber(TODAY);
    const until = end === "24:00" ? dayNumber(TODAY + 1) : `${day}T${end}`;
    const body = await world.json<Body>(
      `${BACKTEST}bank=1&start-time=${day}T${start}&end-time=${until}`,
    );
    const live = await world.model(0, V);
    const days = part(await world.sourceDays("bank", V), from, to);
    expect(body.records).toEqual(recordsIn([judgeDay(live.model, days)]));
  });

  test("of two days takes each by the model that did not know it", async () => {
    const range = `start-time=${dayNumber(2)}T20:00&end-time=${dayNumber(3)}T04:00`;
    const body = await world.json<Body>(`${BACKTEST}bank=1&${range}`);
    const [before, live] = [await world.model(0, V, 2), await world.model(0, V, 3)];
    expect(body.models).toMatchObject([
      { day: dayNumber(2), version: before.version, trained_to: dayNumber(1), knows: false },
      { day: dayNumber(3), version: live.version, trained_to: dayNumber(2), knows: false },
    ]);
    expect(body.records).toEqual(
      recordsIn([
        judgeDay(before.model, part(await world.sourceDays("bank", V, 2), 7200, 8640)),
        judgeDay(live.model, part(await world.sourceDays("bank", V, 3), 0, 1440)),
      ]),
    );
  });

  test("of a start or an end alone is of its day", async () => {
    const noon = `${dayNumber(TODAY)}T12:00`;
    const from = await world.json<Body>(`${BACKTEST}bank=1&start-time=${noon}`);
    expect(from["end"]).toBe(`${dayNumber(TODAY + 1)}T00:00:00+09:00`);
    const to = await world.json<Body>(`${BACKTEST}bank=1&end-time=${noon}`);
    expect(to["start"]).toBe(`${dayNumber(TODAY)}T00:00:00+09:00`);
  });

  test("of racks is that of one, or of all", async () => {
    const live = await world.model(1, V);
    for (const [query, rack] of [
      ["bank=1&rack=2", 2],
      ["component=rack&bank=1&rack=2", 2],
      ["component=rack&bank=1", undefined],
      ["component=rack", undefined],
    ] as const) {
      const body = await world.json<Body>(`${BACKTEST}${query}&${DAY}`);
      const days = await world.sourceDays("rack", V, TODAY, rack);
      expect(body.records, query).toEqual(recordsIn([judgeDay(live.model, days)]));
      expect(body["component"]).toBe("rack");
    }
  });

  test("is empty of what has no model, no rows or no time", async () => {
    const none = await world.json<Body>(`${BACKTEST}target=dc_voltage&bank=1&${DAY}`);
    expect(none).toMatchObject({ models: [], records: [] });
    const later = await world.json<Body>(`${BACKTEST}bank=1`);
    expect(later.models).toMatchObject([{ trained_to: dayNumber(2), knows: false }]);
    expect(later.records[0]).toMatchObject({ count: 0, mae: null });
    const future = await world.json<Body>(`${BACKTEST}bank=1&start-time=2100-01-01`);
    expect(future).toMatchObject({ models: [], records: [] });
  });

  test("of too much is refused with what may be asked", async () => {
    for (const [query, days] of [
      ["bank=1", 40],
      ["", 20],
      ["component=rack", 2],
      ["component=rack&bank=1", 4],
      ["bank=1&rack=1", 40],
    ] as const) {
      const range = (n: number) =>
        `${BACKTEST}${query}&start-time=${FIRST_DAY}&end-time=${dayNumber(n)}`;
      const problem = await world.json<ProblemBody>(range(days + 1), 422);
      expect(problem.code).toBe("range_too_long");
      expect(problem.detail).toContain(`end-time=${dayNumber(days)}`);
    }
    await world.json(`${BACKTEST}component=rack&start-time=${FIRST_DAY}&end-time=${dayNumber(2)}`);
  });

  test.for([
    ["rack=1", ["bank"]],
    ["component=bank&bank=1&rack=1", ["component"]],
    ["target=soc&bank=x&component=cell", ["target", "component", "bank"]],
    ["start-time=2026-01-06&end-time=2026-01-05", ["end-time"]],
    ["horizon=10min", ["horizon"]],
  ] as const)("?%s is a 400 that names %s", async ([query, names]) => {
    const { code, errors } = await world.json<ProblemBody>(`${BACKTEST}${query}`, 400);
    expect(code).toBe("invalid_parameters");
    expect(errors.map(({ name }) => name)).toEqual(names);
  });

  test("of a bank or rack that is not there is a 404", async () => {
    await world.json(`${BACKTEST}bank=3`, 404);
    await world.json(`${BACKTEST}bank=1&rack=10`, 404);
  });
});

describe("a platform's database that is broken is told, not passed over", () => {
  const asked = [
    `/api/ess/stats/forecasting-max-cell-voltage/operating-sites/2/banks/1/?${DAY}&interval=1h`,
    `/api/ess/stats/multi-step-forecasting-max-cell-voltage/operating-sites/2/banks/1/?${DAY}`,
    `${BACKTEST}bank=1&${DAY}`,
  ];

  test("weights that cannot be read: 503, and how they are made anew", async () => {
    await world.known(
      "update forecast_version set weights = substring(weights from 1 for 9000), name = 'cut ' || version",
    );
    for (const path of [
      ...asked,
      `/api/ess/stats/forecasting-rack-sos/operating-sites/2/banks/1/racks/?${DAY}&interval=1h`,
    ]) {
      const problem = await world.json<ProblemBody>(path, 503);
      expect(problem.code).toBe("models_unreadable");
      expect(problem.detail).toContain("npm run train -- --site 2 --from-scratch");
    }
    expect(await world.json(`${SITE}models/`)).toHaveLength(14);
  });

  test("no tables of models: 503", async () => {
    await world.known("drop table forecast_version");
    for (const path of [...asked, `${SITE}models/`]) {
      expect((await world.json<ProblemBody>(path, 503)).code).toBe("not_configured");
    }
  });
});
