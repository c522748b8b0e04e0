import type { Level } from "../../src/domain/events/level.ts";
import { openCircuitSlopeV, openCircuitV } from "../../src/domain/indicators/ocv.ts";
import type { Site } from "../../src/site/site.ts";
import type { Chemistry } from "./chemistry.ts";
import { PROTECTIONS } from "./flags.ts";
import type { Random } from "./random.ts";
import { createRandom, mixSeed } from "./random.ts";

/** Resistances of one cell group of 212.4 Ah in mid charge at 25 degC. */
const OHMIC_OHM = 0.66e-3;
const POLARISATION_OHM = 0.56e-3;
const REFERENCE_CAPACITY_AH = 212.4;
const RELAXATION_SECONDS = 1000;
/** Heat capacity of one 21700 cell. */
const CELL_JOULE_PER_KELVIN = 76;
const COOL_SECONDS = 4.7 * 3600;
const HOT_SECONDS = 7.5 * 3600;

/** A cell that stands out: by its charge, its resistance or its sensor. */
type ExtremeCell = {
  position: number;
  fractionOffset: number;
  resistanceScale: number;
  sensorOffsetV: number;
};

/** Where the extreme sensors of a rack sit; fixed for its life. */
type Positions = {
  hot: number;
  cool: number;
  warmModule: number;
  coolModule: number;
  humidModule: number;
  dryModule: number;
};

export type Rack = {
  bankId: number;
  rackId: number;
  /** Capacity at 100 % state of health. */
  freshCapacityAh: number;
  resistanceScale: number;
  sohOffsetPercent: number;
  coolOffsetDegC: number;
  hotOffsetDegC: number;
  cells: readonly ExtremeCell[];
  positions: Positions;
  /** State: share of the whole capacity, voltage of the RC pair of one cell, current, temperatures. */
  fraction: number;
  polarisationV: number;
  currentA: number;
  coolDegC: number;
  hotDegC: number;
  capacityAh: number;
  sohPercent: number;
  levels: Level[];
  chargeStop: boolean;
  balancing: boolean;
};

const extremeCells = (random: Random, cellsInSeries: number): ExtremeCell[] => {
  const taken = new Set<number>();
  const position = (): number => {
    let cell = 1 + Math.floor(random.unit() * cellsInSeries);
    while (taken.has(cell)) cell = (cell % cellsInSeries) + 1;
    taken.add(cell);
    return cell;
  };
  const about = (value: number): number => value * random.between(0.8, 1.2);
  const cell = (fraction: number, resistance: number, sensorV: number): ExtremeCell => ({
    position: position(),
    fractionOffset: about(fraction),
    resistanceScale: 1 + about(resistance),
    sensorOffsetV: about(sensorV),
  });
  return [
    cell(0.0028, 0, 0.002),
    cell(-0.0008, 0.02, -0.001),
    cell(0, 0.16, 0.001),
    cell(0, -0.11, -0.001),
    cell(0.0008, 0, 0.0055),
    cell(0, 0, -0.0055),
  ];
};

const positionsIn = (random: Random, modules: number): Positions => {
  const among = (count: number): number => 1 + Math.floor(random.unit() * count);
  const hot = among(2 * modules);
  const warmModule = Math.ceil(hot / 2);
  const coolModule = (warmModule % modules) + 1;
  return {
    hot,
    cool: 2 * coolModule,
    warmModule,
    coolModule,
    humidModule: coolModule,
    dryModule: warmModule,
  };
};

export const createRack = (
  site: Site,
  chemistry: Chemistry,
  identity: { bankId: number; rackId: number },
  seed: number,
): Rack => {
  const random = createRandom(mixSeed(seed, 31, site.id, identity.bankId, identity.rackId));
  return {
    ...identity,
    freshCapacityAh: site.rackCapacityAh * (1.005 + 0.008 * random.normal()),
    resistanceScale: (REFERENCE_CAPACITY_AH / site.rackCapacityAh) * (1 + 0.02 * random.normal()),
    sohOffsetPercent: 0.15 * random.normal(),
    coolOffsetDegC: random.between(0, 1.8),
    hotOffsetDegC: random.between(3.4, 5.8),
    cells: extremeCells(random, site.cellsInSeries),
    positions: positionsIn(random, Math.ceil(site.cellsInSeries / site.cellsPerModule)),
    fraction: chemistry.emptyFraction + 0.0003 * random.unit(),
    polarisationV: -0.008,
    currentA: 0,
    coolDegC: 26.7,
    hotDegC: 35.5,
    capacityAh: site.rackCapacityAh,
    sohPercent: 100,
    levels: PROTECTIONS.map(() => 0),
    chargeStop: false,
    balancing: false,
  };
};

/** Sets health and capacity for a day of the rack's life: a slow fall with a small seasonal part. */
export const ageRack = (rack: Rack, chemistry: Chemistry, ageDays: number): void => {
  const seasonal = 0.04 * (Math.cos((2 * Math.PI * ageDays) / 365) - 1);
  rack.sohPercent = chemistry.startSohPercent + rack.sohOffsetPercent - 0.004 * ageDays + seasonal;
  rack.capacityAh = rack.freshCapacityAh * (rack.sohPercent / chemistry.startSohPercent);
};

/** Resistance grows towards empty and in the cold. */
const resistanceScale = (rack: Rack, chemistry: Chemistry): number =>
  rack.resistanceScale *
  (1 + 0.6 * Math.exp((chemistry.emptyFraction - rack.fraction) / 0.06)) *
  (1 - 0.006 * ((rack.coolDegC + rack.hotDegC) / 2 - 30));

const ohmicOhm = (rack: Rack, chemistry: Chemistry): number =>
  OHMIC_OHM * resistanceScale(rack, chemistry);

/** Mean cell voltage at the present current. */
export const meanCellV = (rack: Rack, chemistry: Chemistry): number =>
  openCircuitV(chemistry.openCircuitV, rack.fraction) +
  rack.polarisationV +
  rack.currentA * ohmicOhm(rack, chemistry);

/** Mean slope of the open-circuit voltage over a step at a guessed current, V per whole capacity. */
const slopeOverStepV = (
  rack: Rack,
  table: readonly number[],
  seconds: number,
  guessA: number,
): number => {
  const change = (guessA * seconds) / (3600 * rack.capacityAh);
  if (Math.abs(change) < 1e-9) return openCircuitSlopeV(table, rack.fraction);
  const rise = openCircuitV(table, rack.fraction + change) - openCircuitV(table, rack.fraction);
  return rise / change;
};

/**
 * What a step of some seconds looks like from the outside: cell voltage at its end = `sourceV` +
 * current × `ohm`. The slope of the open-circuit voltage is in `ohm`, which keeps parallel racks
 * from swinging against each other in wide steps; the guess of the current tells which part of
 * the bent curve the step covers.
 */
export const stepSource = (
  rack: Rack,
  chemistry: Chemistry,
  seconds: number,
  guessA: number,
): { sourceV: number; ohm: number } => {
  const decay = Math.exp(-seconds / RELAXATION_SECONDS);
  const scale = resistanceScale(rack, chemistry);
  const slope = slopeOverStepV(rack, chemistry.openCircuitV, seconds, guessA);
  return {
    sourceV: openCircuitV(chemistry.openCircuitV, rack.fraction) + rack.polarisationV * decay,
    ohm:
      scale * (OHMIC_OHM + POLARISATION_OHM * (1 - decay)) +
      (slope * seconds) / (3600 * rack.capacityAh),
  };
};

/** Entropic heat, V: charging cools an empty cell and warms it in the middle. */
const entropicV = (fraction: number): number => {
  if (fraction < 0.2) return -0.028;
  if (fraction < 0.36) return -0.028 + ((fraction - 0.2) / 0.16) * 0.082;
  if (fraction < 0.62) return 0.054;
  if (fraction < 0.7) return 0.054 - ((fraction - 0.62) / 0.08) * 0.048;
  return 0.006;
};

const approach = (from: number, to: number, seconds: number, timeConstant: number): number =>
  to + (from - to) * Math.exp(-seconds / timeConstant);

/** Charge, polarisation and temperatures after a step at constant current. */
export const advanceRack = (
  rack: Rack,
  chemistry: Chemistry,
  step: { seconds: number; currentA: number; roomDegC: number; cellsInParallel: number },
): void => {
  const { seconds, currentA } = step;
  const scale = resistanceScale(rack, chemistry);
  const heatW =
    currentA ** 2 * scale * (OHMIC_OHM + POLARISATION_OHM) + currentA * entropicV(rack.fraction);
  const heating = heatW / (CELL_JOULE_PER_KELVIN * step.cellsInParallel);
  const cool = step.roomDegC + rack.coolOffsetDegC;
  const hot = step.roomDegC + rack.hotOffsetDegC;
  rack.coolDegC = approach(rack.coolDegC, cool + heating * COOL_SECONDS, seconds, COOL_SECONDS);
  rack.hotDegC = approach(rack.hotDegC, hot + heating * HOT_SECONDS, seconds, HOT_SECONDS);
  rack.polarisationV = approach(
    rack.polarisationV,
    currentA * scale * POLARISATION_OHM,
    seconds,
    RELAXATION_SECONDS,
  );
  rack.fraction += (currentA * seconds) / (3600 * rack.capacityAh);
  rack.currentA = currentA;
};
