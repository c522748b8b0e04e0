import { describe, expect, it } from "vitest";
import { sites } from "../../../src/site/registry/registry.ts";
import { columnsOf, quantile, rowsOf, run, site } from "./run.ts";

describe.each(sites)("60 days of site $id at steps of 10 minutes", (where) => {
  const tables = run(where, { days: 60, stepSeconds: 600, anomalies: false });
  const { number } = columnsOf(where, "bank");
  const rows = rowsOf(where, "bank", tables.bank, 1);
  const all = (name: string): number[] => rows.map((row) => number(row, name));

  it("stays within the limits of the cells", () => {
    const ceiling = where.safetyProfile === "41J" ? 4.09 : 4.04;
    expect(Math.max(...all("MAX_CELL_VOLTAGE_OF_BANK"))).toBeLessThan(ceiling);
    expect(Math.min(...all("MIN_CELL_VOLTAGE_OF_BANK"))).toBeGreaterThan(3.25);
    expect(Math.max(...all("BANK_SOC"))).toBeLessThanOrEqual(90.5);
    expect(Math.min(...all("BANK_SOC"))).toBe(0);
    expect(Math.max(...all("MAX_CELL_TEMPERATURE_OF_BANK"))).toBeLessThan(45);
    expect(Math.min(...all("MIN_CELL_TEMPERATURE_OF_BANK"))).toBeGreaterThan(15);
  });

  it("stops at 90 % to the digit, even in wide steps", () => {
    const banks = where.banks.length;
    const means = rows.map((_, index) => {
      const members = tables.bank.slice(index * banks, (index + 1) * banks);
      return members.reduce((sum, row) => sum + number(row, "BANK_SOC"), 0) / banks;
    });
    expect(Math.max(...means)).toBeGreaterThan(89.9);
    expect(Math.max(...means)).toBeLessThan(90.06);
  });

  it("does not let the racks swing against each other or drift apart", () => {
    const rack = columnsOf(where, "rack");
    const last = tables.rack.slice(-144 * where.banks.reduce((sum, bank) => sum + bank.racks, 0));
    const byTime = Map.groupBy(last, (row) => rack.number(row, "TIMESTAMP"));
    for (const members of byTime.values()) {
      const soc = members.map((row) => rack.number(row, "RACK_SOC"));
      const currents = members.map((row) => rack.number(row, "RACK_CURRENT"));
      expect(Math.max(...soc) - Math.min(...soc)).toBeLessThan(3);
      const mean = currents.reduce((sum, one) => sum + one, 0) / currents.length;
      // Near empty and near full the curve is so steep that racks rightly share unevenly.
      const steady = Math.abs(mean) > 15 && Math.min(...soc) > 10 && Math.max(...soc) < 85;
      const spread = Math.max(...currents) - Math.min(...currents);
      expect(spread).toBeLessThan(steady ? 0.35 * Math.abs(mean) : 35);
    }
  });

  it("is full on most evenings and empty every night", () => {
    const soc = all("BANK_SOC");
    const at = (hour: number): number[] =>
      Array.from({ length: 60 }, (_, day) => soc[day * 144 + hour * 6] ?? Number.NaN);
    expect(quantile(at(16), 0.5)).toBeGreaterThan(88);
    expect(Math.min(...at(16))).toBeGreaterThan(30);
    expect(Math.max(...at(6))).toBeLessThan(1);
  });

  it("lets the state of health fall in a staircase of 0.1 %, never up", () => {
    const health = all("BANK_SOH");
    expect(health.every((value, index) => value <= (health[index - 1] ?? 100))).toBe(true);
    const fall = (health[0] ?? Number.NaN) - (health.at(-1) ?? Number.NaN);
    expect(fall).toBeGreaterThan(0.15);
    expect(fall).toBeLessThan(0.35);
    expect(new Set(health).size).toBeLessThanOrEqual(5);
  });
});

describe("ageing", () => {
  it("goes on from startDay by about 0.004 % a day", () => {
    const where = site(1);
    const { number } = columnsOf(where, "bank");
    const health = (startDay: number): number => {
      const first = run(where, { startDay, stepSeconds: 600 }).bank[0];
      return first === undefined ? Number.NaN : number(first, "BANK_SOH");
    };
    expect(health(0) - health(1000)).toBeGreaterThan(3.5);
    expect(health(0) - health(1000)).toBeLessThan(4.5);
  });

  it("costs capacity: the same charge moves the state of charge further", () => {
    const where = site(1);
    const { number } = columnsOf(where, "bank");
    const chargedAh = (startDay: number): number => {
      const rows = run(where, { startDay, seed: 1, anomalies: true, days: 2 }).bank;
      // The second day is a sunny one, so the battery is filled from 0 to 90 %.
      return rows
        .slice(1440)
        .reduce((sum, row) => sum + Math.max(number(row, "BANK_DC_CURRENT"), 0) / 60, 0);
    };
    expect(chargedAh(2000) / chargedAh(0)).toBeCloseTo(0.917, 1);
    expect(chargedAh(2000)).toBeLessThan(0.95 * chargedAh(0));
  });

  it("has no say in the seasons: a clear noon in winter gives less than in summer", () => {
    const where = site(1);
    const { number } = columnsOf(where, "etc");
    const noon = (date: string): number => {
      const from = Date.parse(`${date}T00:00:00+09:00`);
      const rows = run(where, { from, days: 10, stepSeconds: 600 }).etc;
      const noons = rows.filter((_, index) => index % 144 === 72);
      return Math.max(...noons.map((row) => number(row, "INV1_ACTIVE_POWER")));
    };
    expect(noon("2022-12-15")).toBeLessThan(0.9 * noon("2022-06-15"));
    expect(noon("2022-12-15")).toBeGreaterThan(0.6 * noon("2022-06-15"));
  });
});
