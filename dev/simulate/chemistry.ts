import { OPEN_CIRCUIT_V, openCircuitV } from "../../src/domain/indicators/ocv.ts";
import { PROFILES, type Profile } from "../../src/domain/indicators/profiles.ts";
import type { SafetyProfile } from "../../src/site/site.ts";

/** The state of charge at which the site stops charging. */
export const FULL_SOC_PERCENT = 90;

export type Chemistry = {
  openCircuitV: readonly number[];
  /** Fractions of the table where the BMS shows 0 % and 90 %: it uses a window of the cell. */
  emptyFraction: number;
  fullFraction: number;
  /** Open-circuit voltage at the end of the charge. */
  fullV: number;
  /** What the BMS warns and protects at. */
  limits: Profile["limits"];
  /** The BMS asks for the end of the charge above `setV` and withdraws it at `releaseV`. */
  chargeStop: { setV: number; releaseV: number };
  startSohPercent: number;
};

const chemistry = (
  profile: SafetyProfile,
  window: { emptyFraction: number; fullFraction: number },
  startSohPercent: number,
): Chemistry => {
  const table = OPEN_CIRCUIT_V[profile];
  const fullV = openCircuitV(table, window.fullFraction);
  return {
    openCircuitV: table,
    ...window,
    fullV,
    limits: PROFILES[profile].limits,
    chargeStop: { setV: fullV + 0.002, releaseV: fullV - 0.033 },
    startSohPercent,
  };
};

export const CHEMISTRY: Record<SafetyProfile, Chemistry> = {
  "33J": chemistry("33J", { emptyFraction: 0.0493, fullFraction: 0.94 }, 96.5),
  "41J": chemistry("41J", { emptyFraction: 0.0493, fullFraction: 0.978 }, 99.6),
};
