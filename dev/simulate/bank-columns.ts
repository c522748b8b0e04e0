import type { Values } from "./columns.ts";
import { constants, jsonFlags, protectionValues, worst } from "./columns.ts";
import { IMBALANCE_INDEX } from "./flags.ts";
import type { BankReading } from "./reading.ts";
import { bit } from "./rounding.ts";

const charging = (bank: BankReading): boolean => bank.currentA > 0;
const discharging = (bank: BankReading): boolean => bank.currentA < 0;

/** Site 1 has one status word, 1 charge, 2 discharge, 3 standby; the others a flag for each. */
const chargeStatus = (bank: BankReading, oneWord: boolean): number => {
  if (!oneWord) return bit(charging(bank));
  if (charging(bank)) return 1;
  return discharging(bank) ? 2 : 3;
};

/** Values of the bank table by column name. */
export const bankValues = (oneWord: boolean, jsonFaults: boolean): Values<BankReading> => ({
  TIMESTAMP: (bank) => bank.timeMs,
  BANK_ID: (bank) => bank.bankId,
  BANK_SOC: (bank) => bank.socPercent,
  BANK_SOH: (bank) => bank.sohPercent,
  BANK_DC_VOLT: (bank) => bank.voltageV,
  BANK_DC_CURRENT: (bank) => bank.currentA,
  BANK_POWER: (bank) => bank.powerKw,
  MAX_CELL_VOLTAGE_OF_BANK: (bank) => bank.maxCellV,
  MIN_CELL_VOLTAGE_OF_BANK: (bank) => bank.minCellV,
  MAX_CELL_TEMPERATURE_OF_BANK: (bank) => bank.maxCellDegC,
  MIN_CELL_TEMPERATURE_OF_BANK: (bank) => bank.minCellDegC,
  MAX_MODULE_TEMPERATURE: (bank) => bank.air.maxDegC,
  MIN_MODULE_TEMPERATURE: (bank) => bank.air.minDegC,
  MAX_MODULE_HUMIDITY: (bank) => bank.air.maxHumidityPercent,
  MIN_MODULE_HUMIDITY: (bank) => bank.air.minHumidityPercent,
  ...protectionValues<BankReading>(),
  RACK_TRAY_VOLTAGE_IMBALANCE_WARNING: (bank) => bit((bank.levels[IMBALANCE_INDEX] ?? 0) >= 1),
  // The collectors store 0 for a battery that runs normally, as the real day shows.
  BATTERY_STATUS_FOR_RUN: () => 0,
  BATTERY_STATUS_FOR_CHARGE: (bank) => chargeStatus(bank, oneWord),
  BATTERY_STATUS_FOR_DISCHARGE: (bank) => bit(discharging(bank)),
  BATTERY_STATUS_FOR_STANDBY: (bank) => bit(bank.currentA === 0),
  BATTERY_STATUS_FOR_FAULT: (bank) => bit(worst(bank) === 2),
  BATTERY_STATUS_FOR_WARNING: (bank) => bit(worst(bank) >= 1),
  CHARGING_STOP_OF_STATUS: (bank) => bit(bank.chargeStop),
  MASTER_RACK_COMMUNICATION_FAULT: jsonFaults ? (bank) => jsonFlags("rack", bank.racks) : () => 0,
  ...constants(0, [
    "RACK_CHARGE_RELAY_PLUS_FAULT_STATUS",
    "RACK_DISCHARGE_RELAY_MINUS_FAULT_STATUS",
    "RACK_FUSE_MINUS_FAULT_STATUS",
    "RACK_FUSE_PLUS_FAULT_STATUS",
    "RACK_TRAY_RACK_COMMUNICATION_FAULT",
    "RACK_TO_MASTER_BMS_COMMUNICATION_STATUS",
    "DISCHARGING_STOP_OF_STATUS",
    "EMERGENCY_STATUS",
    "TVOC_STATUS",
    "ORDER_SOURCE",
    "EMERGENCY_SOURCE",
    ...Array.from({ length: 8 }, (_, n) => `RACK_N00${n + 1}_MASTER_RACK_COMMUNICATION_FAULT`),
  ]),
});
