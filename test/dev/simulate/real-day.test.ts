import { describe, expect, it } from "vitest";
import { REAL_DAY } from "./panli-20220510.ts";
import type { Row } from "./run.ts";
import { columnsOf, FROM, quantile, rowsOf, run, share, site } from "./run.ts";

const panli = site(2);
const STEP = 10;
const tables = run(panli, { stepSeconds: STEP, anomalies: false });
const bank1 = rowsOf(panli, "bank", tables.bank, 1);
const bank2 = rowsOf(panli, "bank", tables.bank, 2);
const { number } = columnsOf(panli, "bank");

const all = (name: string): number[] => bank1.map((row) => number(row, name));
const current = (row: Row): number => number(row, "BANK_DC_CURRENT");
const second = (row: Row | undefined): number =>
  row === undefined ? Number.NaN : (number(row, "TIMESTAMP") - FROM) / 1000;
const gapV = (row: Row): number =>
  number(row, "MAX_CELL_VOLTAGE_OF_BANK") - number(row, "MIN_CELL_VOLTAGE_OF_BANK");
const charging = bank1.filter((row) => current(row) > 0);
const discharging = bank1.filter((row) => current(row) < 0);
const resting = bank1.filter((row) => current(row) === 0);

/** Greatest distance of the quantiles from those of the real day. */
const distance = (name: keyof typeof REAL_DAY.bank1): number =>
  Math.max(
    ...REAL_DAY.bank1[name].map((real, index) =>
      Math.abs(quantile(all(name), REAL_DAY.quantileShares[index] ?? Number.NaN) - real),
    ),
  );

const ampereHours = (rows: readonly Row[]): number =>
  rows.reduce((sum, row) => sum + (Math.max(current(row), 0) * STEP) / 3600, 0);

describe("a simulated day of site 2 beside the real 10 May 2022", () => {
  it("spends the same share of the day charging, discharging and resting", () => {
    expect(Math.abs(share(bank1, (row) => current(row) > 0) - REAL_DAY.share.charge)).toBeLessThan(
      0.03,
    );
    expect(
      Math.abs(share(bank1, (row) => current(row) < 0) - REAL_DAY.share.discharge),
    ).toBeLessThan(0.03);
    expect(Math.abs(resting.length / bank1.length - REAL_DAY.share.rest)).toBeLessThan(0.03);
  });

  it("starts charge and discharge within seconds and ends them within minutes", () => {
    expect(Math.abs(second(charging[0]) - REAL_DAY.chargeStart)).toBeLessThanOrEqual(20);
    expect(Math.abs(second(charging.at(-1)) - REAL_DAY.chargeEnd)).toBeLessThan(20 * 60);
    expect(Math.abs(second(discharging[0]) - REAL_DAY.dischargeStart)).toBeLessThanOrEqual(20);
    expect(Math.abs(second(discharging.at(-1)) - REAL_DAY.dischargeEnd)).toBeLessThan(30 * 60);
  });

  it("has the quantiles of the state of charge within 6 points", () => {
    expect(distance("BANK_SOC")).toBeLessThan(6);
  });

  it("has the quantiles of the cell voltages within 25 mV and of the bank within 6 V", () => {
    expect(distance("MAX_CELL_VOLTAGE_OF_BANK")).toBeLessThan(0.025);
    expect(distance("MIN_CELL_VOLTAGE_OF_BANK")).toBeLessThan(0.025);
    expect(distance("BANK_DC_VOLT")).toBeLessThan(6);
  });

  it("has the quantiles of the current within 10 % of the largest", () => {
    expect(distance("BANK_DC_CURRENT")).toBeLessThan(51);
  });

  it("reaches the same extremes of voltage and power", () => {
    expect(Math.abs(Math.max(...all("MAX_CELL_VOLTAGE_OF_BANK")) - 4.076)).toBeLessThan(0.015);
    expect(
      Math.abs(Math.min(...all("MIN_CELL_VOLTAGE_OF_BANK")) - REAL_DAY.lowestCellV),
    ).toBeLessThan(0.03);
    expect(Math.abs(Math.max(...all("BANK_DC_VOLT")) - REAL_DAY.highestBankV)).toBeLessThan(3);
    expect(Math.abs(Math.min(...all("BANK_DC_VOLT")) - REAL_DAY.lowestBankV)).toBeLessThan(5);
    expect(Math.abs(Math.max(...all("BANK_POWER")) - REAL_DAY.maxPowerKw)).toBeLessThan(15);
    expect(Math.abs(Math.min(...all("BANK_POWER")) - REAL_DAY.minPowerKw)).toBeLessThan(10);
  });

  it("has the medians of the cell temperatures within 2 degC, all quantiles within 3 degC", () => {
    for (const name of ["MAX_CELL_TEMPERATURE_OF_BANK", "MIN_CELL_TEMPERATURE_OF_BANK"] as const) {
      expect(Math.abs(quantile(all(name), 0.5) - REAL_DAY.bank1[name][2])).toBeLessThan(2);
      expect(distance(name)).toBeLessThan(3);
    }
  });

  it("has the air of the modules within 3 degC and 6 points of humidity", () => {
    expect(distance("MAX_MODULE_TEMPERATURE")).toBeLessThan(3);
    expect(distance("MIN_MODULE_TEMPERATURE")).toBeLessThan(3);
    expect(distance("MAX_MODULE_HUMIDITY")).toBeLessThan(6);
    expect(distance("MIN_MODULE_HUMIDITY")).toBeLessThan(6);
  });

  it("has the median cell gap within a factor of 1.5, in every mode", () => {
    const factor = (rows: readonly Row[], real: number): number => {
      const ratio = quantile(rows.map(gapV), 0.5) / real;
      return Math.max(ratio, 1 / ratio);
    };
    expect(factor(bank1, REAL_DAY.cellGapV[2])).toBeLessThan(1.5);
    expect(factor(charging, REAL_DAY.medianGapV.charge)).toBeLessThan(1.5);
    expect(factor(discharging, REAL_DAY.medianGapV.discharge)).toBeLessThan(1.5);
    expect(factor(resting, REAL_DAY.medianGapV.rest)).toBeLessThan(1.5);
  });

  it("takes the same charge for 90 %, shared 9 : 8 between the banks", () => {
    expect(ampereHours(bank1) / REAL_DAY.chargedAh.bank1).toBeCloseTo(1, 1);
    expect(Math.abs(ampereHours(bank1) / REAL_DAY.chargedAh.bank1 - 1)).toBeLessThan(0.03);
    expect(Math.abs(ampereHours(bank2) / REAL_DAY.chargedAh.bank2 - 1)).toBeLessThan(0.03);
  });

  it("rebounds by some 50 mV after the discharge", () => {
    const before = Math.min(...all("BANK_DC_VOLT")) / 240;
    const midnight = bank1.at(-1);
    const after = midnight === undefined ? Number.NaN : number(midnight, "BANK_DC_VOLT") / 240;
    expect(after - before).toBeGreaterThan(0.035);
    expect(after - before).toBeLessThan(0.08);
  });
});
