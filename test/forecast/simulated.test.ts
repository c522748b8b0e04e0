import { describe, expect, test } from "vitest";
import { simulate } from "../../dev/simulate/index.ts";
import { CURRENT_UNIT_C } from "../../src/domain/forecast/current.ts";
import { judgeDay } from "../../src/domain/forecast/judge.ts";
import { learnDay, type SourceDay } from "../../src/domain/forecast/learn.ts";
import { HORIZONS } from "../../src/domain/forecast/model.ts";
import { modelOf } from "../../src/domain/forecast/night.ts";
import { addScores, recordOf } from "../../src/domain/forecast/score.ts";
import { STEP_SECONDS } from "../../src/domain/forecast/series.ts";
import { emptyState } from "../../src/domain/forecast/state.ts";
import { modelUnits, TARGET_NAMES, targetOf } from "../../src/domain/forecast/targets.ts";
import { sites } from "../../src/site/registry/registry.ts";
import type { RolledComponent } from "../../src/site/rollup.ts";
import type { Site } from "../../src/site/site.ts";
import { MEASURE_COLUMNS } from "../support/columns.ts";
import { STEPS, sourceDayOf } from "./battery.ts";

const DAYS = 4;
const SECONDS = 30;
const HOUR = 3_600_000;
/** The four of the routes. */
const FOUR = TARGET_NAMES.slice(0, 4);
const FROM = Date.parse("2026-01-05T00:00:00+09:00");

type Columns = Record<string, Float64Array>;

/** Values of the first bank, or rack, of a simulated site by column, at each step of the grid. */
function read(site: Site): Record<RolledComponent, Columns> {
  const steps = DAYS * STEPS;
  const columnsOf = (component: RolledComponent): Columns =>
    Object.fromEntries(
      site.components[component].map(({ name }) => [
        name,
        new Float64Array(steps).fill(Number.NaN),
      ]),
    );
  const all = { bank: columnsOf("bank"), rack: columnsOf("rack") };
  for (const { component, rows } of simulate(site, {
    from: FROM,
    days: DAYS,
    stepSeconds: SECONDS,
    seed: 3,
  })) {
    if (component !== "bank" && component !== "rack") continue;
    const names = site.components[component].map(({ name }) => name);
    const [bank, rack, time] = ["BANK_ID", "RACK_ID", "TIMESTAMP"].map((name) =>
      names.indexOf(name),
    );
    for (const row of rows) {
      if (row[bank as number] !== 1 || (component === "rack" && row[rack as number] !== 1))
        continue;
      const k = Math.ceil((Number(row[time as number]) - FROM) / 1000 / STEP_SECONDS);
      names.forEach((name, j) => {
        const column = all[component][name];
        if (column && typeof row[j] === "number") column[k] = row[j];
      });
    }
  }
  return all;
}

/** A day of it, with what there is of the hours around. */
function dayOf(
  site: Site,
  component: RolledComponent,
  columns: Columns,
  name: (typeof FOUR)[number],
  day: number,
): SourceDay {
  const target = targetOf(name);
  const of = (column: string | null, unit: number) =>
    Float64Array.from({ length: STEPS + 720 }, (_, i) => {
      const k = day * STEPS + i - 360;
      return (columns[column ?? ""]?.[k] ?? Number.NaN) * unit;
    });
  const racks = component === "bank" ? (site.banks[0]?.racks ?? 1) : 1;
  const minutes = Uint16Array.from({ length: STEPS + 720 }, (_, i) => {
    const moment = FROM + (day * STEPS + i - 360) * STEP_SECONDS * 1000;
    return Math.floor(((moment + 9 * HOUR) % (24 * HOUR)) / 60_000);
  });
  if (target.measure === "dcVoltageV") throw new Error("not one of the four");
  return sourceDayOf({
    minutes,
    voltage: of(component === "bank" ? "BANK_DC_VOLT" : "RACK_VOLTAGE", 1000 / site.cellsInSeries),
    current: of(
      MEASURE_COLUMNS.currentA[component],
      1 / racks / site.rackCapacityAh / CURRENT_UNIT_C,
    ),
    soc: of(component === "bank" ? "BANK_SOC" : "RACK_SOC", 1),
    target: of(MEASURE_COLUMNS[target.measure][component], modelUnits(target, site.cellsInSeries)),
  });
}

describe.each(sites)("simulated site $id after three days", (site) => {
  const columns = read(site);
  const cases = (["bank", "rack"] as const).flatMap((component) =>
    FOUR.map((name) => ({ component, name })),
  );

  test.each(cases)(
    "a $component: $name is forecast better than by persistence",
    ({ component, name }) => {
      const state = emptyState(name);
      for (let day = 0; day < 3; day++) {
        learnDay(state, [dayOf(site, component, columns[component], name, day)]);
      }
      const day = dayOf(site, component, columns[component], name, 3);
      const scores = judgeDay(modelOf(state, component), [day])[HORIZONS.indexOf(600)];
      const record = recordOf(addScores(scores ?? []));
      console.log(
        site.id,
        component,
        name,
        record.skill?.toFixed(2),
        record.mae,
        record.persistence_mae,
      );
      expect(record.count).toBeGreaterThan(1000);
      expect(record.skill).toBeGreaterThan(0);
    },
  );
});
