import type { Column } from "../../site.ts";
import { double, integer, jsonText } from "./column.ts";
import { bankId, time } from "./keys.ts";
import { rackProtection } from "./rack-protection.ts";

/** The columns every bank table begins with. */
export const bankMeasurements: readonly Column[] = [
  time,
  bankId,
  double("BANK_SOC", "뱅크 충전 상태", "State of charge of the bank", "%", "soc"),
  double("BANK_SOH", "뱅크 건강 상태", "State of health of the bank", "%", "soh"),
  double("BANK_DC_VOLT", "뱅크 직류 전압", "DC voltage of the bank", "V", "dc-voltage"),
  double(
    "BANK_DC_CURRENT",
    "뱅크 직류 전류, 양수 = 충전",
    "DC current of the bank, positive = charging",
    "A",
    "dc-current",
  ),
  double(
    "MAX_CELL_VOLTAGE_OF_BANK",
    "뱅크 내 최대 셀 전압",
    "Highest cell voltage in the bank",
    "V",
    "cell-voltage-max",
  ),
  double(
    "MIN_CELL_VOLTAGE_OF_BANK",
    "뱅크 내 최소 셀 전압",
    "Lowest cell voltage in the bank",
    "V",
    "cell-voltage-min",
  ),
  double(
    "MAX_CELL_TEMPERATURE_OF_BANK",
    "뱅크 내 최고 셀 온도",
    "Highest cell temperature in the bank",
    "degC",
    "cell-temperature-max",
  ),
  double(
    "MIN_CELL_TEMPERATURE_OF_BANK",
    "뱅크 내 최저 셀 온도",
    "Lowest cell temperature in the bank",
    "degC",
    "cell-temperature-min",
  ),
  double(
    "BANK_POWER",
    "뱅크 전력, 양수 = 충전",
    "Power of the bank, positive = charging",
    "kW",
    "power",
  ),
];

/** The collectors invert the run bit, so that 0 is the normal state. */
export const batteryRun = integer(
  "BATTERY_STATUS_FOR_RUN",
  "배터리 운전 상태, 0 = 정상 운전",
  "Run status of the battery, 0 = running normally",
);

export const batteryAlarms: readonly Column[] = [
  integer(
    "BATTERY_STATUS_FOR_FAULT",
    "배터리 장애 상태, 1 = 장애",
    "Fault status of the battery, 1 = fault",
  ),
  integer(
    "BATTERY_STATUS_FOR_WARNING",
    "배터리 경고 상태, 1 = 경고",
    "Warning status of the battery, 1 = warning",
  ),
];

/** The bank table of the sites whose BMS senses temperature and humidity in each module. */
export const bankWithModuleSensors: readonly Column[] = [
  ...bankMeasurements,
  ...rackProtection,
  batteryRun,
  integer(
    "BATTERY_STATUS_FOR_CHARGE",
    "배터리 충전 상태 표시, 1 = 충전 중",
    "Charge status of the battery, 1 = charging",
  ),
  ...batteryAlarms,
  double(
    "MAX_MODULE_TEMPERATURE",
    "뱅크 내 최고 모듈 온도",
    "Highest module temperature in the bank",
    "degC",
  ),
  double(
    "MIN_MODULE_TEMPERATURE",
    "뱅크 내 최저 모듈 온도",
    "Lowest module temperature in the bank",
    "degC",
  ),
  double(
    "MAX_MODULE_HUMIDITY",
    "뱅크 내 최고 모듈 습도",
    "Highest module humidity in the bank",
    "%RH",
  ),
  double(
    "MIN_MODULE_HUMIDITY",
    "뱅크 내 최저 모듈 습도",
    "Lowest module humidity in the bank",
    "%RH",
  ),
  integer(
    "RACK_TRAY_VOLTAGE_IMBALANCE_WARNING",
    "랙 트레이 전압 불균형 경고",
    "Rack tray voltage imbalance warning",
  ),
  jsonText(
    "MASTER_RACK_COMMUNICATION_FAULT",
    "마스터 BMS와 각 랙 BMS 간 통신 장애(랙별 JSON 객체), 1 = 장애",
    "Communication fault between the master BMS and each rack BMS as a JSON object, 1 = fault",
    undefined,
    "master-rack-communication-fault",
  ),
  integer(
    "BATTERY_STATUS_FOR_STANDBY",
    "배터리 대기 상태 표시, 1 = 대기 중",
    "Standby status of the battery, 1 = standby",
  ),
  integer(
    "BATTERY_STATUS_FOR_DISCHARGE",
    "배터리 방전 상태 표시, 1 = 방전 중",
    "Discharge status of the battery, 1 = discharging",
  ),
  integer(
    "RACK_TO_MASTER_BMS_COMMUNICATION_STATUS",
    "랙 BMS와 마스터 BMS 간 통신 상태, 1 = 이상",
    "Communication status from rack BMS to master BMS, 1 = abnormal",
  ),
  integer(
    "CHARGING_STOP_OF_STATUS",
    "BMS 충전 정지 신호, 1 = 동작",
    "Charging stop signal of the BMS, 1 = active",
  ),
  integer(
    "DISCHARGING_STOP_OF_STATUS",
    "BMS 방전 정지 신호, 1 = 동작",
    "Discharging stop signal of the BMS, 1 = active",
  ),
  integer("EMERGENCY_STATUS", "비상 상태", "Emergency status"),
  integer(
    "TVOC_STATUS",
    "총휘발성유기화합물(TVOC) 감지 상태",
    "Detection status of total volatile organic compounds (TVOC)",
  ),
  integer("ORDER_SOURCE", "명령 발생원 코드", "Code of the source of the order"),
  integer("EMERGENCY_SOURCE", "비상 상태 발생원 코드", "Code of the source of the emergency"),
];

/**
 * What `bankWithModuleSensors` reports of abnormal states in other words than fault, warning and protection.
 * Left out: run, standby, charge and discharge status and the source of orders, which describe operation.
 */
export const bankWithModuleSensorsSensitive: readonly string[] = [
  "RACK_TO_MASTER_BMS_COMMUNICATION_STATUS", // a communication fault by its description
  // The BMS stops charge or discharge to protect its cells.
  "CHARGING_STOP_OF_STATUS",
  "DISCHARGING_STOP_OF_STATUS",
  "EMERGENCY_STATUS",
  "EMERGENCY_SOURCE",
  "TVOC_STATUS", // gas of a cell that vents: the alarm before a fire, no measurement
];
