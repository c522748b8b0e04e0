import type { Random } from "./random.ts";
import { createRandom, mixSeed } from "./random.ts";
import type { Weather } from "./weather.ts";
import { pvShare } from "./weather.ts";

const CHARGE_END_SECOND = 16 * 3600;
const DISCHARGE_END_SECOND = 23.75 * 3600;
const RAMP_SECONDS = 30;
/** Below this state of charge the discharge goes on with less power. */
const LATE_STEP_SOC_PERCENT = 11;
const LATE_STEP_SHARE = 0.9;
/** The charging power falls in steps as the mean cell nears the full voltage. */
const TAPER = [
  { aboveFullV: 0, share: 0.86 },
  { aboveFullV: 0.009, share: 0.64 },
  { aboveFullV: 0.018, share: 0.53 },
  { aboveFullV: 0.022, share: 0.42 },
] as const;
const TAPER_DWELL_SECONDS = 120;

export type Mode = "rest" | "charge" | "discharge";

/** What an operator has set for one day. */
export type DayPlan = {
  weather: Weather;
  chargeStartSecond: number;
  dischargeStartSecond: number;
};

export const planDay = (seed: number, weather: Weather): DayPlan => {
  const random = createRandom(mixSeed(seed, 41, weather.dayOfYear, weather.seed));
  return {
    weather,
    chargeStartSecond: 10 * 3600 + 20 + Math.floor(7 * random.unit()),
    dischargeStartSecond: 16 * 3600 + 5 * 60 + 14 + Math.floor(7 * random.unit()),
  };
};

/** The controller's memory within a day. */
export type Controller = {
  mode: Mode;
  full: boolean;
  empty: boolean;
  taperLevel: number;
  taperedAtSecond: number;
  lateStep: boolean;
};

export const createController = (): Controller => ({
  mode: "rest",
  full: false,
  empty: false,
  taperLevel: 0,
  taperedAtSecond: 0,
  lateStep: false,
});

type BusState = {
  cellV: number;
  /** Open-circuit voltage at the end of the charge. */
  fullV: number;
  socPercent: number;
  fullSocPercent: number;
};

const taper = (controller: Controller, second: number, bus: BusState): number => {
  const next = TAPER[controller.taperLevel];
  const rested = second - controller.taperedAtSecond >= TAPER_DWELL_SECONDS;
  if (next !== undefined && rested && bus.cellV >= bus.fullV + next.aboveFullV) {
    controller.taperLevel += 1;
    controller.taperedAtSecond = second;
  }
  return TAPER[controller.taperLevel - 1]?.share ?? 1;
};

const modeAt = (controller: Controller, plan: DayPlan, second: number, bus: BusState): Mode => {
  if (second >= plan.chargeStartSecond && second < CHARGE_END_SECOND) {
    if (bus.socPercent >= bus.fullSocPercent - 1e-6) controller.full = true;
    return controller.full ? "rest" : "charge";
  }
  if (second >= plan.dischargeStartSecond && second < DISCHARGE_END_SECOND) {
    if (bus.socPercent <= 1e-6) controller.empty = true;
    return controller.empty ? "rest" : "discharge";
  }
  return "rest";
};

/**
 * Moves the controller to a second of the day and gives the wanted power as a share of the rating
 * of its direction, + charge. By day the battery takes what the PV field gives; in the evening it
 * fills what the field no longer gives.
 */
export const wantedShare = (
  controller: Controller,
  plan: DayPlan,
  second: number,
  bus: BusState,
  random: Random,
): number => {
  controller.mode = modeAt(controller, plan, second, bus);
  if (controller.mode === "rest") return 0;
  const pv = pvShare(plan.weather, second);
  const noise = 1 + 0.0035 * random.normal();
  if (controller.mode === "charge") {
    const ramp = Math.min((second - plan.chargeStartSecond + 5) / RAMP_SECONDS, 1);
    // Noise only takes away: the field cannot give more than it has.
    const given = Math.min(pv, 1) * (1 - Math.abs(noise - 1));
    return Math.max(given * taper(controller, second, bus) * ramp, 0.01);
  }
  if (bus.socPercent < LATE_STEP_SOC_PERCENT) controller.lateStep = true;
  const ramp = Math.min((second - plan.dischargeStartSecond + 5) / RAMP_SECONDS, 1);
  const wanted = Math.max(1 - 1.4 * pv, 0.09) * (controller.lateStep ? LATE_STEP_SHARE : 1);
  return -wanted * ramp * noise;
};
