import { describe, expect, it } from "vitest";
import { sites } from "../../../src/sites/index.ts";
import type { Row } from "./run.ts";
import { columnsOf, rowsOf, run, site } from "./run.ts";

const STEP = 20;

describe.each(sites)("physics of site $id", (where) => {
  const tables = run(where, { stepSeconds: STEP, anomalies: false });
  const bankColumns = columnsOf(where, "bank");
  const rackColumns = columnsOf(where, "rack");

  it("changes the state of charge as the current says: 90 % takes 103 % of the rating", () => {
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
        ? { "1": [1, 1], "-1": [2, 1], "0": [3, 0] }
        : { "1": [1, 0, 0, 1], "-1": [0, 1, 0, 1], "0": [0, 0, 1, 0] };
      if (`${bits}` !== `${wanted[`${sign}` as keyof typeof wanted]}`) expect.fail(`bank ${row}`);
    }
    for (const row of tables.rack) {
      const number = (name: string): number => rackColumns.number(row, name);
      const sign = Math.sign(number("RACK_CURRENT"));
      const right =
        number("RACK_CURRENT_SENSOR_CHARGE") === (sign > 0 ? 1 : 0) &&
        number("RACK_CURRENT_SENSOR_DISCHARGE") === (sign < 0 ? 1 : 0) &&
        number("RACK_STATUS_FOR_RUN") === (sign === 0 ? 0 : 1);
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
