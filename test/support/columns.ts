import type { Measure } from "../../src/domain/indicators/sample.ts";
import type { SocpSample } from "../../src/domain/indicators/socp.ts";
import type { FlagRole } from "../../src/site/site.ts";

/*
 * Names of columns of the shipped sites as their catalog has them, written down apart from their definitions: what
 * the tests compare with.
 */

export const MEASURE_COLUMNS = {
  maxCellVoltageV: { rack: "RACK_MAX_CELL_VOLTAGE", bank: "MAX_CELL_VOLTAGE_OF_BANK" },
  minCellVoltageV: { rack: "RACK_MIN_CELL_VOLTAGE", bank: "MIN_CELL_VOLTAGE_OF_BANK" },
  cellVoltageGapV: { rack: "RACK_CELL_VOLTAGE_GAP", bank: null },
  currentA: { rack: "RACK_CURRENT", bank: "BANK_DC_CURRENT" },
  maxCellTemperatureC: { rack: "RACK_MAX_CELL_TEMPERATURE", bank: "MAX_CELL_TEMPERATURE_OF_BANK" },
  minCellTemperatureC: { rack: "RACK_MIN_CELL_TEMPERATURE", bank: "MIN_CELL_TEMPERATURE_OF_BANK" },
  cellTemperatureGapC: { rack: "RACK_CELL_TEMPERATURE_GAP", bank: null },
} as const satisfies Record<Measure, { rack: string; bank: string | null }>;

/** Columns of a rack that SoCP reads. */
export const SOCP_COLUMNS = {
  socPercent: "RACK_SOC",
  currentA: "RACK_CURRENT",
  maxCellVoltageV: "RACK_MAX_CELL_VOLTAGE",
  maxCellVoltagePosition: "RACK_MAX_CELL_VOLTAGE_POSITION",
  minCellVoltageV: "RACK_MIN_CELL_VOLTAGE",
  minCellVoltagePosition: "RACK_MIN_CELL_VOLTAGE_POSITION",
  maxCellTemperatureC: "RACK_MAX_CELL_TEMPERATURE",
  minCellTemperatureC: "RACK_MIN_CELL_TEMPERATURE",
} as const satisfies Record<keyof SocpSample, string>;

/** Columns of flags, all but the last in the tables of racks and banks, the last in those of banks. */
export const FLAG_COLUMNS: Record<FlagRole, string> = {
  "temperature-imbalance-warning": "RACK_TEMPERATURE_IMBALANCE_WARNING",
  "temperature-imbalance-fault": "RACK_TEMPERATURE_IMBALANCE_FAULT",
  "under-temperature-warning": "RACK_UNDER_TEMPERATURE_WARNING",
  "under-temperature-fault": "RACK_UNDER_TEMPERATURE_FAULT",
  "over-temperature-warning": "RACK_OVER_TEMPERATURE_WARNING",
  "over-temperature-fault": "RACK_OVER_TEMPERATURE_FAULT",
  "voltage-imbalance-warning": "RACK_VOLTAGE_IMBALANCE_WARNING",
  "voltage-imbalance-fault": "RACK_VOLTAGE_IMBALANCE_FAULT",
  "under-voltage-warning": "RACK_UNDER_VOLTAGE_PROTECTION_WARNING",
  "under-voltage-fault": "RACK_UNDER_VOLTAGE_PROTECTION_FAULT",
  "over-voltage-warning": "RACK_OVER_VOLTAGE_PROTECTION_WARNING",
  "over-voltage-fault": "RACK_OVER_VOLTAGE_PROTECTION_FAULT",
  "charge-over-current-warning": "RACK_OVER_CURRENT_CHARGE_WARNING",
  "charge-over-current-fault": "RACK_OVER_CURRENT_CHARGE_FAULT",
  "discharge-over-current-warning": "RACK_OVER_CURRENT_DISCHARGE_WARNING",
  "discharge-over-current-fault": "RACK_OVER_CURRENT_DISCHARGE_FAULT",
  "charge-relay-fault": "RACK_CHARGE_RELAY_PLUS_FAULT_STATUS",
  "discharge-relay-fault": "RACK_DISCHARGE_RELAY_MINUS_FAULT_STATUS",
  "negative-fuse-fault": "RACK_FUSE_MINUS_FAULT_STATUS",
  "positive-fuse-fault": "RACK_FUSE_PLUS_FAULT_STATUS",
  "tray-rack-communication-fault": "RACK_TRAY_RACK_COMMUNICATION_FAULT",
  "master-rack-communication-fault": "MASTER_RACK_COMMUNICATION_FAULT",
};
