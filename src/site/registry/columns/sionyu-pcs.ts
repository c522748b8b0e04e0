import type { Column } from "../../site.ts";
import { double } from "./column.ts";
import { bankId, time } from "./keys.ts";

/** Numbers from `first` to `last`, both included. */
const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

const STATUS_BITS = [...range(0, 11), ...range(14, 15)];

const statusBit = (bit: number): Column =>
  double(`PCS_STATUS_${bit}`, `PCS 상태 워드 비트 ${bit}`, `Bit ${bit} of the PCS status word`);

const protectionBit =
  (word: number) =>
  (bit: number): Column =>
    double(
      `PCS_PROTECTION_${word}_${bit}`,
      `PCS 보호 워드 ${word} 비트 ${bit}`,
      `Bit ${bit} of PCS protection word ${word}`,
    );

/** The PCS table of Sionyu. The meaning of its status and protection bits is not published. */
export const sionyuPcs: readonly Column[] = [
  time,
  bankId,
  double(
    "PCS_AC_L1_THD",
    "교류 L1상 전고조파 왜율",
    "Total harmonic distortion of AC phase L1",
    "%",
  ),
  double(
    "PCS_AC_L2_THD",
    "교류 L2상 전고조파 왜율",
    "Total harmonic distortion of AC phase L2",
    "%",
  ),
  double(
    "PCS_AC_L3_THD",
    "교류 L3상 전고조파 왜율",
    "Total harmonic distortion of AC phase L3",
    "%",
  ),
  double(
    "SYSTEM_TEMPERATURE_MAX",
    "PCS 시스템 최고 온도",
    "Highest system temperature of the PCS",
    "degC",
  ),
  double("DC_VOLTAGE_1", "직류 전압 1", "DC voltage 1", "V"),
  double("DC_VOLTAGE_2", "직류 전압 2", "DC voltage 2", "V"),
  double("DC_CURRENT", "직류 전류", "DC current", "A"),
  double("DC_POWER", "직류 전력", "DC power", "kW"),
  double("AC_FREQUENCY", "교류 주파수", "AC frequency", "Hz"),
  double("AC_VOLTAGE", "교류 전압", "AC voltage", "V"),
  double("AC_CURRENT_LOW", "교류 전류 하위 워드", "AC current, low word", "A"),
  double("AC_CURRENT_HIGH", "교류 전류 상위 워드", "AC current, high word", "A"),
  double("AC_POWER", "교류 전력", "AC power", "kW"),
  double("AC_ACTIVE_POWER", "교류 유효전력", "AC active power", "kW"),
  double("AC_REACTIVE_POWER", "교류 무효전력", "AC reactive power", "kvar"),
  double("AC_POWER_FACTOR", "교류 역률", "AC power factor", "1"),
  double("AC_L1_VOLTAGE", "교류 L1상 전압", "Voltage of AC phase L1", "V"),
  double("AC_L1_CURRENT", "교류 L1상 전류", "Current of AC phase L1", "A"),
  double("AC_L2_VOLTAGE", "교류 L2상 전압", "Voltage of AC phase L2", "V"),
  double("AC_L2_CURRENT", "교류 L2상 전류", "Current of AC phase L2", "A"),
  double("AC_L3_VOLTAGE", "교류 L3상 전압", "Voltage of AC phase L3", "V"),
  double("AC_L3_CURRENT", "교류 L3상 전류", "Current of AC phase L3", "A"),
  double(
    "AC_ACCUMULATED_DISCHARGE_ENERGY_LOW",
    "교류 누적 방전 전력량 하위 워드",
    "Accumulated AC discharge energy, low word",
    "kWh",
  ),
  double(
    "AC_ACCUMULATED_DISCHARGE_ENERGY_HIGH",
    "교류 누적 방전 전력량 상위 워드",
    "Accumulated AC discharge energy, high word",
    "kWh",
  ),
  double(
    "AC_ACCUMULATED_CHARGE_ENERGY_LOW",
    "교류 누적 충전 전력량 하위 워드",
    "Accumulated AC charge energy, low word",
    "kWh",
  ),
  double(
    "AC_ACCUMULATED_CHARGE_ENERGY_HIGH",
    "교류 누적 충전 전력량 상위 워드",
    "Accumulated AC charge energy, high word",
    "kWh",
  ),
  ...STATUS_BITS.map(statusBit),
  ...range(0, 15).map(protectionBit(1)),
  ...range(0, 15).map(protectionBit(2)),
  ...range(0, 10).map(protectionBit(3)),
  double("PCS_CONTROL_0", "PCS 제어 워드 비트 0", "Bit 0 of the PCS control word"),
  double("SET_POWER", "전력 설정값", "Power setpoint", "kW"),
  double(
    "SET_SOC_LOW_TRIP_LEVEL",
    "충전 상태 하한 트립 설정값",
    "Low trip level of the state of charge",
    "%",
  ),
  double(
    "SET_SOC_HIGH_TRIP_LEVEL",
    "충전 상태 상한 트립 설정값",
    "High trip level of the state of charge",
    "%",
  ),
  double(
    "SET_VBAT_LOW_TRIP_LEVEL",
    "배터리 전압 하한 트립 설정값",
    "Low trip level of the battery voltage",
    "V",
  ),
  double(
    "SET_VBAT_HIGH_TRIP_LEVEL",
    "배터리 전압 상한 트립 설정값",
    "High trip level of the battery voltage",
    "V",
  ),
];

/**
 * What the PCS of Sionyu reports of abnormal states in other words than fault, warning and protection.
 * Left out: PCS_CONTROL_0 and SET_POWER, which command operation, and SYSTEM_TEMPERATURE_MAX, a measurement.
 */
export const sionyuPcsSensitive: readonly string[] = [
  // No bit's meaning is published, so that none can be said to be harmless; a number as a name tells nobody more.
  ...STATUS_BITS.map((bit) => `PCS_STATUS_${bit}`),
  // The limits at which the protection trips.
  ...["SET_SOC_LOW_TRIP_LEVEL", "SET_SOC_HIGH_TRIP_LEVEL"],
  ...["SET_VBAT_LOW_TRIP_LEVEL", "SET_VBAT_HIGH_TRIP_LEVEL"],
];
