import type { SafetyProfile } from "../../site/site.ts";

/** The quantities that safety is judged by, in the order and spelling of the answers. */
export const QUANTITIES = [
  "over_voltage",
  "under_voltage",
  "voltage_unbalance",
  "over_current",
  "over_temperature",
  "under_temperature",
  "temperature_unbalance",
] as const;
export type Quantity = (typeof QUANTITIES)[number];

export const SIDES: Record<Quantity, "over" | "under"> = {
  over_voltage: "over",
  under_voltage: "under",
  voltage_unbalance: "over",
  over_current: "over",
  over_temperature: "over",
  under_temperature: "under",
  temperature_unbalance: "over",
};

/** Limits of one quantity: V for voltages, A for a rack's current, degC for temperatures. */
export type Limits = {
  /** The value up to which (down to which, for an under-limit) SoS is exactly 1: x100. */
  full: number;
  /** The value at which SoS is ζ = 0.8, and past which the protection map warns. */
  warning: number;
  protection: number;
  /** The value at which the protection map is quiet again, and up to which ExSoS is Negligible. */
  release: number;
};

/** What a site has to say: where `full` is missing it follows from the two others, `release` is `full`. [P] */
export type GivenLimits = Pick<Limits, "warning" | "protection"> & Partial<Limits>;

export type ProfileName = SafetyProfile | "published";

export type Profile = {
  name: ProfileName;
  /** Whether a discharge counts like a charge; the original looks at the signed current. */
  absoluteCurrent: boolean;
  limits: Record<Quantity, Limits>;
};

/** ζ: the value of a sub-function at the warning limit. [S: doc17] */
export const ZETA = 0.8;

/**
 * x100 from the warning and protection limits, so that SoS is ζ at the warning and ζᵏ at the protection [D]:
 * r = √((ζ⁻ᵏ − 1) / (1/ζ − 1)), x100 = (r·W − P) / (r − 1). With k = 4 a single quantity at its protection
 * limit is at the edge of "unsafe".
 */
export function fullFrom(warning: number, protection: number, k = 4): number {
  const ratio = Math.sqrt((ZETA ** -k - 1) / (1 / ZETA - 1));
  return (ratio * warning - protection) / (ratio - 1);
}

/**
 * A profile from the limits of a site.
 * @throws RangeError naming every quantity whose limits do not go from release and full by way of the warning
 * to the protection
 */
export function defineProfile(
  name: ProfileName,
  given: Record<Quantity, GivenLimits>,
  absoluteCurrent = true,
): Profile {
  const limits = Object.fromEntries(
    QUANTITIES.map((quantity) => [quantity, complete(given[quantity])]),
  ) as Record<Quantity, Limits>;
  const wrong = QUANTITIES.filter((quantity) => !inOrder(quantity, limits[quantity]));
  if (wrong.length > 0) {
    throw new RangeError(
      `${name}: limits must go release, warning, protection towards danger, full before warning: ${wrong.join(", ")}`,
    );
  }
  return { name, absoluteCurrent, limits };
}

function complete({ warning, protection, full, release }: GivenLimits): Limits {
  const derived = full ?? fullFrom(warning, protection);
  return { full: derived, warning, protection, release: release ?? derived };
}

function inOrder(quantity: Quantity, { full, warning, protection, release }: Limits): boolean {
  const sign = SIDES[quantity] === "over" ? 1 : -1;
  // A current is quiet again where it warns: nothing lies between.
  const released = sign * (warning - release);
  return (
    sign * (protection - warning) > 0 &&
    sign * (warning - full) > 0 &&
    (quantity === "over_current" ? released >= 0 : released > 0)
  );
}

/**
 * The constants published for sites 1 and 2. [S: doc17, oe:Analysis/KetiSolution/SoS_Analysis/config.py]
 * Their temperatures fit ζ⁵ at the protection limit, the rest ζ⁴, though the source says ζ⁴ of all. [D]
 * Releases: [S: doc17] of voltages and temperatures, [P] of the rest.
 */
const PUBLISHED: Record<Quantity, Limits> = {
  over_voltage: { full: 4.014, warning: 4.05, protection: 4.1, release: 4 },
  under_voltage: { full: 3.34, warning: 3.2, protection: 3, release: 3.3 },
  voltage_unbalance: { full: 0.158, warning: 0.3, protection: 0.5, release: 0.15 },
  over_current: { full: 85.75, warning: 100, protection: 120, release: 100 },
  over_temperature: { full: 47.3, warning: 50, protection: 55, release: 40 },
  under_temperature: { full: 5.3, warning: 0, protection: -10, release: 10 },
  temperature_unbalance: { full: 17.35, warning: 20, protection: 25, release: 15 },
};

/** Cells of type 41J are charged to 4.075 V by design; 4.15 V is the most that their maker allows. [P] */
const OVER_VOLTAGE_41J: GivenLimits = { warning: 4.1, protection: 4.15, release: 4.075 };

export const PROFILES: Record<ProfileName, Profile> = {
  "33J": defineProfile("33J", PUBLISHED),
  "41J": defineProfile("41J", { ...PUBLISHED, over_voltage: OVER_VOLTAGE_41J }),
  published: defineProfile("published", PUBLISHED, false),
};
