import { describe, expect, it } from "vitest";
import { bankValues } from "../../../dev/simulate/bank-columns.ts";
import { unmodelled } from "../../../dev/simulate/columns.ts";
import { etcValues } from "../../../dev/simulate/etc.ts";
import { simulate } from "../../../dev/simulate/index.ts";
import { pcsValues } from "../../../dev/simulate/pcs-columns.ts";
import { rackValues } from "../../../dev/simulate/rack-columns.ts";
import { sites } from "../../../src/site/registry/registry.ts";
import { COMPONENTS } from "../../../src/site/site.ts";
import { columnsOf, DAY_MS, FROM, options, run, site } from "./run.ts";

const DECIMALS: Record<string, number> = { "%": 1, V: 1, A: 1, degC: 1, kW: 1, "%RH": 1 };

describe.each(sites)("rows of site $id", (where) => {
  const tables = run(where, { days: 3 });

  it("has a model for every column of the catalog", () => {
    const { bank, rack, pcs, etc } = where.components;
    expect(unmodelled(bank, bankValues(true, false))).toEqual([]);
    expect(unmodelled(rack, rackValues(17))).toEqual([]);
    expect(unmodelled(pcs, pcsValues)).toEqual([]);
    expect(unmodelled(etc, etcValues)).toEqual([]);
  });

  it.each(COMPONENTS)("fills every column of %s with its own type", (component) => {
    const columns = where.components[component];
    const rows = tables[component];
    expect(rows.every((row) => row.length === columns.length)).toBe(true);
    columns.forEach((column, index) => {
      const values = rows.map((row) => row[index]);
      const wrong = values.filter((value) => {
        if (value === null) return component !== "rack";
        if (column.type === "text") return typeof value !== "string";
        if (column.type === "integer") return !Number.isInteger(value);
        return !Number.isFinite(value);
      });
      expect(wrong, column.name).toEqual([]);
      expect(values.filter((value) => value === null).length, column.name).toBeLessThan(100);
      expect(
        values.some((value) => Object.is(value, -0)),
        column.name,
      ).toBe(false);
    });
  });

  it("writes JSON columns as objects of zeros", () => {
    for (const component of COMPONENTS) {
      where.components[component].forEach((column, index) => {
        if (column.type !== "text") return;
        const texts = new Set(tables[component].map((row) => row[index]));
        for (const text of texts) {
          const members = Object.values(JSON.parse(String(text)));
          expect(members.length).toBeGreaterThan(0);
          expect(members.every((member) => member === 0)).toBe(true);
        }
      });
    }
  });

  it("gives every rack and bank one row a step, ascending in time, from midnight on", () => {
    for (const component of COMPONENTS) {
      const { number } = columnsOf(where, component);
      const times = tables[component].map((row) => number(row, "TIMESTAMP"));
      expect(times[0]).toBe(FROM);
      expect(times.at(-1)).toBe(FROM + 3 * DAY_MS - 60_000);
      expect(times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0))).toBe(
        true,
      );
    }
    const racks = where.banks.reduce((sum, bank) => sum + bank.racks, 0);
    const quiet = run(where, { anomalies: false });
    expect(quiet.bank.length).toBe(1440 * where.banks.length);
    expect(quiet.rack.length).toBe(1440 * racks);
    expect(quiet.pcs.length).toBe(1440);
    expect(quiet.etc.length).toBe(1440);
  });

  it.each(COMPONENTS)("keeps the resolution of the meters in %s", (component) => {
    where.components[component].forEach((column, index) => {
      const cellVoltage = /CELL_VOLTAGE/.test(column.name);
      const digits = cellVoltage ? 3 : DECIMALS[column.unit ?? ""];
      if (digits === undefined) return;
      const off = tables[component].filter((row) => {
        const value = row[index];
        return typeof value === "number" && value !== Number(value.toFixed(digits));
      });
      expect(off.length, column.name).toBe(0);
    });
  });

  it("shows gap = max - min to the last digit, and the average between them", () => {
    const { number, value, has } = columnsOf(where, "rack");
    for (const row of tables.rack) {
      const maxV = number(row, "RACK_MAX_CELL_VOLTAGE");
      const minV = number(row, "RACK_MIN_CELL_VOLTAGE");
      const averageV = number(row, "RACK_CELL_VOLTAGE_AVERAGE");
      if (number(row, "RACK_CELL_VOLTAGE_GAP") !== Number((maxV - minV).toFixed(3))) {
        expect.fail(`voltage gap ${row}`);
      }
      if (averageV < minV || averageV > maxV) expect.fail(`average voltage ${row}`);
      const maxT = value(row, "RACK_MAX_CELL_TEMPERATURE");
      if (typeof maxT !== "number") continue;
      const minT = number(row, "RACK_MIN_CELL_TEMPERATURE");
      if (number(row, "RACK_CELL_TEMPERATURE_GAP") !== Number((maxT - minT).toFixed(1))) {
        expect.fail(`temperature gap ${row}`);
      }
      if (!has("RACK_CELL_TEMPERATURE_AVERAGE")) continue;
      const averageT = number(row, "RACK_CELL_TEMPERATURE_AVERAGE");
      if (averageT < minT || averageT > maxT) expect.fail(`average temperature ${row}`);
    }
  });

  it("names positions that exist: few cells, some for the charge and some for the discharge", () => {
    const { number, value, has } = columnsOf(where, "rack");
    const modules = where.cellsInSeries / 12;
    const limits: [string, number][] = [
      ["RACK_MAX_CELL_VOLTAGE_POSITION", where.cellsInSeries],
      ["RACK_MIN_CELL_VOLTAGE_POSITION", where.cellsInSeries],
      ["RACK_MAX_CELL_TEMPERATURE_POSITION", 2 * modules],
      ["RACK_MIN_CELL_TEMPERATURE_POSITION", 2 * modules],
      ["RACK_MAX_MODULE_TEMPERATURE_POSITION", modules],
      ["RACK_MIN_MODULE_TEMPERATURE_POSITION", modules],
      ["RACK_MAX_MODULE_HUMIDITY_POSITION", modules],
      ["RACK_MIN_MODULE_HUMIDITY_POSITION", modules],
    ];
    const first = tables.rack.filter((row) => number(row, "RACK_ID") === 1);
    for (const [name, most] of limits) {
      if (!has(name)) continue;
      const positions = tables.rack.map((row) => value(row, name)).filter((one) => one !== null);
      const outside = positions.filter(
        (one) => !Number.isInteger(one) || Number(one) < 1 || Number(one) > most,
      );
      expect(outside, name).toEqual([]);
      expect(new Set(first.map((row) => value(row, name))).size, name).toBeLessThanOrEqual(13);
    }
    const cellsIn = (sign: number): Set<unknown> =>
      new Set(
        first
          .filter((row) => Math.sign(number(row, "RACK_CURRENT")) === sign)
          .map((row) => number(row, "RACK_MAX_CELL_VOLTAGE_POSITION")),
      );
    expect(cellsIn(1)).not.toEqual(cellsIn(-1));
  });
});

describe("batches", () => {
  it("hold some thousand rows at most, however long the run", () => {
    const sizes: number[] = [];
    for (const batch of simulate(site(2), options({ days: 2 }))) sizes.push(batch.rows.length);
    expect(Math.max(...sizes)).toBeLessThan(3000);
    expect(sizes.length).toBeGreaterThan(20);
  });

  it("come while the run goes on: the first does not wait for the last day", () => {
    const started = performance.now();
    const first = simulate(site(2), options({ days: 100_000 })).next();
    expect(first.done).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe("options", () => {
  it("are refused by name when they make no sense", () => {
    const start = (changes: Parameters<typeof options>[0]) => () =>
      simulate(site(1), options(changes)).next();
    expect(start({ stepSeconds: 0 })).toThrow("stepSeconds is not a whole number from 1: 0");
    expect(start({ stepSeconds: 0.5 })).toThrow("stepSeconds");
    expect(start({ days: -1 })).toThrow("days is not a count: -1");
    expect(start({ from: Number.NaN })).toThrow("from is not a time");
    expect(start({ startDay: -3 })).toThrow("startDay is negative: -3");
  });

  it("with no days give no rows", () => {
    expect(run(site(1), { days: 0 })).toEqual({ bank: [], rack: [], pcs: [], etc: [] });
  });
});
