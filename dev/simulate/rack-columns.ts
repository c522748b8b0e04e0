import type { Values } from "./columns.ts";
import { constants, jsonFlags, protectionValues, worst } from "./columns.ts";
import { IMBALANCE_INDEX } from "./flags.ts";
import type { RackReading } from "./reading.ts";
import { bit } from "./rounding.ts";

const running = (reading: RackReading): boolean => reading.currentA !== 0;

/** Values of the rack table by column name. */
export const rackValues = (modules: number): Values<RackReading> => {
  const quietModules = jsonFlags("module", modules);
  return {
    TIMESTAMP: (reading) => reading.timeMs,
    BANK_ID: (reading) => reading.rack.bankId,
    RACK_ID: (reading) => reading.rack.rackId,
    RACK_SOC: (reading) => reading.socPercent,
    RACK_SOH: (reading) => reading.sohPercent,
    RACK_VOLTAGE: (reading) => reading.voltageV,
    RACK_CURRENT: (reading) => reading.currentA,
    RACK_MAX_CELL_VOLTAGE: (reading) => reading.maxCellV,
    RACK_MAX_CELL_VOLTAGE_POSITION: (reading) => reading.maxCellPosition,
    RACK_MIN_CELL_VOLTAGE: (reading) => reading.minCellV,
    RACK_MIN_CELL_VOLTAGE_POSITION: (reading) => reading.minCellPosition,
    RACK_CELL_VOLTAGE_GAP: (reading) => reading.cellGapV,
    RACK_CELL_VOLTAGE_AVERAGE: (reading) => reading.meanCellV,
    RACK_MAX_CELL_TEMPERATURE: (reading) => reading.maxCellDegC,
    RACK_MAX_CELL_TEMPERATURE_POSITION: (reading) => reading.maxCellDegCPosition,
    RACK_MIN_CELL_TEMPERATURE: (reading) => reading.minCellDegC,
    RACK_MIN_CELL_TEMPERATURE_POSITION: (reading) => reading.minCellDegCPosition,
    RACK_CELL_TEMPERATURE_GAP: (reading) => reading.cellGapDegC,
    RACK_CELL_TEMPERATURE_AVERAGE: (reading) => reading.meanCellDegC,
    RACK_MAX_MODULE_TEMPERATURE: (reading) => reading.air.maxDegC,
    RACK_MAX_MODULE_TEMPERATURE_POSITION: (reading) => reading.rack.positions.warmModule,
    RACK_MIN_MODULE_TEMPERATURE: (reading) => reading.air.minDegC,
    RACK_MIN_MODULE_TEMPERATURE_POSITION: (reading) => reading.rack.positions.coolModule,
    RACK_MAX_MODULE_HUMIDITY: (reading) => reading.air.maxHumidityPercent,
    RACK_MAX_MODULE_HUMIDITY_POSITION: (reading) => reading.rack.positions.humidModule,
    RACK_MIN_MODULE_HUMIDITY: (reading) => reading.air.minHumidityPercent,
    RACK_MIN_MODULE_HUMIDITY_POSITION: (reading) => reading.rack.positions.dryModule,
    RACK_DISCHARGE_RELAY_MINUS_STATUS: (reading) => bit(running(reading)),
    RACK_CHARGE_RELAY_PLUS_STATUS: (reading) => bit(running(reading)),
    RACK_CELL_BALANCE_STATUS: (reading) => bit(reading.balancing),
    RACK_CURRENT_SENSOR_DISCHARGE: (reading) => bit(reading.currentA < 0),
    RACK_CURRENT_SENSOR_CHARGE: (reading) => bit(reading.currentA > 0),
    // The collectors store 0 for a rack that runs normally, as the real day shows.
    RACK_STATUS_FOR_RUN: () => 0,
    RACK_STATUS_FOR_FAULT: (reading) => bit(worst(reading) === 2),
    RACK_STATUS_FOR_WARNING: (reading) => bit(worst(reading) >= 1),
    ...protectionValues<RackReading>(),
    RACK_TRAY_VOLATGE_IMBALANCE_WARNING: (reading) =>
      bit((reading.levels[IMBALANCE_INDEX] ?? 0) >= 1),
    RACK_STATUS_FOR_Online: () => 1,
    RACK_MODULE_FAULT: () => quietModules,
    ...constants(0, [
      "RACK_CHARGE_RELAY_PLUS_FAULT_STATUS",
      "RACK_DISCHARGE_RELAY_MINUS_FAULT_STATUS",
      "RACK_FUSE_MINUS_FAULT_STATUS",
      "RACK_FUSE_PLUS_FAULT_STATUS",
      "RACK_TRAY_RACK_COMMUNICATION_FAULT",
    ]),
  };
};
