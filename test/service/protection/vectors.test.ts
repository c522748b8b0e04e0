import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Item,
  MAP,
  type ProtectionService,
  protectionService,
  rackSeconds,
  WARNING,
} from "./service.ts";

let service: ProtectionService;
beforeAll(async () => {
  service = await protectionService();
});
afterAll(() => service?.stop());

// Levels of single values at site 1, [code, column, value, level], and a walk through code 6: indicators, 8.4 (pm).
const LEVELS: [number, string, number, number][] = [
  [6, "RACK_MAX_CELL_VOLTAGE", 4.05, 0],
  [6, "RACK_MAX_CELL_VOLTAGE", 4.051, 1],
  [6, "RACK_MAX_CELL_VOLTAGE", 4.1, 1],
  [6, "RACK_MAX_CELL_VOLTAGE", 4.101, 2],
  [5, "RACK_MIN_CELL_VOLTAGE", 3.2, 0],
  [5, "RACK_MIN_CELL_VOLTAGE", 3.199, 1],
  [5, "RACK_MIN_CELL_VOLTAGE", 3.0, 1],
  [5, "RACK_MIN_CELL_VOLTAGE", 2.999, 2],
  [4, "RACK_CELL_VOLTAGE_GAP", 0.3, 0],
  [4, "RACK_CELL_VOLTAGE_GAP", 0.301, 1],
  [4, "RACK_CELL_VOLTAGE_GAP", 0.5, 1],
  [4, "RACK_CELL_VOLTAGE_GAP", 0.51, 2],
  [3, "RACK_MAX_CELL_TEMPERATURE", 50, 0],
  [3, "RACK_MAX_CELL_TEMPERATURE", 50.1, 1],
  [3, "RACK_MAX_CELL_TEMPERATURE", 55, 1],
  [3, "RACK_MAX_CELL_TEMPERATURE", 55.1, 2],
  [2, "RACK_MIN_CELL_TEMPERATURE", 0, 0],
  [2, "RACK_MIN_CELL_TEMPERATURE", -0.1, 1],
  [2, "RACK_MIN_CELL_TEMPERATURE", -10, 1],
  [2, "RACK_MIN_CELL_TEMPERATURE", -10.1, 2],
  [1, "RACK_CELL_TEMPERATURE_GAP", 20, 0],
  [1, "RACK_CELL_TEMPERATURE_GAP", 20.1, 1],
  [1, "RACK_CELL_TEMPERATURE_GAP", 25, 1],
  [1, "RACK_CELL_TEMPERATURE_GAP", 25.1, 2],
  [7, "RACK_CURRENT", 119.9, 0],
  [7, "RACK_CURRENT", 120, 0],
  [7, "RACK_CURRENT", 120.1, 2],
];

describe("at site 1, whose limits are published", () => {
  test("every value has the level of the vectors", async () => {
    const day = (i: number) => `2022-01-${String(i + 1).padStart(2, "0")}T00:00:00+09:00`;
    for (const [i, [, column, value]] of LEVELS.entries()) {
      await service.post(1, "rack", rackSeconds(day(i), [{ [column]: value }], 2));
    }
    const found = await service.items("?page_size=100&end-time=2022-02-01");
    const levels = LEVELS.map(([code, column, value], i) => {
      const item = found.find(({ timestamp }) => timestamp === day(i));
      expect(item?.error_code.id ?? code, `${column} ${value}`).toBe(code);
      return [code, column, value, item?.level.id ?? 0];
    });
    expect(levels).toEqual(LEVELS);
    expect(found.every(({ source }) => source === "threshold")).toBe(true);
  });

  test("a level rises at once and falls only to nothing, at the release", async () => {
    const walk = [3.99, 4.04, 4.051, 4.06, 4.101, 4.09, 4.06, 4.05, 4.02, 4.001, 4.0, 3.99];
    const levels = [0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 0, 0];
    const start = "2022-03-01T12:00:00+09:00";
    await service.post(
      1,
      "rack",
      rackSeconds(
        start,
        walk.map((RACK_MAX_CELL_VOLTAGE) => ({ RACK_MAX_CELL_VOLTAGE })),
        5,
      ),
    );
    const rows = await service.items("?date=2022-03-01&expand=1s");
    const bySecond = walk.map((_, i) => {
      const at = `2022-03-01T12:00:${String(i).padStart(2, "0")}+09:00`;
      return Math.max(
        0,
        ...rows.filter(({ timestamp }) => timestamp === at).map(({ level }) => level.id),
      );
    });
    expect(bySecond).toEqual(levels);
    expect(rows).toHaveLength(8);
  });

  test("a warning is told with its value and cell", async () => {
    await service.post(
      1,
      "rack",
      rackSeconds(
        "2022-07-06T13:00:00+09:00",
        [{ [WARNING]: 1, RACK_MAX_CELL_VOLTAGE: 4.061, RACK_MAX_CELL_VOLTAGE_POSITION: 57 }],
        3,
      ),
    );
    const [item] = await service.items("?date=2022-07-06");
    expect(Object.entries(item as Item)).toEqual(
      Object.entries({
        timestamp: "2022-07-06T13:00:00+09:00",
        bank_id: 1,
        rack_id: 3,
        operating_site: 1,
        description: "랙 과전압 경고: 최대 셀 전압 4.061 V (셀 57)",
        description_eng: "Rack over-voltage warning: maximum cell voltage 4.061 V (cell 57)",
        error_code: { id: 6, description: "랙 과전압", description_eng: "Rack over-voltage" },
        level: { id: 1, description: "경고" },
        id: item?.id,
        end: null,
        peak: { value: 4.061, at: "2022-07-06T13:00:00+09:00", position: 57 },
        source: "flag",
        acknowledged: null,
      }),
    );
  });
});

describe("at site 2, whose limits are not", () => {
  test("a value alone is no event", async () => {
    await service.post(
      2,
      "rack",
      rackSeconds("2022-07-06T13:00:00+09:00", [{ RACK_MAX_CELL_VOLTAGE: 4.3 }]),
    );
    expect(await service.items("", `${MAP}operating-sites/2/`)).toEqual([]);
  });

  test("a fault in the object of the bank is one event of rack 0", async () => {
    await service.post(2, "bank", [
      {
        BANK_ID: 1,
        TIMESTAMP: "2022-07-06T13:00:00+09:00",
        MASTER_RACK_COMMUNICATION_FAULT: { rack1: 0, rack2: 1 },
      },
    ]);
    expect(await service.items("", `${MAP}operating-sites/2/`)).toMatchObject([
      {
        timestamp: "2022-07-06T13:00:00+09:00",
        bank_id: 1,
        rack_id: 0,
        operating_site: 2,
        error_code: { id: 14 },
        level: { id: 2, description: "보호" },
        end: null,
      },
    ]);
  });
});
