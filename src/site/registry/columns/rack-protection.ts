import type { Column } from "../../site.ts";
import { integer } from "./column.ts";

/** Protection flags of the racks, 1 = active; in the bank and rack tables of all sites. */
export const rackProtection: readonly Column[] = [
  integer(
    "RACK_TEMPERATURE_IMBALANCE_WARNING",
    "랙 온도 불균형 경고",
    "Rack temperature imbalance warning",
  ),
  integer("RACK_UNDER_TEMPERATURE_WARNING", "랙 저온 경고", "Rack under-temperature warning"),
  integer("RACK_OVER_TEMPERATURE_WARNING", "랙 고온 경고", "Rack over-temperature warning"),
  integer(
    "RACK_VOLTAGE_IMBALANCE_WARNING",
    "랙 전압 불균형 경고",
    "Rack voltage imbalance warning",
  ),
  integer("RACK_UNDER_VOLTAGE_PROTECTION_WARNING", "랙 저전압 경고", "Rack under-voltage warning"),
  integer("RACK_OVER_VOLTAGE_PROTECTION_WARNING", "랙 과전압 경고", "Rack over-voltage warning"),
  integer(
    "RACK_OVER_CURRENT_CHARGE_WARNING",
    "랙 충전 과전류 경고",
    "Rack charge over-current warning",
  ),
  integer(
    "RACK_OVER_CURRENT_DISCHARGE_WARNING",
    "랙 방전 과전류 경고",
    "Rack discharge over-current warning",
  ),
  integer(
    "RACK_TEMPERATURE_IMBALANCE_FAULT",
    "랙 온도 불균형 장애",
    "Rack temperature imbalance fault",
  ),
  integer("RACK_UNDER_TEMPERATURE_FAULT", "랙 저온 장애", "Rack under-temperature fault"),
  integer("RACK_OVER_TEMPERATURE_FAULT", "랙 고온 장애", "Rack over-temperature fault"),
  integer("RACK_VOLTAGE_IMBALANCE_FAULT", "랙 전압 불균형 장애", "Rack voltage imbalance fault"),
  integer("RACK_UNDER_VOLTAGE_PROTECTION_FAULT", "랙 저전압 장애", "Rack under-voltage fault"),
  integer("RACK_OVER_VOLTAGE_PROTECTION_FAULT", "랙 과전압 장애", "Rack over-voltage fault"),
  integer(
    "RACK_OVER_CURRENT_CHARGE_FAULT",
    "랙 충전 과전류 장애",
    "Rack charge over-current fault",
  ),
  integer(
    "RACK_OVER_CURRENT_DISCHARGE_FAULT",
    "랙 방전 과전류 장애",
    "Rack discharge over-current fault",
  ),
  integer(
    "RACK_CHARGE_RELAY_PLUS_FAULT_STATUS",
    "랙 충전 릴레이(+) 고장",
    "Rack charge relay (+) fault",
  ),
  integer(
    "RACK_DISCHARGE_RELAY_MINUS_FAULT_STATUS",
    "랙 방전 릴레이(-) 고장",
    "Rack discharge relay (-) fault",
  ),
  integer("RACK_FUSE_MINUS_FAULT_STATUS", "랙 (-) 퓨즈 고장", "Rack fuse (-) fault"),
  integer("RACK_FUSE_PLUS_FAULT_STATUS", "랙 (+) 퓨즈 고장", "Rack fuse (+) fault"),
  integer(
    "RACK_TRAY_RACK_COMMUNICATION_FAULT",
    "트레이-랙 간 통신 장애",
    "Communication fault between tray and rack",
  ),
];
