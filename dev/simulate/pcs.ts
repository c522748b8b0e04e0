import type { Plant } from "./plant.ts";
import { acPowerKw } from "./plant.ts";
import { smoothNoise } from "./random.ts";
import type { BankReading } from "./reading.ts";
import { round, round1, round2 } from "./rounding.ts";
import type { Mode } from "./schedule.ts";

const POWER_FACTOR = 0.995;
const GRID_HZ = 60;
/** Phases of a three-phase machine never draw quite the same. */
const PHASE_SHARES = [1.004, 0.998, 0.998] as const;

type Phases = readonly [number, number, number];

/** What the PCS shows; powers and currents of the DC side are + while charging, as the bank's. */
export type PcsReading = {
  timeMs: number;
  bankId: number;
  mode: Mode;
  dcV: number;
  dcA: number;
  dcKw: number;
  acKw: number;
  apparentKva: number;
  reactiveKvar: number;
  powerFactor: number;
  hz: number;
  lineV: Phases;
  phaseV: Phases;
  phaseA: Phases;
  meanPhaseA: number;
  heatsinkDegC: number;
  thdPercent: Phases;
  /** Set-points: wanted power and the limits of the battery. */
  wantedKw: number;
  minV: number;
  maxV: number;
  maxChargeA: number;
  maxDischargeA: number;
  constantVoltage: boolean;
  counters: Plant["counters"];
};

/** Low-voltage side of the transformer: as high as the battery's lowest voltage allows. */
const nominalLineV = (cellsInSeries: number): number => (cellsInSeries >= 230 ? 440 : 380);

const scaled = (shares: readonly [number, number, number], value: number): Phases => [
  round1(shares[0] * value),
  round1(shares[1] * value),
  round1(shares[2] * value),
];

const modeOf = (dcA: number): Mode => {
  if (dcA === 0) return "rest";
  return dcA > 0 ? "charge" : "discharge";
};

/** AC side that goes with a DC power: apparent and reactive power, and the grid's voltage. */
const acSide = (plant: Plant, acKw: number) => {
  const { site, timeMs, options } = plant;
  const hour = timeMs / 3_600_000;
  const running = acKw !== 0;
  const load = acKw / acPowerKw(plant.chargeRatingKw);
  const grid = 1 + 0.012 * smoothNoise(options.seed + 71, hour) - 0.008 * load;
  const lineV = nominalLineV(site.cellsInSeries) * grid;
  const apparentKva = round1(Math.abs(acKw) / POWER_FACTOR);
  const perPhaseA = (apparentKva * 1000) / (Math.sqrt(3) * lineV);
  return {
    hz: round2(GRID_HZ + 0.03 * smoothNoise(options.seed + 73, hour * 60)),
    lineV: scaled([1.001, 0.999, 1], lineV),
    phaseV: scaled([1.001, 0.999, 1], lineV / Math.sqrt(3)),
    phaseA: scaled(PHASE_SHARES, perPhaseA),
    meanPhaseA: round1(perPhaseA),
    apparentKva,
    reactiveKvar: round1(Math.sqrt(Math.max(apparentKva ** 2 - acKw ** 2, 0))),
    powerFactor: running ? POWER_FACTOR : 1,
    heatsinkDegC: round1(28 + 3 * smoothNoise(options.seed + 79, hour) + 22 * Math.abs(load)),
    thdPercent: scaled([1.9, 2, 2.1], running ? 1 + 0.4 * (1 - Math.abs(load)) : 0),
  };
};

export const readPcs = (plant: Plant, banks: readonly BankReading[]): PcsReading => {
  const { site, chemistry, controller } = plant;
  const dcV = round1(banks.reduce((sum, bank) => sum + bank.voltageV, 0) / banks.length);
  const dcA = round1(banks.reduce((sum, bank) => sum + bank.currentA, 0));
  const dcKw = round1((dcV * dcA) / 1000);
  const acKw = round1(acPowerKw(dcKw));
  const nominalV = chemistry.fullV * site.cellsInSeries;
  return {
    timeMs: plant.timeMs,
    bankId: banks[0]?.bankId ?? 1,
    mode: modeOf(dcA),
    dcV,
    dcA,
    dcKw,
    acKw,
    ...acSide(plant, acKw),
    wantedKw: round(acKw),
    minV: round1(3.2 * site.cellsInSeries),
    maxV: round1(chemistry.limits.over_voltage.warning * site.cellsInSeries),
    maxChargeA: round((plant.chargeRatingKw * 1000) / nominalV),
    maxDischargeA: round((plant.dischargeRatingKw * 1000) / nominalV),
    constantVoltage: controller.mode === "charge" && controller.taperLevel > 0,
    counters: plant.counters,
  };
};
