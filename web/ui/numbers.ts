import type { Language } from "../text/dictionary";

/** A number as it is read: with as many decimals as its unit deserves, `–` where there is none. */
export function numberText(
  value: number | null | undefined,
  language: Language,
  { digits = 2, unit }: { digits?: number; unit?: string | null } = {},
): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const text = value.toLocaleString(language, { maximumFractionDigits: digits });
  return unit ? `${text} ${unitText(unit)}` : text;
}

/** A unit as it is written: `°C` for the catalog's `degC`. */
export const unitText = (unit: string): string => unit.replace("degC", "°C");

/** Decimals that values of a unit are told with. */
export const digitsOf = (unit: string | null | undefined): number =>
  unit === "V" ? 3 : unit === "%" || unit === "degC" || unit === "kW" || unit === "A" ? 1 : 2;

/** A share of 0 to 1 as it is read; what is nearly all is never told as all, nor hardly anything as nothing. */
export function percentText(share: number, language: Language): string {
  const percent = share * 100;
  const shown = percent > 0 && percent < 100 ? Math.min(99.99, Math.max(0.01, percent)) : percent;
  const digits = shown > 99 || shown < 1 ? 2 : 1;
  return `${shown.toLocaleString(language, { maximumFractionDigits: digits })} %`;
}
