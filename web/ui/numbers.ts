import type { Language } from "../text";

/** Formatted number, with decimals that fit the unit; `–` for null. */
export function numberText(
  value: number | null | undefined,
  language: Language,
  { digits = 2, unit }: { digits?: number; unit?: string | null } = {},
): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const text = value.toLocaleString(language, { maximumFractionDigits: digits });
  return unit ? `${text} ${unitText(unit)}` : text;
}

/** Display form of a catalog unit: `°C` for `degC`. */
export const unitText = (unit: string): string => unit.replace("degC", "°C");

/** Number of decimals for a unit. */
export const digitsOf = (unit: string | null | undefined): number =>
  unit === "V" ? 3 : unit === "%" || unit === "degC" || unit === "kW" || unit === "A" ? 1 : 2;

/** Percentage of a share from 0 to 1. Never rounds to 0 % or 100 % unless exact. */
export function percentText(share: number, language: Language): string {
  const percent = share * 100;
  const shown = percent > 0 && percent < 100 ? Math.min(99.99, Math.max(0.01, percent)) : percent;
  const digits = shown > 99 || shown < 1 ? 2 : 1;
  return `${shown.toLocaleString(language, { maximumFractionDigits: digits })} %`;
}
