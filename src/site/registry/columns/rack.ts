import type { Column } from "../../site.ts";
import { double, integer, jsonText } from "./column.ts";
import { bankId, rackId, time } from "./keys.ts";
import { rackProtection } from "./rack-protection.ts";

/**
 * The columns every rack table begins with. Voltage positions count the cells in series;
 * temperature positions count the temperature sensors, of which a module has two.
 */
export const rackMeasurements: readonly Column[] = [
  time,
  bankId,
  rackId,
  double("RACK_SOC", "랙 충전 상태", "State of charge of the rack", "%", "soc"),
  double("RACK_SOH", "랙 건강 상태", "State of health of the rack", "%", "soh"),
  double("RACK_VOLTAGE", "랙 전압", "Voltage of the rack", "V", "dc-voltage"),
  double(
    "RACK_CURRENT",
    "랙 전류, 양수 = 충전",
    "Current of the rack, positive = charging",
    "A",
    "dc-current",
  ),
  double(
    "RACK_MAX_CELL_VOLTAGE",
    "랙 내 최대 셀 전압",
    "Highest cell voltage in the rack",
    "V",
    "cell-voltage-max",
  ),
  double(
    "RACK_MAX_CELL_VOLTAGE_POSITION",
    "랙 내 최대 전압 셀의 번호, 1부터 시작",
    "Number of the cell with the highest voltage in the rack, from 1",
    "cell number",
    "cell-voltage-max-position",
  ),
  double(
    "RACK_MIN_CELL_VOLTAGE",
    "랙 내 최소 셀 전압",
    "Lowest cell voltage in the rack",
    "V",
    "cell-voltage-min",
  ),
  double(
    "RACK_MIN_CELL_VOLTAGE_POSITION",
    "랙 내 최소 전압 셀의 번호, 1부터 시작",
    "Number of the cell with the lowest voltage in the rack, from 1",
    "cell number",
    "cell-voltage-min-position",
  ),
  double(
    "RACK_CELL_VOLTAGE_GAP",
    "랙 내 최대·최소 셀 전압 편차",
    "Difference between the highest and lowest cell voltage in the rack",
    "V",
    "cell-voltage-gap",
  ),
  double(
    "RACK_CELL_VOLTAGE_AVERAGE",
    "랙 내 평균 셀 전압",
    "Average cell voltage in the rack",
    "V",
    "cell-voltage-mean",
  ),
  double(
    "RACK_MAX_CELL_TEMPERATURE",
    "랙 내 최고 셀 온도",
    "Highest cell temperature in the rack",
    "degC",
    "cell-temperature-max",
  ),
  double(
    "RACK_MAX_CELL_TEMPERATURE_POSITION",
    "랙 내 최고 셀 온도 위치, 센서 기준 1부터 시작(모듈당 2개)",
    "Position of the highest cell temperature in the rack, by sensor from 1 (two per module)",
    "cell number",
    "cell-temperature-max-position",
  ),
  double(
    "RACK_MIN_CELL_TEMPERATURE",
    "랙 내 최저 셀 온도",
    "Lowest cell temperature in the rack",
    "degC",
    "cell-temperature-min",
  ),
  double(
    "RACK_MIN_CELL_TEMPERATURE_POSITION",
    "랙 내 최저 셀 온도 위치, 센서 기준 1부터 시작(모듈당 2개)",
    "Position of the lowest cell temperature in the rack, by sensor from 1 (two per module)",
    "cell number",
    "cell-temperature-min-position",
  ),
  double(
    "RACK_CELL_TEMPERATURE_GAP",
    "랙 내 최고·최저 셀 온도 편차",
    "Difference between the highest and lowest cell temperature in the rack",
    "degC",
    "cell-temperature-gap",
  ),
];

/**
 * Status bits of a rack. The collectors invert the run bit, so that 0 is the normal state. Relay positions,
 * balancing, current direction, run and online status are operation, not protection: none is listed as
 * sensitive, and what a relay's fault is has a column of its own, which the rule finds.
 */
export const rackStatus: readonly Column[] = [
  integer(
    "RACK_DISCHARGE_RELAY_MINUS_STATUS",
    "랙 방전 릴레이(-) 상태",
    "Status of the rack discharge relay (-)",
  ),
  integer(
    "RACK_CHARGE_RELAY_PLUS_STATUS",
    "랙 충전 릴레이(+) 상태",
    "Status of the rack charge relay (+)",
  ),
  integer("RACK_CELL_BALANCE_STATUS", "랙 셀 밸런싱 상태", "Cell balancing status of the rack"),
  integer(
    "RACK_CURRENT_SENSOR_DISCHARGE",
    "랙 전류 센서의 방전 감지, 1 = 방전",
    "Discharge detected by the rack current sensor, 1 = discharging",
    undefined,
    "discharge-current-sensor",
  ),
  integer(
    "RACK_CURRENT_SENSOR_CHARGE",
    "랙 전류 센서의 충전 감지, 1 = 충전",
    "Charge detected by the rack current sensor, 1 = charging",
    undefined,
    "charge-current-sensor",
  ),
  integer(
    "RACK_STATUS_FOR_RUN",
    "랙 운전 상태, 0 = 정상 운전",
    "Run status of the rack, 0 = running normally",
  ),
  integer("RACK_STATUS_FOR_FAULT", "랙 장애 상태, 1 = 장애", "Fault status of the rack, 1 = fault"),
  integer(
    "RACK_STATUS_FOR_WARNING",
    "랙 경고 상태, 1 = 경고",
    "Warning status of the rack, 1 = warning",
  ),
];

/** The rack table of the sites whose BMS senses temperature and humidity in each module. */
export const rackWithModuleSensors: readonly Column[] = [
  ...rackMeasurements,
  ...rackStatus,
  ...rackProtection,
  double(
    "RACK_MAX_MODULE_TEMPERATURE",
    "랙 내 최고 모듈 온도",
    "Highest module temperature in the rack",
    "degC",
  ),
  double(
    "RACK_MAX_MODULE_TEMPERATURE_POSITION",
    "랙 내 최고 모듈 온도 위치, 1부터 시작",
    "Position of the highest module temperature in the rack, from 1",
    "cell number",
  ),
  double(
    "RACK_MIN_MODULE_TEMPERATURE",
    "랙 내 최저 모듈 온도",
    "Lowest module temperature in the rack",
    "degC",
  ),
  double(
    "RACK_MIN_MODULE_TEMPERATURE_POSITION",
    "랙 내 최저 모듈 온도 위치, 1부터 시작",
    "Position of the lowest module temperature in the rack, from 1",
    "cell number",
  ),
  double(
    "RACK_MAX_MODULE_HUMIDITY",
    "랙 내 최고 모듈 습도",
    "Highest module humidity in the rack",
    "%RH",
  ),
  double(
    "RACK_MAX_MODULE_HUMIDITY_POSITION",
    "랙 내 최고 모듈 습도 위치, 1부터 시작",
    "Position of the highest module humidity in the rack, from 1",
    "cell number",
  ),
  double(
    "RACK_MIN_MODULE_HUMIDITY",
    "랙 내 최저 모듈 습도",
    "Lowest module humidity in the rack",
    "%RH",
  ),
  double(
    "RACK_MIN_MODULE_HUMIDITY_POSITION",
    "랙 내 최저 모듈 습도 위치, 1부터 시작",
    "Position of the lowest module humidity in the rack, from 1",
    "cell number",
  ),
  integer("RACK_STATUS_FOR_Online", "랙 온라인 상태", "Online status of the rack"),
  integer(
    "RACK_TRAY_VOLATGE_IMBALANCE_WARNING",
    "랙 트레이 전압 불균형 경고",
    "Rack tray voltage imbalance warning",
  ),
  jsonText(
    "RACK_MODULE_FAULT",
    "랙 내 모듈별 장애 표시(JSON 객체)",
    "Fault flag of each module of the rack as a JSON object",
  ),
];
