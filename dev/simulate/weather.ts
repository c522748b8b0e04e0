import { createRandom, mixSeed, smoothNoise } from "./random.ts";

const DAY_SECONDS = 86_400;
/** Solar noon on the clock of Korea's south-west. */
const NOON_HOUR = 12.5;
const LATITUDE_RADIANS = (34.8 * Math.PI) / 180;

type Sky = "clear" | "broken" | "overcast";

/** The weather of one local day; a function of the date and the seed alone. */
export type Weather = {
  sky: Sky;
  seed: number;
  /** Seed of the noise that runs on over midnight, and the day's start on its clock. */
  siteSeed: number;
  midnightSecond: number;
  /** Day of the year, 0 = 1 January. */
  dayOfYear: number;
  outdoorMeanDegC: number;
};

/** The calendar date of a local midnight, found at noon, where every usual time zone agrees. */
const noonOf = (midnightMs: number): Date => new Date(midnightMs + (DAY_SECONDS / 2) * 1000);

export const weatherOf = (seed: number, midnightMs: number, forceClear: boolean): Weather => {
  const noon = noonOf(midnightMs);
  const day = Math.floor(noon.getTime() / (DAY_SECONDS * 1000));
  const dayOfYear = day - Date.UTC(noon.getUTCFullYear(), 0, 1) / (DAY_SECONDS * 1000);
  const daySeed = mixSeed(seed, 11, day);
  const random = createRandom(daySeed);
  const chance = random.unit();
  const drawn: Sky = chance < 0.6 ? "clear" : chance < 0.88 ? "broken" : "overcast";
  const season = Math.cos(((dayOfYear - 210) / 365) * 2 * Math.PI);
  return {
    sky: forceClear ? "clear" : drawn,
    seed: daySeed,
    siteSeed: seed,
    midnightSecond: midnightMs / 1000,
    dayOfYear,
    outdoorMeanDegC: 14 + 12 * season + 2 * random.normal(),
  };
};

/** Sun's height as a share of its height at noon, 0 at night. */
const sunShare = (dayOfYear: number, hour: number): number => {
  const declination = ((23.45 * Math.PI) / 180) * Math.sin((2 * Math.PI * (dayOfYear - 80)) / 365);
  const constant = Math.sin(LATITUDE_RADIANS) * Math.sin(declination);
  const amplitude = Math.cos(LATITUDE_RADIANS) * Math.cos(declination);
  const angle = ((hour - NOON_HOUR) * Math.PI) / 12;
  return Math.max((constant + amplitude * Math.cos(angle)) / (constant + amplitude), 0);
};

const cloudShare = (weather: Weather, second: number): number => {
  const slow = smoothNoise(weather.seed, second / 900);
  const fast = smoothNoise(weather.seed + 1, second / 150);
  if (weather.sky === "clear") return 0.985 + 0.015 * slow;
  if (weather.sky === "overcast") return 0.42 + 0.14 * slow + 0.05 * fast;
  return Math.min(Math.max(0.85 + 0.4 * slow + 0.15 * fast, 0.25), 1);
};

/** Power of the PV field as a share of the charging rating: above 1 the inverters clip. */
export const pvShare = (weather: Weather, second: number): number => {
  const season = 0.85 + 0.15 * Math.cos(((weather.dayOfYear - 140) / 365) * 2 * Math.PI);
  const clearSky = 1.25 * season * sunShare(weather.dayOfYear, second / 3600) ** 1.75;
  return Math.min(clearSky, 1.06) * cloudShare(weather, second);
};

/** The cooling switches on and off about every half hour: -1 cold, 1 warm. */
export const coolingCycle = (second: number): number => {
  const phase = (second / 2040) % 1;
  return phase < 0.4 ? 1 - phase * 5 : -1 + ((phase - 0.4) / 0.6) * 2;
};

/** Air of the battery room: held near 22 °C, a little warmer in the afternoon and in summer. */
export const roomDegC = (weather: Weather, second: number): number => {
  const daily = Math.cos(((second / 3600 - 17) / 24) * 2 * Math.PI);
  return 22.6 + 1.3 * daily + 0.06 * (weather.outdoorMeanDegC - 17);
};

/** Relative humidity of the room's air, drier while the cooling runs. */
export const roomHumidityPercent = (weather: Weather, second: number): number =>
  33 +
  0.25 * (weather.outdoorMeanDegC - 17) +
  3 * smoothNoise(weather.siteSeed, (weather.midnightSecond + second) / 7200) -
  1.2 * coolingCycle(second);
