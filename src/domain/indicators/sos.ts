import type { Explanation, Method } from "./explanation.ts";
import { type Profile, QUANTITIES, type Quantity, SIDES, ZETA } from "./profiles.ts";
import {
  type CompleteSample,
  completeSample,
  MEASURE_OF,
  type Measure,
  type Sample,
} from "./sample.ts";

/** safe 0.8–1, warning 0.4096–0.8, unsafe below: ζ and ζ⁴. [S: doc17] */
export type Band = "safe" | "warning" | "unsafe";

export type Sos = {
  /** The seven sub-functions, each in (0, 1]. */
  factors: Record<Quantity, number>;
  /** Their product, in (0, 1]. */
  score: number;
};

/** What the quantities are judged by, in their order. */
export const INPUTS: readonly Measure[] = QUANTITIES.map((quantity) => MEASURE_OF[quantity]);

export const SOS_METHOD: Method = {
  method: "sos-product",
  version: "1",
  basis: "estimated",
  formula:
    "factor = 1 / (0.25 * ((input - x100) / (x80 - x100))^2 + 1), and 1 on the safe side of x100; score = product of the factors",
};

/** A score at a limit up to rounding is in the better band. */
const TOLERANCE = 1e-12;

export const BAND_LIMITS = { safe: ZETA, warning: ZETA ** 4 };

export function bandOf(score: number): Band {
  if (score >= BAND_LIMITS.safe - TOLERANCE) return "safe";
  return score >= BAND_LIMITS.warning - TOLERANCE ? "warning" : "unsafe";
}

/**
 * Sub-function of one quantity, ζ = 0.8: f(x) = 1 / ((1/ζ − 1)·((x − x100)/(xζ − x100))² + 1), and 1 on the safe
 * side of x100. [S: doc17 §1–3, after CC16] All arguments in the unit of the quantity.
 * @param full x100, where f = 1
 * @param warning xζ, where f = ζ; the safe side is the one away from it
 */
export function subSafety(value: number, full: number, warning: number): number {
  const distance = (value - full) / (warning - full);
  return distance <= 0 ? 1 : 1 / ((1 / ZETA - 1) * distance ** 2 + 1);
}

/** What a quantity's sub-function is given. */
const inputOf = (value: number, quantity: Quantity, profile: Profile): number =>
  quantity === "over_current" && profile.absoluteCurrent ? Math.abs(value) : value;

/** The sub-function of a quantity at its measured value, in (0, 1]. */
export function factorOf(value: number, quantity: Quantity, profile: Profile): number {
  const { full, warning } = profile.limits[quantity];
  return subSafety(inputOf(value, quantity, profile), full, warning);
}

/**
 * State of safety of a rack (or of a bank's extremes, its current divided by its racks): the product of seven
 * sub-functions. [S: doc17, oe:Analysis/KetiSolution/SoS_Analysis]
 * @returns null if a reading is missing or implausible
 */
export function stateOfSafety(sample: Sample, profile: Profile): Sos | null {
  const complete = completeSample(sample);
  return complete && judge(complete, profile);
}

function judge(sample: CompleteSample, profile: Profile): Sos {
  let score = 1;
  const factors = {} as Record<Quantity, number>;
  for (const quantity of QUANTITIES) {
    const factor = factorOf(sample[MEASURE_OF[quantity]], quantity, profile);
    factors[quantity] = factor;
    score *= factor;
  }
  return { factors, score };
}

/** The score of complete inputs, in the order of `INPUTS`. */
export function scoreOf(inputs: ArrayLike<number>, profile: Profile): number {
  let score = 1;
  for (let i = 0; i < QUANTITIES.length; i++) {
    score *= factorOf(inputs[i] as number, QUANTITIES[i] as Quantity, profile);
  }
  return score;
}

/**
 * SoS of a window of time: that of its earliest complete sample. [P, after the original's job]
 * @param samples in order of time
 * @returns the sample with its place, and how many before it were left out; null if none is complete
 */
export function windowSos<S extends Sample>(
  samples: Iterable<S>,
  profile: Profile,
): (Sos & { sample: S; excluded: number }) | null {
  let excluded = 0;
  for (const sample of samples) {
    const sos = stateOfSafety(sample, profile);
    if (sos) return { ...sos, sample, excluded };
    excluded++;
  }
  return null;
}

export type SosExplanation = Explanation<{
  factors: {
    name: Quantity;
    side: "over" | "under";
    input: number;
    x100: number;
    x80: number;
    factor: number;
  }[];
  score: number;
  band: Band;
  bands: typeof BAND_LIMITS;
}>;

/** Explains `stateOfSafety`. */
export function explainSos(sample: Sample, profile: Profile): SosExplanation | null {
  const complete = completeSample(sample);
  if (!complete) return null;
  const { factors, score } = judge(complete, profile);
  return {
    ...SOS_METHOD,
    profile: profile.name,
    factors: QUANTITIES.map((name) => ({
      name,
      side: SIDES[name],
      input: inputOf(complete[MEASURE_OF[name]], name, profile),
      x100: profile.limits[name].full,
      x80: profile.limits[name].warning,
      factor: factors[name],
    })),
    score,
    band: bandOf(score),
    bands: BAND_LIMITS,
  };
}
