import type { Component, Site } from "../../src/site/site.ts";
import { activeAnomaly } from "./anomalies.ts";
import { bankValues } from "./bank-columns.ts";
import type { Value } from "./columns.ts";
import { rowOf } from "./columns.ts";
import { etcValues, readEtc } from "./etc.ts";
import type { Gaps } from "./gaps.ts";
import { createGaps, isLost } from "./gaps.ts";
import type { SimulateOptions } from "./options.ts";
import { checkOptions } from "./options.ts";
import { readPcs } from "./pcs.ts";
import { pcsValues } from "./pcs-columns.ts";
import type { Plant } from "./plant.ts";
import { advancePlant, createPlant, DAY_SECONDS } from "./plant.ts";
import { rackValues } from "./rack-columns.ts";
import { readBank, readRack } from "./reading.ts";

export type { Anomaly, AnomalyKind } from "./anomalies.ts";
export { anomaliesOf } from "./anomalies.ts";
export type { SimulateOptions } from "./options.ts";

/** Rows of one component in the catalog's column order; TIMESTAMP is epoch ms, JSON columns text. */
export type SimulatedRows = { component: Component; rows: Value[][] };

const BATCH_ROWS = 2000;

const hasColumn = (site: Site, component: Component, name: string): boolean =>
  site.components[component].some((column) => column.name === name);

const isText = (site: Site, component: Component, name: string): boolean =>
  site.components[component].some((column) => column.name === name && column.type === "text");

/** Readings to rows, in the order of the site's columns. */
const rowMakers = (site: Site) => {
  const { bank, rack, pcs, etc } = site.components;
  const oneWord = !hasColumn(site, "bank", "BATTERY_STATUS_FOR_DISCHARGE");
  const jsonFaults = isText(site, "bank", "MASTER_RACK_COMMUNICATION_FAULT");
  const modules = Math.ceil(site.cellsInSeries / site.cellsPerModule);
  return {
    bank: rowOf(bank, bankValues(oneWord, jsonFaults)),
    rack: rowOf(rack, rackValues(modules)),
    pcs: rowOf(pcs, pcsValues),
    etc: rowOf(etc, etcValues),
  };
};

type Buffers = Record<Component, Value[][]>;
const emptyBuffers = (): Buffers => ({ bank: [], rack: [], pcs: [], etc: [] });

/** Reads the whole site at its present moment and adds the rows that the collector would store. */
const record = (
  plant: Plant,
  makers: ReturnType<typeof rowMakers>,
  gaps: readonly Gaps[],
  buffers: Buffers,
): void => {
  const { site, options, timeMs, anomalies } = plant;
  const banks = site.banks.map((bank, index) => {
    const readings = plant.racks
      .filter((rack) => rack.bankId === bank.id)
      .map((rack) => readRack(plant, rack));
    const reading = readBank(bank.id, readings);
    const gap = gaps[index];
    const lost = gap !== undefined && isLost(gap, timeMs, options.stepSeconds);
    const place = { bankId: bank.id, rackId: null };
    if (!lost && activeAnomaly(anomalies, "missing-rows", place, timeMs) === undefined) {
      buffers.bank.push(makers.bank(reading));
      for (const rack of readings) buffers.rack.push(makers.rack(rack));
    }
    return reading;
  });
  buffers.pcs.push(makers.pcs(readPcs(plant, banks)));
  buffers.etc.push(makers.etc(readEtc(plant)));
};

const COMPONENT_ORDER = ["bank", "rack", "pcs", "etc"] as const;

function* take(buffers: Buffers, leastRows: number): Generator<SimulatedRows> {
  for (const component of COMPONENT_ORDER) {
    const rows = buffers[component];
    if (rows.length < leastRows) continue;
    buffers[component] = [];
    yield { component, rows };
  }
}

/**
 * Operating data of a whole site, in batches of some thousand rows, ascending in time for each
 * component. The same arguments give the same rows, and more days only add rows at the end.
 *
 * @example
 * for (const { component, rows } of simulate(site, { from, days: 3, stepSeconds: 10, seed: 1 })) {
 *   await insert(component, rows);
 * }
 */
export function* simulate(site: Site, options: SimulateOptions): Generator<SimulatedRows> {
  checkOptions(options);
  const plant = createPlant(site, options);
  const makers = rowMakers(site);
  const gaps = site.banks.map((bank) => createGaps(options.seed, bank.id));
  const buffers = emptyBuffers();
  const steps = Math.ceil((options.days * DAY_SECONDS) / options.stepSeconds);
  for (let step = 0; step < steps; step += 1) {
    if (step > 0) advancePlant(plant, options.stepSeconds);
    record(plant, makers, gaps, buffers);
    yield* take(buffers, BATCH_ROWS);
  }
  yield* take(buffers, 1);
}
