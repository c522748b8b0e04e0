import { describe, expect, it } from "vitest";
import { anomaliesOf } from "../../../dev/simulate/index.ts";
import { COMPONENTS } from "../../../src/site/site.ts";
import { columnsOf, DAY_MS, options, run, site } from "./run.ts";

describe("a run repeated", () => {
  it("gives the same rows for the same seed and options", () => {
    const changes = { days: 2, stepSeconds: 120, seed: 7 };
    expect(run(site(2), changes)).toEqual(run(site(2), changes));
  });

  it("gives other rows for another seed and for another site of the same shape", () => {
    const changes = { stepSeconds: 300, anomalies: false };
    const base = run(site(1), changes);
    expect(run(site(1), { ...changes, seed: 2 }).rack).not.toEqual(base.rack);
    expect(run({ ...site(1), id: 9 }, changes).rack).not.toEqual(base.rack);
  });

  it("with more days only adds rows at the end", () => {
    const short = run(site(2), { days: 2, stepSeconds: 120 });
    const long = run(site(2), { days: 4, stepSeconds: 120 });
    for (const component of COMPONENTS) {
      expect(long[component].length).toBeGreaterThan(short[component].length);
      expect(long[component].slice(0, short[component].length)).toEqual(short[component]);
    }
  });

  it("with more days keeps the labels of the days before", () => {
    const short = anomaliesOf(site(2), options({ days: 3 }));
    const long = anomaliesOf(site(2), options({ days: 20 }));
    expect(long.slice(0, short.length)).toEqual(short);
    expect(long.length).toBeGreaterThan(short.length);
  });

  it("goes on over midnight without a jump in charge or temperature", () => {
    const { rack } = run(site(1), { days: 3, stepSeconds: 60, anomalies: false });
    const { number } = columnsOf(site(1), "rack");
    const first = rack.filter((row) => number(row, "RACK_ID") === 1);
    for (let index = 1; index < first.length; index += 1) {
      const [before, after] = [first[index - 1], first[index]];
      if (before === undefined || after === undefined) continue;
      const step = (name: string): number => Math.abs(number(after, name) - number(before, name));
      expect(step("RACK_SOC")).toBeLessThan(1);
      expect(step("RACK_MAX_CELL_TEMPERATURE")).toBeLessThan(0.3);
    }
  });

  it("at another step width has the same charge within a point and 10 mV at rest", () => {
    const fine = run(site(1), { stepSeconds: 10, anomalies: false });
    const coarse = run(site(1), { stepSeconds: 600, anomalies: false });
    const { number } = columnsOf(site(1), "bank");
    const at = new Map(fine.bank.map((row) => [number(row, "TIMESTAMP"), row]));
    for (const row of coarse.bank) {
      const same = at.get(number(row, "TIMESTAMP"));
      if (same === undefined) expect.fail("no row at this time");
      expect(Math.abs(number(row, "BANK_SOC") - number(same, "BANK_SOC"))).toBeLessThan(1);
      const resting = number(row, "BANK_DC_CURRENT") === 0 && number(same, "BANK_DC_CURRENT") === 0;
      if (!resting) continue;
      const cellV = (number(row, "BANK_DC_VOLT") - number(same, "BANK_DC_VOLT")) / 204;
      expect(Math.abs(cellV)).toBeLessThan(0.01);
    }
  });

  it("continued with startDay has the same weather and never lower counters", () => {
    const together = run(site(1), { days: 3, stepSeconds: 300, anomalies: false });
    const later = run(site(1), {
      from: options().from + 2 * DAY_MS,
      startDay: 2,
      stepSeconds: 300,
      anomalies: false,
    });
    const { number } = columnsOf(site(1), "etc");
    const power = (rows: typeof together.etc) =>
      rows.map((row) => number(row, "INV1_ACTIVE_POWER"));
    // The very first row of a run is read before the meter has run.
    expect(power(later.etc).slice(1)).toEqual(power(together.etc.slice(576)).slice(1));
    const energy = (row: (typeof together.etc)[number] | undefined) =>
      row === undefined ? Number.NaN : number(row, "INV1_CUMLUATIVE_POWER_GENERATION");
    expect(energy(later.etc[0])).toBeGreaterThanOrEqual(energy(together.etc[576]));
  });

  it("at 1 s loses some hundred rows a day, as the real collector does", () => {
    const { bank, pcs } = run(
      { ...site(1), banks: [{ id: 1, racks: 1 }] },
      { stepSeconds: 1, anomalies: false },
    );
    expect(pcs.length).toBe(86_400);
    expect(86_400 - bank.length).toBeGreaterThan(900);
    expect(86_400 - bank.length).toBeLessThan(3500);
  });
});
