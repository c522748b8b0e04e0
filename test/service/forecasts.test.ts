import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { PROBLEMS } from "../../src/response/problem.ts";
import { get, getJson, getProblem } from "../support/http.ts";
import { watchEndpoint } from "../support/watched-endpoint.ts";
import { startWorker } from "../support/world.ts";
import { type IndicatorsWorld, indicatorsWorld } from "./support/indicators.ts";

/* Forecasts over HTTP where nothing was learnt yet, on the demo's two days, a row every five minutes. */

type Item = {
  time: string;
  bank_id: number;
  rack_id: number;
  values: { observed: number | null; persistence: number; time?: string[] };
  version?: string;
  reason?: string;
  explain?: Record<string, unknown>;
};
type Row = Record<string, number | string>;

const STATS = "/api/ess/stats/";
const V = `${STATS}forecasting-max-cell-voltage/operating-sites/2/banks/`;
const RACK = `${V}1/racks/1/`;
const RACKS = `${V}1/racks/`;
const SOS = `${STATS}forecasting-rack-sos/operating-sites/2/banks/1/racks/`;
const DAY = "date=2026-01-05&interval=5min";

/** Of each target the column of a rack, or of a bank, that it is. */
const COLUMNS: [string, string, string | undefined][] = [
  ["max-cell-voltage", "rack_max_cell_voltage", "max_cell_voltage_of_bank"],
  ["min-cell-voltage", "rack_min_cell_voltage", "min_cell_voltage_of_bank"],
  ["max-cell-temperature", "rack_max_cell_temperature", "max_cell_temperature_of_bank"],
  ["min-cell-temperature", "rack_min_cell_temperature", "min_cell_temperature_of_bank"],
  ["dc-voltage", "rack_voltage", "bank_dc_volt"],
  ["cell-voltage-gap", "rack_cell_voltage_gap", undefined],
  ["cell-temperature-gap", "rack_cell_temperature_gap", undefined],
];

describe.each(COLUMNS)("forecasting-%s", (name, ofRack, ofBank) => {
  test.for([
    ["1/racks/3/", "banks/1/racks/3/", ofRack],
    ["2/", "banks/2/", ofBank],
  ] as const)("of %s observes and holds what was measured", async ([place, rows, column]) => {
    const list = `${STATS}forecasting-${name}/operating-sites/2/banks/${place}`;
    const items = await getJson<Item[]>(`${list}?${DAY}`);
    expect(items).toHaveLength(288);
    const measured = await getJson<Row[]>(
      `/api/ess/operating-sites/2/${rows}?date=2026-01-05&no_page`,
    );
    for (const [i, item] of items.entries()) {
      expect(Object.keys(item)).toEqual([
        "time",
        "operating_site",
        "bank_id",
        "rack_id",
        "values",
        "reason",
      ]);
      expect(item.time).toBe(measured[i]?.["timestamp"]);
      expect(item.reason).toBe("no_model");
      const value =
        column === undefined
          ? expect.any(Number)
          : expect.closeTo(Number(measured[i]?.[column]), 5);
      expect(item.values).toEqual({ observed: value, persistence: value });
    }
    expect(items[0]).toMatchObject({ operating_site: 2, rack_id: place.includes("racks") ? 3 : 0 });
  });

  test("of all is that of each, in their order", async () => {
    const list = `${STATS}forecasting-${name}/operating-sites/2/banks/`;
    const query = "?date=2026-01-05&interval=1h";
    const [banks, one, two] = await Promise.all(
      ["", "1/", "2/"].map((bank) => getJson<Item[]>(list + bank + query)),
    );
    expect(banks).toEqual([...(one ?? []), ...(two ?? [])]);
    const racks = await getJson<Item[]>(`${list}1/racks/${query}`);
    expect(racks).toHaveLength(9 * 24);
    expect(racks.map(({ rack_id }) => rack_id)).toEqual(
      racks.map((_, i) => Math.floor(i / 24) + 1),
    );
    expect(racks.filter(({ rack_id }) => rack_id === 4)).toEqual(
      await getJson(`${list}1/racks/4/${query}`),
    );
  });
});

describe("times", () => {
  test("between rows observe nothing and hold the value for ten minutes", async () => {
    const items = await getJson<Item[]>(
      `${RACK}?start-time=2026-01-05T10:00&end-time=2026-01-05T10:05`,
    );
    expect(items).toHaveLength(30);
    expect(items.map(({ values }) => values.observed === null)).toEqual(
      items.map((_, i) => i !== 0),
    );
    expect(new Set(items.map(({ values }) => values.persistence)).size).toBe(1);
  });

  test("asked for in two ranges are those of both", async () => {
    const of = (start: string, end: string) =>
      getJson<Item[]>(`${RACK}?start-time=2026-01-05T${start}&end-time=2026-01-05T${end}`);
    const [whole, left, right] = await Promise.all([
      of("11:00", "12:00"),
      of("11:00", "11:14:33"),
      of("11:14:33", "12:00"),
    ]);
    expect([...left, ...right]).toEqual(whole);
    expect(whole).toHaveLength(360);
  });

  test("reach to the newest row and no further", async () => {
    const last = "2026-01-06T23:55:00+09:00";
    for (const query of [
      "start-time=2026-01-06T23:50",
      "start-time=2026-01-06T23:50&no_page",
      "start-time=2026-01-06T23:50&end-time=2026-01-08",
    ]) {
      const items = await getJson<Item[]>(`${RACK}?${query}`);
      expect(items.at(-1)?.time, query).toBe(last);
      expect(items, query).toHaveLength(31);
    }
  });

  test.for([
    ["local", "2026-01-05T10:00:00"],
    ["utc", "2026-01-05T01:00:00Z"],
    ["unix", Date.parse("2026-01-05T01:00:00Z")],
  ] as const)("are written as %s, in paths too", async ([format, time]) => {
    const query = `start-time=2026-01-05T10:00&end-time=2026-01-05T10:00:10&horizon=path&time-format=${format}`;
    const [item] = await getJson<Item[]>(`${RACK}?${query}`);
    expect(item?.time).toBe(time);
    expect(item?.values.time).toHaveLength(61);
    expect(item?.values.time?.[0]).toBe(time);
  });
});

describe("origin=latest", () => {
  test.for([V, `${V}2/`, RACKS, RACK, SOS])("of %s is the item of the newest row", async (path) => {
    const latest = await getJson<Item[]>(`${path}?origin=latest`);
    const list = await getJson<Item[]>(`${path}?start-time=2026-01-06T23:55&end-time=2026-01-07`);
    expect(latest.length).toBeGreaterThan(0);
    expect(latest).toEqual(list);
    expect(await getJson(`${path}?origin=latest&no_page`)).toEqual(latest);
    const { errors } = await getProblem(`${path}?origin=latest&date=2020-01-01`, 400);
    expect(errors).toMatchObject([{ name: "date", code: "contradiction" }]);
  });

  describe("where sources were measured at times of their own", () => {
    let world: IndicatorsWorld;
    beforeAll(async () => {
      world = await indicatorsWorld({ DOWNLOAD_WINDOW_ROWS: "2000" });
      const row = (time: string, rack: number, volts: number | null) => [
        `2026-01-05T${time}+09:00`,
        1,
        rack,
        volts,
      ];
      await world.insert(
        "rack",
        ["TIMESTAMP", "BANK_ID", "RACK_ID", "RACK_MAX_CELL_VOLTAGE"],
        [
          row("09:59:50", 1, 3.5),
          row("10:00:07.25", 1, null),
          row("10:03:00", 2, 3.6),
          row("09:00:00", 3, 3.7),
          row("09:30:00", 3, null),
          row("10:00:07.25", 5, 3.8),
        ],
      );
    });
    afterAll(() => world?.stop());

    test("what is held goes on where a piece of a stream has no rows of its own", async () => {
      // Pieces of 2,000 steps from midnight end at 05:33:20, 11:06:40 and so on.
      const times = ["00:00", ...Array.from({ length: 23 }, (_, i) => `05:${10 + i}`), "12:00"];
      await world.insert(
        "rack",
        ["TIMESTAMP", "BANK_ID", "RACK_ID", "RACK_MAX_CELL_VOLTAGE"],
        times.map((time, i) => [`2026-01-05T${time}:00+09:00`, 2, 1, 3.5 + i / 1000]),
      );
      const path = "forecasting-max-cell-voltage/operating-sites/2/banks/2/racks/1/";
      for (const range of ["start-time=2026-01-05", "start-time=2026-01-05T05:33:30"]) {
        const query = `${path}?${range}&end-time=2026-01-05T13:00`;
        const streamed = (await world.items(`${query}&no_page`)) as unknown as Item[];
        expect(streamed).toEqual(await world.items(query));
        expect(streamed.some(({ time }) => time === "2026-01-05T05:41:00+09:00")).toBe(true);
        expect(streamed.some(({ time }) => time === "2026-01-05T05:42:10+09:00")).toBe(false);
        expect(streamed.at(-1)?.time).toBe("2026-01-05T12:00:00+09:00");
      }
    });

    test("a row between two steps counts at the later one, the last row too", async () => {
      const path = "forecasting-max-cell-voltage/operating-sites/2/banks/1/racks/5/";
      for (const query of ["date=2026-01-05", "no_page", ""]) {
        expect(await world.items(`${path}?${query}`), query).toMatchObject([
          { time: "2026-01-05T10:00:10+09:00", values: { observed: 3.8 } },
        ]);
      }
    });

    test("each has its own, and what is too old to be held is left out", async () => {
      const path = "forecasting-max-cell-voltage/operating-sites/2/banks/1/racks/?origin=latest";
      const items = (await world.items(path)) as unknown as Item[];
      expect(
        items.map(({ rack_id, time, values }) => [
          rack_id,
          time,
          values.observed,
          values.persistence,
        ]),
      ).toEqual([
        [1, "2026-01-05T10:00:07.25+09:00", null, 3.5],
        [2, "2026-01-05T10:03:00+09:00", 3.6, 3.6],
        [5, "2026-01-05T10:00:07.25+09:00", 3.8, 3.8],
      ]);
      const nothing = path.replace("racks/?", "racks/9/?");
      expect(await world.items(nothing)).toEqual([]);
    });
  });
});

describe("the forecast of the state of safety", () => {
  test("observes the state of safety of the row", async () => {
    const [forecasts, sos] = await Promise.all([
      getJson<Item[]>(`${SOS}2/?${DAY}`),
      getJson<{ time: string; sos_score: number }[]>(
        `${STATS}sos/operating-sites/2/banks/1/racks/2/?${DAY}`,
      ),
    ]);
    expect(forecasts.map(({ time }) => time)).toEqual(sos.map(({ time }) => time));
    forecasts.forEach(({ values, version, reason }, i) => {
      expect(values.observed).toBeCloseTo(sos[i]?.sos_score ?? 0, 5);
      expect(values.persistence).toBe(values.observed);
      expect({ version, reason }).toEqual({ version: "persistence", reason: "no_model" });
    });
  });

  test("is judged by the profile that is asked for", async () => {
    const of = async (profile: string) => {
      const items = await getJson<Item[]>(`${SOS}2/?${DAY}&profile=${profile}`);
      return items.map(({ values }) => values.observed);
    };
    expect(await of("33J")).not.toEqual(await of("41J"));
  });

  test("is one of banks too", async () => {
    const path = `${STATS}forecasting-bank-sos/operating-sites/2/banks/`;
    const items = await getJson<Item[]>(`${path}?${DAY}`);
    expect(items).toHaveLength(2 * 288);
    expect(items.filter(({ bank_id }) => bank_id === 2)).toEqual(await getJson(`${path}2/?${DAY}`));
    await getProblem(`${STATS}forecasting-bank-sos/operating-sites/2/banks/1/racks/`, 404);
    await getProblem(`${STATS}forecasting-rack-sos/operating-sites/2/banks/`, 404);
  });
});

test("the header says how numbers were made, and explain of each", async () => {
  const response = await get(`${RACK}?${DAY}&explain=1&horizon=30min`);
  expect(response.headers.get("ess-method")).toBe("persistence; version=1; basis=estimated");
  const [item] = (await response.json()) as Item[];
  expect(item?.explain).toMatchObject({
    method: "persistence",
    target: "max_cell_voltage",
    unit: "V",
    horizon_seconds: 1800,
    model: null,
    inputs_age_seconds: 0,
  });
  const sos = await get(`${SOS}?${DAY}&interval=1h`);
  expect(sos.status).toBe(400);
  const judged = await get(`${SOS}?date=2026-01-05&interval=1h&profile=33J`);
  expect(judged.headers.get("ess-method")).toBe(
    "persistence; version=1; basis=estimated; profile=33J",
  );
});

describe("long answers", () => {
  test.for([
    // 9 racks × 8,640 steps; 20,000 / 9 = 2,222 steps of 38.9 s, in tens.
    [RACKS, "date=2026-01-05", 40],
    [RACKS, "date=2026-01-05&interval=30s&explain=1", 160],
    [RACK, "date=2026-01-05&explain=1", 20],
    [RACK, "date=2026-01-05&horizon=path", 180],
    [RACKS, "", 80],
    [`${SOS}`, "date=2026-01-05", 40],
  ] as const)(
    "%s?%s is too long, and the smallest step that does is %i s",
    async ([path, query, seconds]) => {
      const problem = await getProblem(`${path}?${query}`, PROBLEMS.range_too_long.status);
      expect(problem.code).toBe("range_too_long");
      expect(problem.detail).toContain("no_page=true");
      expect(problem.detail).toContain(`interval=${seconds} seconds`);
      const rest = query.replace(/&?interval=[^&]*/, "");
      await getJson(`${path}?${rest}&interval=${seconds} seconds`);
      await getProblem(`${path}?${rest}&interval=${seconds - 10} seconds`, 422);
    },
  );

  test.for([
    [RACK, DAY],
    [RACKS, `${DAY}&explain=1`],
    [V, "interval=1h"],
    [`${V}1/`, "date=2026-01-05&interval=10min&horizon=path"],
    [SOS, `${DAY}&explain=1`],
    [RACK, "start-time=2026-01-05T10:01:30&end-time=2026-01-05T13:00:10"],
    [RACK, "date=2020-01-01"],
  ] as const)("%s?%s streamed is the same list", async ([path, query]) => {
    const streamed = await getJson<Item[]>(`${path}?${query}&no_page=true`);
    expect(streamed).toEqual(await getJson(`${path}?${query}`));
    const response = await get(`${path}?${query}&no_page=true`, { method: "HEAD" });
    expect(await response.text()).toBe("");
    expect(response.headers.get("content-type")).toBe("application/json");
  });

  test("streamed, a day of all racks has every step", async () => {
    const items = await getJson<Item[]>(`${RACKS}?date=2026-01-05&no_page`);
    expect(items).toHaveLength(9 * 8640);
  });
});

describe("what is no right question", () => {
  test.for([
    [RACK, "interval=1s", "interval"],
    [RACK, "interval=15s", "interval"],
    [RACK, "interval=2h", "interval"],
    [RACK, "interval=", "interval"],
    [RACK, "horizon=0min", "horizon"],
    [RACK, "horizon=90s", "horizon"],
    [RACK, "horizon=61min", "horizon"],
    [RACK, "horizon=1 day", "horizon"],
    [RACK, "horizon=10", "horizon"],
    [RACK, "horizon=Path", "horizon"],
    [RACK, "origin=newest", "origin"],
    [RACK, "profile=33J", "profile"],
    [RACK, "explain=yes", "explain"],
    [RACK, "date=2026-02-30", "date"],
    [RACK, "start-time=2026-01-06&end-time=2026-01-05", "end-time"],
    [SOS, "horizon=path", "horizon"],
    [SOS, "profile=x", "profile"],
    [`${V}x/`, "", "bank"],
  ] as const)("%s?%s is a 400 that names %s", async ([path, query, name]) => {
    for (const language of ["en", "ko"]) {
      const { code, errors } = await getProblem(`${path}?${query}`, 400, {
        headers: { "accept-language": language },
      });
      expect(code).toBe("invalid_parameters");
      expect(errors.map((error) => error.name)).toEqual([name]);
      if (["interval", "horizon"].includes(name)) {
        expect(errors[0]?.detail).toMatch(language === "ko" ? /예: 10/ : /Examples: 10/);
      }
    }
  });

  test("all that is wrong is told at once", async () => {
    const { errors } = await getProblem(`${V}x/?horizon=x&interval=x&origin=x&step=1`, 400);
    expect(errors.map(({ name }) => name)).toEqual([
      "bank",
      "horizon",
      "interval",
      "origin",
      "step",
    ]);
  });

  test.for([
    [`${STATS}forecasting-dc-voltage/operating-sites/4/banks/`, "unknown_site"],
    [`${V}3/`, "unknown_bank"],
    [`${V}2/racks/9/`, "unknown_rack"],
    [`${STATS}forecasting-soc/operating-sites/2/banks/`, "not_found"],
  ])("%s is not there: %s", async ([path = "", code]) => {
    expect((await getProblem(path, 404)).code).toBe(code);
  });
});

test("origin=latest of racks that were measured together asks for their model once", async () => {
  const endpoint = await watchEndpoint();
  const worker = await startWorker({
    SITE_2_DATABASE_URL: `${inject("server")}ess_site_2`,
    PLATFORM_DATABASE_URL: `${inject("server")}ess_platform`,
    NEON_LOCAL_ENDPOINT: endpoint.url,
  });
  try {
    const response = await fetch(`${worker.url}${RACKS}?origin=latest`);
    expect(await response.json()).toHaveLength(9);
    expect(endpoint.count("ess_platform")).toBe(1);
  } finally {
    await worker.stop();
    endpoint.close();
  }
});
