import type { Language } from "../text";

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** Formatted bytes: `44.1 MB`. */
export function sizeText(bytes: number, language: Language): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** power;
  const digits = power === 0 || value >= 100 ? 0 : 1;
  return `${value.toLocaleString(language, { maximumFractionDigits: digits })} ${UNITS[power]}`;
}
