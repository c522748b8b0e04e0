import type { Values } from "./columns.ts";
import type { Plant } from "./plant.ts";
import { round1, round3 } from "./rounding.ts";
import { coolingCycle, roomDegC, roomHumidityPercent } from "./weather.ts";

/** Sensors of the battery room and the meter of the PV field. */
type EtcReading = {
  timeMs: number;
  bankId: number;
  /** Near the door and at the far end of the room. */
  nearDegC: number;
  nearHumidityPercent: number;
  farDegC: number;
  farHumidityPercent: number;
  pvKw: number;
  pvKwh: number;
};

export const readEtc = (plant: Plant): EtcReading => {
  const { weather } = plant.plan;
  const room = roomDegC(weather, plant.secondOfDay);
  const humidity = roomHumidityPercent(weather, plant.secondOfDay);
  const cycle = coolingCycle(plant.secondOfDay);
  return {
    timeMs: plant.timeMs,
    bankId: plant.site.banks[0]?.id ?? 1,
    nearDegC: round1(room + 0.9 * cycle),
    nearHumidityPercent: round1(humidity),
    farDegC: round1(room + 1.4 + 0.5 * cycle),
    farHumidityPercent: round1(humidity - 2.5),
    pvKw: round1(plant.pvKw),
    pvKwh: round3(plant.counters.pvKwh),
  };
};

/** Values of every known auxiliary table by column name. */
export const etcValues: Values<EtcReading> = {
  TIMESTAMP: (etc) => etc.timeMs,
  BANK_ID: (etc) => etc.bankId,
  SENSOR1_TEMPERATURE: (etc) => etc.nearDegC,
  SENSOR1_HUMIDITY: (etc) => etc.nearHumidityPercent,
  SENSOR2_TEMPERATURE: (etc) => etc.farDegC,
  SENSOR2_HUMIDITY: (etc) => etc.farHumidityPercent,
  INV1_ACTIVE_POWER: (etc) => etc.pvKw,
  INV1_CUMLUATIVE_POWER_GENERATION: (etc) => round1(etc.pvKwh),
  ACTIVE_POWER_TOTAL: (etc) => etc.pvKw,
  ACTIVE_ENERGY_TOTAL_HIGH: (etc) => round1(etc.pvKwh),
};
