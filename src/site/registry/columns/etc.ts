import type { Column } from "../../site.ts";
import { double } from "./column.ts";
import { time } from "./keys.ts";

/** Temperature and humidity of one ambient sensor. */
export const ambientSensor = (number: number): readonly Column[] => [
  double(
    `SENSOR${number}_TEMPERATURE`,
    `환경 센서 ${number} 온도`,
    `Temperature at ambient sensor ${number}`,
    "degC",
  ),
  double(
    `SENSOR${number}_HUMIDITY`,
    `환경 센서 ${number} 습도`,
    `Humidity at ambient sensor ${number}`,
    "%RH",
  ),
];

/** The auxiliary table of the sites with two ambient sensors and totals of power and energy. */
export const etcWithTotals: readonly Column[] = [
  time,
  ...ambientSensor(1),
  ...ambientSensor(2),
  double("ACTIVE_POWER_TOTAL", "총 유효전력", "Total active power", "kW"),
  double(
    "ACTIVE_ENERGY_TOTAL_HIGH",
    "누적 총 유효전력량 상위 워드",
    "Accumulated total active energy, high word",
    "kWh",
  ),
];
