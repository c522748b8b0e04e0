import type { Site } from "../../src/site/site.ts";
import type { SimulateOptions } from "./options.ts";
import { createRandom, mixSeed } from "./random.ts";

const DAY_MS = 86_400_000;
/** Anomalies come on the first three days of every fortnight. */
const CYCLE_DAYS = 14;
const HOUR = 3600;

export type AnomalyKind =
  | "voltage-imbalance"
  | "missing-rows"
  | "over-voltage"
  | "hot-rack"
  | "null-sensor";

export type Anomaly = {
  kind: AnomalyKind;
  /** Epoch ms, half-open: nothing of the anomaly is left at `to`. */
  from: number;
  to: number;
  bankId: number;
  /** `null` where the whole bank is struck. */
  rackId: number | null;
  description: string;
};

type Plan = {
  kind: AnomalyKind;
  cycleDay: number;
  fromHour: number;
  hours: number;
  wholeBank?: boolean;
  description: string;
};

const PLANS: readonly Plan[] = [
  {
    kind: "missing-rows",
    cycleDay: 0,
    fromHour: 3.2,
    hours: 0.25,
    wholeBank: true,
    description: "The collector stored no rows of this bank",
  },
  {
    kind: "voltage-imbalance",
    cycleDay: 0,
    fromHour: 16.75,
    hours: 1.5,
    description: "One cell reads about 0.36 V below the others: a bad sense contact",
  },
  {
    kind: "over-voltage",
    cycleDay: 1,
    fromHour: 12.5,
    hours: 3.5,
    description: "One cell overshoots the warning voltage at the end of the charge",
  },
  {
    kind: "null-sensor",
    cycleDay: 2,
    fromHour: 5.4,
    hours: 0.25,
    description: "The highest cell temperature of this rack was not transmitted",
  },
  {
    kind: "hot-rack",
    cycleDay: 2,
    fromHour: 11,
    hours: 5.5,
    description: "A fan failed: one module of this rack warms to about 52 degC",
  },
];

const cycleDayOf = (day: number): number => day % CYCLE_DAYS;

/** Anomalies of the n-th day of a run. */
export const anomaliesOfDay = (site: Site, options: SimulateOptions, day: number): Anomaly[] => {
  if (options.anomalies === false) return [];
  const midnight = options.from + day * DAY_MS;
  return PLANS.filter((plan) => plan.cycleDay === cycleDayOf(day)).map((plan, index) => {
    const random = createRandom(mixSeed(options.seed, 23, site.id, day, index));
    const bank = site.banks[Math.floor(random.unit() * site.banks.length)];
    if (bank === undefined) throw new RangeError(`site ${site.id} has no banks`);
    const rackId = 1 + Math.floor(random.unit() * bank.racks);
    const from = midnight + plan.fromHour * HOUR * 1000;
    return {
      kind: plan.kind,
      from,
      to: from + plan.hours * HOUR * 1000,
      bankId: bank.id,
      rackId: plan.wholeBank === true ? null : rackId,
      description: plan.description,
    };
  });
};

/** The labelled anomalies that `simulate` puts in with the same arguments. */
export const anomaliesOf = (site: Site, options: SimulateOptions): Anomaly[] =>
  Array.from({ length: options.days }, (_, day) => anomaliesOfDay(site, options, day)).flat();

/** A full charge is needed to see the over-voltage, so the sun shines on that day. */
export const needsSun = (anomalies: readonly Anomaly[]): boolean =>
  anomalies.some((anomaly) => anomaly.kind === "over-voltage");

/** The anomaly of a kind that is at work on a rack (or its whole bank) at a time. */
export const activeAnomaly = (
  anomalies: readonly Anomaly[],
  kind: AnomalyKind,
  rack: { bankId: number; rackId: number | null },
  timeMs: number,
): Anomaly | undefined =>
  anomalies.find(
    (anomaly) =>
      anomaly.kind === kind &&
      anomaly.bankId === rack.bankId &&
      (anomaly.rackId === null || anomaly.rackId === rack.rackId) &&
      timeMs >= anomaly.from &&
      timeMs < anomaly.to,
  );

/** 0 → 1 over the first minutes and back to 0 over the last ones. */
export const ramp = (anomaly: Anomaly, timeMs: number, minutes: number): number => {
  const edgeMs = minutes * 60_000;
  return Math.min((timeMs - anomaly.from) / edgeMs, (anomaly.to - timeMs) / edgeMs, 1);
};

/** Approach to the fault's temperature and, for the last two hours, the way back. */
export const heating = (anomaly: Anomaly, timeMs: number): number => {
  const timeConstantMs = 18 * 60_000;
  const repairedMs = anomaly.to - 2 * HOUR * 1000;
  const rise = 1 - Math.exp(-(Math.min(timeMs, repairedMs) - anomaly.from) / timeConstantMs);
  const fall = Math.exp(-Math.max(timeMs - repairedMs, 0) / timeConstantMs);
  return rise * fall;
};
