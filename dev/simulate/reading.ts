import type { Level } from "../../src/domain/events/level.ts";
import type { Anomaly } from "./anomalies.ts";
import { activeAnomaly, heating, ramp } from "./anomalies.ts";
import { cellVoltages } from "./cells.ts";
import { FULL_SOC_PERCENT } from "./chemistry.ts";
import type { Watched } from "./flags.ts";
import { updateLevels } from "./flags.ts";
import type { Plant } from "./plant.ts";
import { shownSocPercent } from "./plant.ts";
import type { Rack } from "./rack.ts";
import { meanCellV } from "./rack.ts";
import { round1, round3 } from "./rounding.ts";
import { coolingCycle, roomDegC, roomHumidityPercent } from "./weather.ts";

/** Target of a module whose fan has failed: above the warning at 50, below the fault at 55 degC. */
const HOT_MODULE_DEGC = 52.4;
const IMBALANCE_V = -0.36;
/** Room between the warning voltage and the overshooting cell. */
const OVERSHOOT_V = 0.03;
/** Polarisation that the mean cell still has when the charge ends. */
const END_OF_CHARGE_V = 0.03;

/** The air in the modules, as extremes with their places. */
type ModuleAir = {
  maxDegC: number;
  minDegC: number;
  maxHumidityPercent: number;
  minHumidityPercent: number;
};

/** What the BMS shows of one rack at one moment, at its resolution. */
export type RackReading = Watched & {
  timeMs: number;
  rack: Rack;
  socPercent: number;
  sohPercent: number;
  voltageV: number;
  meanCellV: number;
  maxCellPosition: number;
  minCellPosition: number;
  maxCellDegCPosition: number | null;
  minCellDegCPosition: number;
  meanCellDegC: number | null;
  air: ModuleAir;
  levels: readonly Level[];
  chargeStop: boolean;
  balancing: boolean;
};

const cellShiftV = (anomalies: readonly Anomaly[], plant: Plant, rack: Rack): number => {
  const imbalance = activeAnomaly(anomalies, "voltage-imbalance", rack, plant.timeMs);
  if (imbalance !== undefined) return IMBALANCE_V * ramp(imbalance, plant.timeMs, 12);
  const overVoltage = activeAnomaly(anomalies, "over-voltage", rack, plant.timeMs);
  if (overVoltage === undefined) return 0;
  const { chemistry } = plant;
  const peak =
    chemistry.limits.over_voltage.warning + OVERSHOOT_V - chemistry.fullV - END_OF_CHARGE_V;
  const nearFull = (meanCellV(rack, chemistry) - chemistry.fullV + 0.04) / 0.045;
  const pushed = rack.currentA > 0 ? 1 : 0.3;
  const share = Math.min(Math.max(nearFull, 0), 1) * pushed;
  return peak * share * ramp(overVoltage, plant.timeMs, 30);
};

const cellTemperatures = (anomalies: readonly Anomaly[], plant: Plant, rack: Rack) => {
  const hot = activeAnomaly(anomalies, "hot-rack", rack, plant.timeMs);
  const share = hot === undefined ? 0 : heating(hot, plant.timeMs);
  const excess = Math.max(HOT_MODULE_DEGC - rack.hotDegC, 0) * share;
  const minCellDegC = round1(rack.coolDegC + 0.3 * excess);
  const unread = activeAnomaly(anomalies, "null-sensor", rack, plant.timeMs) !== undefined;
  const maxCellDegC = unread ? null : round1(rack.hotDegC + excess);
  return {
    minCellDegC,
    maxCellDegC,
    cellGapDegC: maxCellDegC === null ? null : round1(maxCellDegC - minCellDegC),
    meanCellDegC: maxCellDegC === null ? null : round1(0.45 * maxCellDegC + 0.55 * minCellDegC),
  };
};

const moduleAir = (plant: Plant, rack: Rack): ModuleAir => {
  const { weather } = plant.plan;
  const second = plant.secondOfDay;
  const cycle = coolingCycle(second + 60 * rack.rackId);
  const room = roomDegC(weather, second);
  const humidity = roomHumidityPercent(weather, second);
  return {
    maxDegC: round1(0.45 * rack.hotDegC + 15.6 + 0.4 * (rack.hotOffsetDegC - 5) + 0.3 * cycle),
    minDegC: round1(room + 1 + 0.3 * (rack.coolDegC - room) + 1.1 * cycle),
    maxHumidityPercent: round1(humidity + 1.5 - 1.2 * cycle),
    minHumidityPercent: round1(humidity - 7 - 0.8 * cycle),
  };
};

/** Reads one rack and moves its latched flags on. */
export const readRack = (plant: Plant, rack: Rack): RackReading => {
  const { chemistry, anomalies, random } = plant;
  const shiftV = cellShiftV(anomalies, plant, rack);
  const cells = cellVoltages(rack, chemistry, { shiftV }, random.normal);
  const watched = {
    currentA: round1(rack.currentA),
    maxCellV: cells.maxV,
    minCellV: cells.minV,
    cellGapV: round3(cells.maxV - cells.minV),
    ...cellTemperatures(anomalies, plant, rack),
  };
  updateLevels(rack.levels, chemistry.limits, watched);
  const { setV, releaseV } = chemistry.chargeStop;
  rack.chargeStop = cells.maxV > (rack.chargeStop ? releaseV : setV);
  const socPercent = round1(shownSocPercent(plant, rack.fraction));
  // Bleeding resistors work on the full, resting battery only.
  rack.balancing = watched.currentA === 0 && socPercent > FULL_SOC_PERCENT - 5;
  return {
    ...watched,
    timeMs: plant.timeMs,
    rack,
    socPercent,
    sohPercent: round1(rack.sohPercent),
    voltageV: round1(meanCellV(rack, chemistry) * plant.site.cellsInSeries),
    meanCellV: cells.meanV,
    maxCellPosition: cells.maxPosition,
    minCellPosition: cells.minPosition,
    maxCellDegCPosition: watched.maxCellDegC === null ? null : rack.positions.hot,
    minCellDegCPosition: rack.positions.cool,
    air: moduleAir(plant, rack),
    levels: [...rack.levels],
    chargeStop: rack.chargeStop,
    balancing: rack.balancing,
  };
};

/** What the BMS shows of one bank: its racks taken together. */
export type BankReading = {
  timeMs: number;
  bankId: number;
  racks: number;
  socPercent: number;
  sohPercent: number;
  voltageV: number;
  currentA: number;
  powerKw: number;
  maxCellV: number;
  minCellV: number;
  maxCellDegC: number | null;
  minCellDegC: number;
  air: ModuleAir;
  levels: readonly Level[];
  chargeStop: boolean;
};

const most = (readings: readonly RackReading[], value: (reading: RackReading) => number) =>
  readings.reduce((best, reading) => Math.max(best, value(reading)), Number.NEGATIVE_INFINITY);
const least = (readings: readonly RackReading[], value: (reading: RackReading) => number) =>
  readings.reduce((best, reading) => Math.min(best, value(reading)), Number.POSITIVE_INFINITY);
const mean = (readings: readonly RackReading[], value: (reading: RackReading) => number) =>
  readings.reduce((sum, reading) => sum + value(reading), 0) / readings.length;

const worstLevels = (readings: readonly RackReading[]): Level[] => {
  const worst: Level[] = [];
  for (const { levels } of readings) {
    levels.forEach((level, index) => {
      if (level > (worst[index] ?? -1)) worst[index] = level;
    });
  }
  return worst;
};

export const readBank = (bankId: number, readings: readonly RackReading[]): BankReading => {
  const voltageV = round1(mean(readings, (reading) => reading.voltageV));
  const currentA = round1(readings.reduce((sum, reading) => sum + reading.rack.currentA, 0));
  const hottest = most(readings, (reading) => reading.maxCellDegC ?? Number.NEGATIVE_INFINITY);
  return {
    timeMs: readings[0]?.timeMs ?? 0,
    bankId,
    racks: readings.length,
    socPercent: round1(mean(readings, (reading) => reading.socPercent)),
    sohPercent: round1(mean(readings, (reading) => reading.sohPercent)),
    voltageV,
    currentA,
    powerKw: round1((voltageV * currentA) / 1000),
    maxCellV: most(readings, (reading) => reading.maxCellV),
    minCellV: least(readings, (reading) => reading.minCellV),
    maxCellDegC: Number.isFinite(hottest) ? hottest : null,
    minCellDegC: least(readings, (reading) => reading.minCellDegC),
    air: {
      maxDegC: most(readings, (reading) => reading.air.maxDegC),
      minDegC: least(readings, (reading) => reading.air.minDegC),
      maxHumidityPercent: most(readings, (reading) => reading.air.maxHumidityPercent),
      minHumidityPercent: least(readings, (reading) => reading.air.minHumidityPercent),
    },
    levels: worstLevels(readings),
    chargeStop: readings.some((reading) => reading.chargeStop),
  };
};
