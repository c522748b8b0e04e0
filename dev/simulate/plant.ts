import type { Site } from "../../src/site/site.ts";
import type { Anomaly } from "./anomalies.ts";
import { anomaliesOfDay, needsSun } from "./anomalies.ts";
import { advanceBus, busCellV } from "./bus.ts";
import type { Chemistry } from "./chemistry.ts";
import { CHEMISTRY, FULL_SOC_PERCENT } from "./chemistry.ts";
import type { SimulateOptions } from "./options.ts";
import type { Rack } from "./rack.ts";
import { ageRack, createRack } from "./rack.ts";
import type { Random } from "./random.ts";
import { createRandom, mixSeed } from "./random.ts";
import type { Controller, DayPlan } from "./schedule.ts";
import { createController, planDay, wantedShare } from "./schedule.ts";
import { pvShare, roomDegC, weatherOf } from "./weather.ts";

export const DAY_SECONDS = 86_400;
/** Wider steps are walked in pieces of at most this length. */
const LONGEST_STEP_SECONDS = 60;
const NOMINAL_CELL_V = 3.68;
const CHARGE_C_RATE = 0.271;
const DISCHARGE_C_RATE = 0.167;
const PCS_EFFICIENCY = 0.97;

/** Energies since the start of operation, kWh; they only rise. */
type Counters = {
  chargedAcKwh: number;
  dischargedAcKwh: number;
  chargedDcKwh: number;
  dischargedDcKwh: number;
  pvKwh: number;
};

/** Everything that changes while the site runs. */
export type Plant = {
  site: Site;
  options: SimulateOptions;
  chemistry: Chemistry;
  racks: readonly Rack[];
  /** Rated energy of all racks and ratings of the PCS at its DC side. */
  ratedKwh: number;
  chargeRatingKw: number;
  dischargeRatingKw: number;
  random: Random;
  day: number;
  plan: DayPlan;
  anomalies: readonly Anomaly[];
  controller: Controller;
  timeMs: number;
  secondOfDay: number;
  counters: Counters;
  pvKw: number;
};

/** Sites differ, so the site's id is part of every seed. */
const siteSeed = (site: Site, options: SimulateOptions): number => mixSeed(options.seed, site.id);

const startCounters = (ratedKwh: number, pvRatingKw: number, startDay: number): Counters => {
  // No day moves more than this, so that a later run never starts below the end of an earlier one.
  const cycled = ratedKwh * (20.3 + 1.1 * startDay);
  return {
    chargedAcKwh: cycled * 1.03,
    dischargedAcKwh: cycled * 0.94,
    chargedDcKwh: cycled,
    dischargedDcKwh: cycled * 0.97,
    pvKwh: pvRatingKw * (150 + 12 * startDay),
  };
};

const enterDay = (plant: Plant, day: number): void => {
  const { site, options } = plant;
  const midnightMs = options.from + day * DAY_SECONDS * 1000;
  plant.day = day;
  plant.anomalies = anomaliesOfDay(site, options, day);
  const weather = weatherOf(siteSeed(site, options), midnightMs, needsSun(plant.anomalies));
  plant.plan = planDay(siteSeed(site, options), weather);
  plant.controller = createController();
};

export const createPlant = (site: Site, options: SimulateOptions): Plant => {
  const chemistry = CHEMISTRY[site.safetyProfile];
  const racks = site.banks.flatMap((bank) =>
    Array.from({ length: bank.racks }, (_, index) =>
      createRack(site, chemistry, { bankId: bank.id, rackId: index + 1 }, options.seed),
    ),
  );
  const rackKwh = (site.rackCapacityAh * site.cellsInSeries * NOMINAL_CELL_V) / 1000;
  const ratedKwh = rackKwh * racks.length;
  const weather = weatherOf(siteSeed(site, options), options.from, false);
  const plant: Plant = {
    site,
    options,
    chemistry,
    racks,
    ratedKwh,
    chargeRatingKw: ratedKwh * CHARGE_C_RATE,
    dischargeRatingKw: ratedKwh * DISCHARGE_C_RATE,
    random: createRandom(mixSeed(siteSeed(site, options), 53)),
    day: 0,
    plan: planDay(siteSeed(site, options), weather),
    anomalies: [],
    controller: createController(),
    timeMs: options.from,
    secondOfDay: 0,
    counters: startCounters(ratedKwh, ratedKwh * CHARGE_C_RATE, options.startDay ?? 0),
    pvKw: 0,
  };
  enterDay(plant, 0);
  age(plant);
  return plant;
};

const age = (plant: Plant): void => {
  const days = (plant.options.startDay ?? 0) + plant.day + plant.secondOfDay / DAY_SECONDS;
  for (const rack of plant.racks) ageRack(rack, plant.chemistry, days);
};

/** The BMS shows the window between empty and full as 0…90 %. */
export const shownSocPercent = (plant: Plant, fraction: number): number => {
  const { emptyFraction, fullFraction } = plant.chemistry;
  const share = (fraction - emptyFraction) / (fullFraction - emptyFraction);
  return Math.min(Math.max(share * FULL_SOC_PERCENT, 0), 100);
};

/** Mean state of charge of the site, weighted as the currents are. */
const siteSocPercent = (plant: Plant): number => {
  const ampereHours = plant.racks.reduce((sum, rack) => sum + rack.capacityAh, 0);
  const held = plant.racks.reduce((sum, rack) => sum + rack.fraction * rack.capacityAh, 0);
  return shownSocPercent(plant, held / ampereHours);
};

export const acPowerKw = (dcPowerKw: number): number =>
  dcPowerKw > 0 ? dcPowerKw / PCS_EFFICIENCY : dcPowerKw * PCS_EFFICIENCY;

/** Power at the DC bus now, + charge. */
const dcPowerKw = (plant: Plant): number => {
  const currentA = plant.racks.reduce((sum, rack) => sum + rack.currentA, 0);
  return (currentA * busCellV(plant.racks, plant.chemistry) * plant.site.cellsInSeries) / 1000;
};

const count = (plant: Plant, hours: number): void => {
  const { counters } = plant;
  const dcKw = dcPowerKw(plant);
  const acKwh = Math.abs(acPowerKw(dcKw)) * hours;
  const dcKwh = Math.abs(dcKw) * hours;
  counters.pvKwh += plant.pvKw * hours;
  counters.chargedAcKwh += dcKw > 0 ? acKwh : 0;
  counters.chargedDcKwh += dcKw > 0 ? dcKwh : 0;
  counters.dischargedAcKwh += dcKw < 0 ? acKwh : 0;
  counters.dischargedDcKwh += dcKw < 0 ? dcKwh : 0;
};

const advancePiece = (plant: Plant, seconds: number): void => {
  plant.timeMs += seconds * 1000;
  const elapsed = Math.round((plant.timeMs - plant.options.from) / 1000);
  const day = Math.floor(elapsed / DAY_SECONDS);
  if (day !== plant.day) enterDay(plant, day);
  plant.secondOfDay = elapsed - day * DAY_SECONDS;
  const { site, chemistry, racks, plan, secondOfDay } = plant;
  const bus = {
    cellV: busCellV(racks, chemistry),
    fullV: chemistry.fullV,
    socPercent: siteSocPercent(plant),
    fullSocPercent: FULL_SOC_PERCENT,
  };
  const share = wantedShare(plant.controller, plan, secondOfDay, bus, plant.random);
  advanceBus(racks, chemistry, {
    seconds,
    powerKw: share * (share > 0 ? plant.chargeRatingKw : plant.dischargeRatingKw),
    roomDegC: roomDegC(plan.weather, secondOfDay),
    cellsInSeries: site.cellsInSeries,
    cellsInParallel: site.cellsInParallel,
  });
  // The field's output in AC terms: at a share of 1 it just fills the battery's charging rating.
  plant.pvKw = pvShare(plan.weather, secondOfDay) * acPowerKw(plant.chargeRatingKw);
  count(plant, seconds / 3600);
};

/** Walks the site on by some whole seconds. */
export const advancePlant = (plant: Plant, seconds: number): void => {
  const endMs = plant.timeMs + seconds * 1000;
  const pieces = Math.ceil(seconds / LONGEST_STEP_SECONDS);
  for (let piece = 0; piece < pieces; piece += 1) advancePiece(plant, seconds / pieces);
  // Pieces of a third of a minute and the like must not shift the time stamps.
  plant.timeMs = endMs;
  age(plant);
};
