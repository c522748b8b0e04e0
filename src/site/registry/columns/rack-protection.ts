import type { Column } from "../../site.ts";
import { flag } from "./column.ts";

/** Protection flags of the racks, 1 = active; in the bank and rack tables of all sites. */
export const rackProtection: readonly Column[] = [
  flag(
    "RACK_TEMPERATURE_IMBALANCE_WARNING",
    "랙 온도 불균형 경고",
    "Rack temperature imbalance warning",
    "temperature-imbalance-warning",
  ),
  flag(
    "RACK_UNDER_TEMPERATURE_WARNING",
    "랙 저온 경고",
    "Rack under-temperature warning",
    "under-temperature-warning",
  ),
  flag(
    "RACK_OVER_TEMPERATURE_WARNING",
    "랙 고온 경고",
    "Rack over-temperature warning",
    "over-temperature-warning",
  ),
  flag(
    "RACK_VOLTAGE_IMBALANCE_WARNING",
    "랙 전압 불균형 경고",
    "Rack voltage imbalance warning",
    "voltage-imbalance-warning",
  ),
  flag(
    "RACK_UNDER_VOLTAGE_PROTECTION_WARNING",
    "랙 저전압 경고",
    "Rack under-voltage warning",
    "under-voltage-warning",
  ),
  flag(
    "RACK_OVER_VOLTAGE_PROTECTION_WARNING",
    "랙 과전압 경고",
    "Rack over-voltage warning",
    "over-voltage-warning",
  ),
  flag(
    "RACK_OVER_CURRENT_CHARGE_WARNING",
    "랙 충전 과전류 경고",
    "Rack charge over-current warning",
    "charge-over-current-warning",
  ),
  flag(
    "RACK_OVER_CURRENT_DISCHARGE_WARNING",
    "랙 방전 과전류 경고",
    "Rack discharge over-current warning",
    "discharge-over-current-warning",
  ),
  flag(
    "RACK_TEMPERATURE_IMBALANCE_FAULT",
    "랙 온도 불균형 장애",
    "Rack temperature imbalance fault",
    "temperature-imbalance-fault",
  ),
  flag(
    "RACK_UNDER_TEMPERATURE_FAULT",
    "랙 저온 장애",
    "Rack under-temperature fault",
    "under-temperature-fault",
  ),
  flag(
    "RACK_OVER_TEMPERATURE_FAULT",
    "랙 고온 장애",
    "Rack over-temperature fault",
    "over-temperature-fault",
  ),
  flag(
    "RACK_VOLTAGE_IMBALANCE_FAULT",
    "랙 전압 불균형 장애",
    "Rack voltage imbalance fault",
    "voltage-imbalance-fault",
  ),
  flag(
    "RACK_UNDER_VOLTAGE_PROTECTION_FAULT",
    "랙 저전압 장애",
    "Rack under-voltage fault",
    "under-voltage-fault",
  ),
  flag(
    "RACK_OVER_VOLTAGE_PROTECTION_FAULT",
    "랙 과전압 장애",
    "Rack over-voltage fault",
    "over-voltage-fault",
  ),
  flag(
    "RACK_OVER_CURRENT_CHARGE_FAULT",
    "랙 충전 과전류 장애",
    "Rack charge over-current fault",
    "charge-over-current-fault",
  ),
  flag(
    "RACK_OVER_CURRENT_DISCHARGE_FAULT",
    "랙 방전 과전류 장애",
    "Rack discharge over-current fault",
    "discharge-over-current-fault",
  ),
  flag(
    "RACK_CHARGE_RELAY_PLUS_FAULT_STATUS",
    "랙 충전 릴레이(+) 고장",
    "Rack charge relay (+) fault",
    "charge-relay-fault",
  ),
  flag(
    "RACK_DISCHARGE_RELAY_MINUS_FAULT_STATUS",
    "랙 방전 릴레이(-) 고장",
    "Rack discharge relay (-) fault",
    "discharge-relay-fault",
  ),
  flag(
    "RACK_FUSE_MINUS_FAULT_STATUS",
    "랙 (-) 퓨즈 고장",
    "Rack fuse (-) fault",
    "negative-fuse-fault",
  ),
  flag(
    "RACK_FUSE_PLUS_FAULT_STATUS",
    "랙 (+) 퓨즈 고장",
    "Rack fuse (+) fault",
    "positive-fuse-fault",
  ),
  flag(
    "RACK_TRAY_RACK_COMMUNICATION_FAULT",
    "트레이-랙 간 통신 장애",
    "Communication fault between tray and rack",
    "tray-rack-communication-fault",
  ),
];
