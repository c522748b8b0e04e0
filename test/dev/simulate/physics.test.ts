import { describe, expect, it } from "vitest";
import { sites } from "../../../src/site/registry/registry.ts";
import type { Row } from "./run.ts";
import { columnsOf, rowsOf, run } from "./run.ts";

const STEP = 20;

describe.each(sites)("physics of site $id", (where) => {
  const tables = run(where, { stepSeconds: STEP, anomalies: false });
  const bankColumns = columnsOf(where, "bank");
  const rackColumns = columnsOf(where, "rack");

  it("changes the state of charge as the current says, 90 % for the used window of the cell", () => {
    for (const bank of where.banks) {
      for (let rackId = 1; rackId <= bank.racks; rackId += 1) {
        const rows = rowsOf(where, "rack", tables.rack, bank.id, rackId);
        let ampereHours = 0;
        let swing = 0;
        rows.forEach((row, index) => {
          const before = rows[index - 1];
          if (before === undefined || rackColumns.number(row, "RACK_CURRENT") <= 0) return;
          ampereHours += (rackColumns.number(row, "RACK_CURRENT") * STEP) / 3600;
          swing += rackColumns.number(row, "RACK_SOC") - rackColumns.number(before, "RACK_SOC");
        });
        expect(swing).toBeGreaterThan(30);
        const window = where.safetyProfile === "41J" ? 0.9287 : 0.8907;
        const perPercent = ampereHours / swing / ((where.rackCapacityAh * window) / 90);
        expect(Math.abs(perPercent - 1)).toBeLessThan(0.04);
      }
    }
  });

  it("gives back what it took, less the losses in the resistances", () => {
    let inKwh = 0;
    let outKwh = 0;
    for (const row of tables.bank) {
      const kwh = (bankColumns.number(row, "BANK_POWER") * STEP) / 3600;
      if (kwh > 0) inKwh += kwh;
      else outKwh -= kwh;
    }
    expect(outKwh / inKwh).toBeGreaterThan(0.93);
    expect(outKwh / inKwh).toBeLessThan(0.985);
  });

  it("makes a bank of its racks: one voltage, the sum of the currents, the extremes", () => {
    const racks = new Map<string, Row[]>();
    for (const row of tables.rack) {
      const key = `${rackColumns.number(row, "BANK_ID")} ${rackColumns.number(row, "TIMESTAMP")}`;
      const members = racks.get(key);
      if (members === undefined) racks.set(key, [row]);
      else members.push(row);
    }
    for (const row of tables.bank) {
      const number = (name: string): number => bankColumns.number(row, name);
      const members = racks.get(`${number("BANK_ID")} ${number("TIMESTAMP")}`) ?? [];
      const of = (name: string): number[] => members.map((rack) => rackColumns.number(rack, name));
      const sum = of("RACK_CURRENT").reduce((total, one) => total + one, 0);
      const soc = of("RACK_SOC").reduce((total, one) => total + one, 0) / members.length;
      const running = number("BANK_DC_CURRENT") !== 0;
      const spread = Math.max(
        ...of("RACK_VOLTAGE").map((v) => Math.abs(v - number("BANK_DC_VOLT"))),
      );
      const power = (number("BANK_DC_VOLT") * number("BANK_DC_CURRENT")) / 1000;
      const right =
        Math.abs(sum - number("BANK_DC_CURRENT")) <= 0.05 * members.length + 0.06 &&
        Math.abs(soc - number("BANK_SOC")) <= 0.051 &&
        Math.abs(power - number("BANK_POWER")) <= 0.051 &&
        spread <= (running ? 1 : 4) &&
        Math.max(...of("RACK_MAX_CELL_VOLTAGE")) === number("MAX_CELL_VOLTAGE_OF_BANK") &&
        Math.min(...of("RACK_MIN_CELL_VOLTAGE")) === number("MIN_CELL_VOLTAGE_OF_BANK") &&
        Math.max(...of("RACK_MAX_CELL_TEMPERATURE")) === number("MAX_CELL_TEMPERATURE_OF_BANK") &&
        Math.min(...of("RACK_MIN_CELL_TEMPERATURE")) === number("MIN_CELL_TEMPERATURE_OF_BANK");
      if (!right) expect.fail(`bank ${row} and racks ${members.join("\n")}`);
    }
  });

  it("has status bits that agree with the sign of the current", () => {
    const oneWord = !bankColumns.has("BATTERY_STATUS_FOR_DISCHARGE");
    for (const row of tables.bank) {
      const number = (name: string): number => bankColumns.number(row, name);
      const sign = Math.sign(number("BANK_DC_CURRENT"));
      const bits = oneWord
        ? [number("BATTERY_STATUS_FOR_CHARGE"), number("BATTERY_STATUS_FOR_RUN")]
        : [
            number("BATTERY_STATUS_FOR_CHARGE"),
            number("BATTERY_STATUS_FOR_DISCHARGE"),
            number("BATTERY_STATUS_FOR_STANDBY"),
            number("BATTERY_STATUS_FOR_RUN"),
          ];
      const wanted = oneWord
        ? { "1": [1, 0], "-1": [2, 0], "0": [3, 0] }
        : { "1": [1, 0, 0, 0], "-1": [0, 1, 0, 0], "0": [0, 0, 1, 0] };
      if (`${bits}` !== `${wanted[`${sign}` as keyof typeof wanted]}`) expect.fail(`bank ${row}`);
    }
    for (const row of tables.rack) {
      const number = (name: string): number => rackColumns.number(row, name);
      const sign = Math.sign(number("RACK_CURRENT"));
      const right =
        number("RACK_CURRENT_SENSOR_CHARGE") === (sign > 0 ? 1 : 0) &&
        number("RACK_CURRENT_SENSOR_DISCHARGE") === (sign < 0 ? 1 : 0) &&
        number("RACK_STATUS_FOR_RUN") === 0;
      if (!right) expect.fail(`rack ${row}`);
    }
  });

  it("lets the voltage rise under charge and sink under discharge, and the cells warm up", () => {
    const { number } = bankColumns;
    const rows = rowsOf(where, "bank", tables.bank, 1);
    const jump = (sign: number): number => {
      const index = rows.findIndex((row) => Math.sign(number(row, "BANK_DC_CURRENT")) === sign);
      const [before, after] = [rows[index - 1], rows[index + 3]];
      if (before === undefined || after === undefined) return Number.NaN;
      return number(after, "BANK_DC_VOLT") - number(before, "BANK_DC_VOLT");
    };
    expect(jump(1)).toBeGreaterThan(0.5);
    expect(jump(-1)).toBeLessThan(-0.3);
    const charging = rows.filter((row) => number(row, "BANK_DC_CURRENT") > 0);
    const [first, last] = [charging[0], charging.at(-1)];
    if (first === undefined || last === undefined) expect.fail("no charge");
    const rise =
      number(last, "MAX_CELL_TEMPERATURE_OF_BANK") - number(first, "MAX_CELL_TEMPERATURE_OF_BANK");
    expect(rise).toBeGreaterThan(2);
    expect(rise).toBeLessThan(15);
  });

  it("asks for less power late in the discharge and near the end of the charge", () => {
    const { number } = bankColumns;
    const rows = rowsOf(where, "bank", tables.bank, 1);
    const power = (test: (soc: number, current: number) => boolean): number[] =>
      rows
        .filter((row) => test(number(row, "BANK_SOC"), number(row, "BANK_DC_CURRENT")))
        .map((row) => Math.abs(number(row, "BANK_POWER")));
    const full = Math.max(...power((soc, current) => soc > 12 && current < 0));
    const late = Math.max(...power((soc, current) => soc < 10 && current < 0));
    expect(late / full).toBeGreaterThan(0.85);
    expect(late / full).toBeLessThan(0.95);
    const most = Math.max(...power((soc, current) => soc < 80 && current > 0));
    const taper = power((soc, current) => soc > 89.2 && current > 0);
    expect(Math.max(...taper) / most).toBeLessThan(0.7);
  });
});
