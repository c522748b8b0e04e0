import { describe, expect, it } from "vitest";
import type { Anomaly } from "../../../dev/simulate/index.ts";
import { anomaliesOf } from "../../../dev/simulate/index.ts";
import { sites } from "../../../src/site/registry/registry.ts";
import type { Row } from "./run.ts";
import { columnsOf, DAY_MS, FROM, HOUR_MS, KINDS, options, rowsOf, run } from "./run.ts";

const RACK_WARNINGS = [
  "RACK_TEMPERATURE_IMBALANCE",
  "RACK_UNDER_TEMPERATURE",
  "RACK_OVER_TEMPERATURE",
  "RACK_VOLTAGE_IMBALANCE",
  "RACK_UNDER_VOLTAGE_PROTECTION",
  "RACK_OVER_VOLTAGE_PROTECTION",
  "RACK_OVER_CURRENT_CHARGE",
  "RACK_OVER_CURRENT_DISCHARGE",
] as const;

describe.each(sites)("anomalies of site $id", (where) => {
  const changes = { days: 3, stepSeconds: 30 };
  const tables = run(where, changes);
  const anomalies = anomaliesOf(where, options(changes));
  const rack = columnsOf(where, "rack");
  const bank = columnsOf(where, "bank");
  const time = (row: Row): number => rack.number(row, "TIMESTAMP");
  const one = (kind: Anomaly["kind"]): Anomaly => {
    const found = anomalies.find((anomaly) => anomaly.kind === kind);
    if (found === undefined) throw new Error(`no ${kind}`);
    return found;
  };
  const rows = (anomaly: Anomaly): Row[] =>
    rowsOf(where, "rack", tables.rack, anomaly.bankId, anomaly.rackId ?? undefined).filter(
      (row) => time(row) >= anomaly.from && time(row) < anomaly.to,
    );

  it("come in every kind within three days, the alarms on different days", () => {
    expect([...new Set(anomalies.map(({ kind }) => kind))].sort()).toEqual([...KINDS].sort());
    const alarms = (["over-voltage", "hot-rack", "voltage-imbalance"] as const).map(one);
    const days = alarms.map(({ from }) => Math.floor((from - FROM) / DAY_MS));
    expect(new Set(days).size).toBe(3);
  });

  it("are labelled with racks that exist and times in order", () => {
    for (const anomaly of anomalies) {
      const home = where.banks.find(({ id }) => id === anomaly.bankId);
      expect(home).toBeDefined();
      expect(anomaly.to).toBeGreaterThan(anomaly.from);
      if (anomaly.rackId === null) continue;
      expect(anomaly.rackId).toBeGreaterThanOrEqual(1);
      expect(anomaly.rackId).toBeLessThanOrEqual(home?.racks ?? 0);
    }
  });

  it("drive a cell over the warning voltage at the end of the charge", () => {
    const [warning, fault] = where.safetyProfile === "41J" ? [4.1, 4.15] : [4.05, 4.1];
    const peaks = rows(one("over-voltage")).map((row) => rack.number(row, "RACK_MAX_CELL_VOLTAGE"));
    expect(Math.max(...peaks)).toBeGreaterThan(warning);
    expect(Math.max(...peaks)).toBeLessThan(fault);
  });

  it("heat a rack above 50 degC", () => {
    const peaks = rows(one("hot-rack")).map((row) => rack.number(row, "RACK_MAX_CELL_TEMPERATURE"));
    expect(Math.max(...peaks)).toBeGreaterThan(50);
    expect(Math.max(...peaks)).toBeLessThan(55);
  });

  it("pull one cell more than 0.3 V from the others", () => {
    const gaps = rows(one("voltage-imbalance")).map((row) =>
      rack.number(row, "RACK_CELL_VOLTAGE_GAP"),
    );
    expect(Math.max(...gaps)).toBeGreaterThan(0.3);
    expect(Math.max(...gaps)).toBeLessThan(0.5);
  });

  it("lose all rows of one bank for some minutes, and of no other", () => {
    const gap = one("missing-rows");
    const inside = (row: Row): boolean => time(row) >= gap.from && time(row) < gap.to;
    expect(rowsOf(where, "rack", tables.rack, gap.bankId).filter(inside)).toEqual([]);
    expect(rowsOf(where, "bank", tables.bank, gap.bankId).filter(inside)).toEqual([]);
    for (const other of where.banks.filter(({ id }) => id !== gap.bankId)) {
      expect(rowsOf(where, "bank", tables.bank, other.id).filter(inside).length).toBe(30);
    }
    const steps = 3 * 2880;
    expect(rowsOf(where, "bank", tables.bank, gap.bankId).length).toBe(steps - 30);
  });

  it("leave one sensor NULL for some minutes, there and nowhere else", () => {
    const nulls = tables.rack.filter((row) => row.includes(null));
    const silent = one("null-sensor");
    expect(nulls).toEqual(rows(silent));
    expect(nulls.length).toBe(30);
    for (const row of nulls) {
      expect(rack.value(row, "RACK_MAX_CELL_TEMPERATURE")).toBeNull();
      expect(rack.value(row, "RACK_CELL_TEMPERATURE_GAP")).toBeNull();
      expect(rack.value(row, "RACK_MIN_CELL_TEMPERATURE")).not.toBeNull();
    }
    expect(tables.bank.some((row) => row.includes(null))).toBe(false);
  });

  it("raise their own flag, and no flag rises outside the labels", () => {
    const flags = { "over-voltage": 5, "hot-rack": 2, "voltage-imbalance": 3 } as const;
    for (const [kind, index] of Object.entries(flags)) {
      const name = `${RACK_WARNINGS[index]}_WARNING`;
      const struck = rows(one(kind as keyof typeof flags));
      expect(struck.filter((row) => rack.number(row, name) === 1).length, kind).toBeGreaterThan(10);
    }
    for (const row of tables.rack) {
      if (rack.number(row, "RACK_STATUS_FOR_WARNING") === 0) continue;
      const labelled = anomalies.some(
        (anomaly) =>
          anomaly.bankId === rack.number(row, "BANK_ID") &&
          anomaly.rackId === rack.number(row, "RACK_ID") &&
          time(row) >= anomaly.from &&
          time(row) < anomaly.to,
      );
      if (!labelled) expect.fail(`flag outside the labels: ${row}`);
    }
  });

  it("are absent when they are not wanted", () => {
    const without = { ...changes, anomalies: false };
    expect(anomaliesOf(where, options(without))).toEqual([]);
    const quiet = run(where, { ...without, days: 3, stepSeconds: 120 });
    expect(quiet.rack.some((row) => row.includes(null))).toBe(false);
    expect(quiet.rack.some((row) => rack.number(row, "RACK_STATUS_FOR_WARNING") === 1)).toBe(false);
  });

  it("return every fortnight", () => {
    const later = anomaliesOf(where, options({ days: 31 }));
    const starts = later.filter(({ kind }) => kind === "hot-rack").map(({ from }) => from);
    expect(starts.map((from) => (from - FROM) / HOUR_MS)).toEqual([59, 395, 731]);
  });

  it("set flags that follow the shown values through limits and releases", () => {
    const [warning, fault, release] =
      where.safetyProfile === "41J" ? [4.1, 4.15, 4.075] : [4.05, 4.1, 4];
    const limits = [
      ["RACK_TEMPERATURE_IMBALANCE", "RACK_CELL_TEMPERATURE_GAP", 1, 20, 25, 15],
      ["RACK_UNDER_TEMPERATURE", "RACK_MIN_CELL_TEMPERATURE", -1, 0, -10, 10],
      ["RACK_OVER_TEMPERATURE", "RACK_MAX_CELL_TEMPERATURE", 1, 50, 55, 40],
      ["RACK_VOLTAGE_IMBALANCE", "RACK_CELL_VOLTAGE_GAP", 1, 0.3, 0.5, 0.15],
      ["RACK_UNDER_VOLTAGE_PROTECTION", "RACK_MIN_CELL_VOLTAGE", -1, 3.2, 3, 3.3],
      ["RACK_OVER_VOLTAGE_PROTECTION", "RACK_MAX_CELL_VOLTAGE", 1, warning, fault, release],
    ] as const;
    for (const row of tables.rack) {
      for (const [stem, column, sign, warn, trip, free] of limits) {
        const value = rack.value(row, column);
        if (typeof value !== "number") continue;
        const warned = rack.number(row, `${stem}_WARNING`);
        const tripped = rack.number(row, `${stem}_FAULT`);
        const past = (limit: number): boolean => sign * (value - limit) > 0;
        const right =
          (!past(warn) || warned === 1) &&
          (!past(trip) || tripped === 1) &&
          (past(free) || (warned === 0 && tripped === 0)) &&
          warned >= tripped;
        if (!right) expect.fail(`${stem} at ${value}: ${warned} ${tripped}`);
      }
      const any = (suffix: string): number =>
        RACK_WARNINGS.some((stem) => rack.number(row, `${stem}_${suffix}`) === 1) ? 1 : 0;
      if (rack.number(row, "RACK_STATUS_FOR_WARNING") !== any("WARNING")) expect.fail(`${row}`);
      if (rack.number(row, "RACK_STATUS_FOR_FAULT") !== any("FAULT")) expect.fail(`${row}`);
    }
  });

  it("show a bank's flag exactly when one of its racks shows it", () => {
    const raised = new Set<string>();
    for (const row of tables.rack) {
      for (const stem of RACK_WARNINGS) {
        if (rack.number(row, `${stem}_WARNING`) === 1) {
          raised.add(`${rack.number(row, "BANK_ID")} ${time(row)} ${stem}`);
        }
      }
    }
    expect(raised.size).toBeGreaterThan(100);
    for (const row of tables.bank) {
      for (const stem of RACK_WARNINGS) {
        const key = `${bank.number(row, "BANK_ID")} ${bank.number(row, "TIMESTAMP")} ${stem}`;
        if (bank.number(row, `${stem}_WARNING`) !== Number(raised.has(key))) expect.fail(key);
      }
    }
  });
});
