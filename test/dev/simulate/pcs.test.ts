import { describe, expect, it } from "vitest";
import { columnsOf, run, site } from "./run.ts";

describe("PCS and auxiliary sensors", () => {
  const powers = {
    1: { v: "DC_VOLTAGE_1", a: "DC_CURRENT", dc: "DC_POWER", ac: "AC_POWER" },
    2: { v: "AI_VDC", a: "AI_IDC", dc: "AI_PDC", ac: "AI_PAC" },
    3: { v: "VOLTAGE", a: "CURRENT", dc: "POWER", ac: "AC_POWER" },
  } as const;
  const phases = {
    1: { volts: ["AC_L1_VOLTAGE", "AC_L2_VOLTAGE", "AC_L3_VOLTAGE"], root: 1, amps: "AC_L" },
    2: { volts: ["AI_VAB_RMS", "AI_VBC_RMS", "AI_VCA_RMS"], root: Math.sqrt(3), amps: "AI_I" },
    3: { volts: ["AC_VU", "AC_VV", "AC_VW"], root: 1, amps: "AC_I" },
  } as const;
  const ids = [1, 2, 3] as const;

  it.each(ids)("of site %i: the DC side is the sum of the banks", (id) => {
    const where = site(id);
    const tables = run(where, { stepSeconds: 60, anomalies: false });
    const bank = columnsOf(where, "bank");
    const pcs = columnsOf(where, "pcs");
    const banks = where.banks.length;
    tables.pcs.forEach((row, index) => {
      const members = tables.bank.slice(index * banks, (index + 1) * banks);
      const sum = members.reduce((total, one) => total + bank.number(one, "BANK_DC_CURRENT"), 0);
      const dcV = pcs.number(row, powers[id].v);
      expect(Math.abs(pcs.number(row, powers[id].a) - sum)).toBeLessThan(0.01);
      for (const one of members) {
        expect(Math.abs(bank.number(one, "BANK_DC_VOLT") - dcV)).toBeLessThan(3);
      }
    });
  });

  it.each(ids)(
    "of site %i: AC power is DC power with its losses, and three phases carry it",
    (id) => {
      const where = site(id);
      const { number } = columnsOf(where, "pcs");
      const { volts, root, amps } = phases[id];
      const currents = where.components.pcs
        .map((column) => column.name)
        .filter((name) => new RegExp(`^${amps}(\\d_CURRENT|[ABC]S_RMS|[UVW])$`).test(name));
      expect(currents.length).toBe(3);
      for (const row of run(where, { stepSeconds: 60 }).pcs) {
        const [dc, ac] = [number(row, powers[id].dc), number(row, powers[id].ac)];
        expect(Math.sign(ac)).toBe(Math.sign(dc));
        if (Math.abs(dc) > 5) {
          const efficiency = dc > 0 ? dc / ac : ac / dc;
          expect(efficiency).toBeGreaterThan(0.95);
          expect(efficiency).toBeLessThan(0.99);
        }
        const apparentW = currents.reduce((sum, name, phase) => {
          const volt = volts[phase as 0 | 1 | 2];
          return sum + (number(row, name) * number(row, volt)) / root;
        }, 0);
        expect(Math.abs(apparentW / 1000 - Math.abs(ac) / 0.995)).toBeLessThan(
          0.3 + Math.abs(ac) * 0.01,
        );
      }
    },
  );

  it("shows energy counters that only rise, by the energy that flowed", () => {
    const where = site(2);
    const { pcs, etc } = run(where, { stepSeconds: 60, days: 12 });
    const { number } = columnsOf(where, "pcs");
    const pairs = ["AI_C_KWH_AC", "AI_D_KWH_AC", "AI_C_KWH_DC", "AI_D_KWH_DC"];
    for (const stem of pairs) {
      const total = pcs.map((row) => number(row, `${stem}H`) * 65_536 + number(row, `${stem}L`));
      expect(total.every((kwh, index) => kwh >= (total[index - 1] ?? 0))).toBe(true);
      const side = stem.endsWith("AC") ? "AI_PAC" : "AI_PDC";
      const sign = stem.includes("_C_") ? 1 : -1;
      const flowed = pcs.reduce((sum, row) => sum + Math.max(sign * number(row, side), 0) / 60, 0);
      expect(((total.at(-1) ?? 0) - (total[0] ?? 0)) / flowed).toBeCloseTo(1, 2);
    }
    const meter = columnsOf(where, "etc");
    const energy = etc.map((row) => meter.number(row, "ACTIVE_ENERGY_TOTAL_HIGH"));
    expect(energy.every((kwh, index) => kwh >= (energy[index - 1] ?? 0))).toBe(true);
    const generated = etc.reduce(
      (sum, row) => sum + meter.number(row, "ACTIVE_POWER_TOTAL") / 60,
      0,
    );
    expect(((energy.at(-1) ?? 0) - (energy[0] ?? 0)) / generated).toBeCloseTo(1, 2);
  });

  it("charges from the sun: never more than the PV field gives, and nothing at night", () => {
    for (const id of ids) {
      const where = site(id);
      const { pcs, etc } = run(where, { stepSeconds: 60, days: 4 });
      const meter = columnsOf(where, "etc");
      const pv = id === 1 ? "INV1_ACTIVE_POWER" : "ACTIVE_POWER_TOTAL";
      pcs.forEach((row, index) => {
        const sun = etc[index];
        if (sun === undefined) expect.fail("no etc row");
        const given = meter.number(sun, pv);
        const ac = columnsOf(where, "pcs").number(row, powers[id].ac);
        // 1 % for voltages that are read at the end of a step.
        expect(ac).toBeLessThanOrEqual(given * 1.01 + 0.2);
        if (index % 1440 < 180) expect(given).toBe(0);
      });
    }
  });

  it("shows the running mode of the PCS in its status bits", () => {
    const two = columnsOf(site(2), "pcs");
    for (const row of run(site(2)).pcs) {
      const sign = Math.sign(two.number(row, "AI_IDC"));
      const bits = ["ST_CHARGE", "ST_DISCHARGE", "ST_STOP", "ST_RUN"].map((name) =>
        two.number(row, name),
      );
      expect(bits).toEqual([sign > 0, sign < 0, sign === 0, sign !== 0].map(Number));
    }
    const three = columnsOf(site(3), "pcs");
    for (const row of run(site(3)).pcs) {
      const sign = Math.sign(three.number(row, "CURRENT"));
      expect(three.number(row, "STATE_OF_PCS")).toBe(sign > 0 ? 1 : sign < 0 ? 2 : 0);
    }
  });
});
