import type { Language } from "../text";

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** A duration in its two largest units: `2 hr 5 min`, `2시간 5분`. */
export function durationText(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.round(seconds));
  const first = UNITS.findIndex(([, size]) => whole >= size);
  if (first === -1) return counted(0, "second", language);
  let rest = whole;
  const parts = UNITS.slice(first, first + 2).flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count > 0 ? [counted(count, unit, language)] : [];
  });
  return parts.join(" ");
}

/** A bucket width of the API, `3 hours`, in the language of the page. */
export function widthText(width: string, language: Language): string {
  const [, count, unit] = /^(\d+) (second|minute|hour|day|week|month|year)s?$/.exec(width) ?? [];
  return count && unit ? counted(Number(count), unit, language, "long") : width;
}

/** A bucket width before a noun: `3-hour`, `3시간`. */
export const widthPrefix = (width: string, language: Language): string => {
  const text = widthText(width, language);
  return language === "en" ? text.replace(" ", "-").replace(/s$/, "") : text;
};

const counted = (
  count: number,
  unit: string,
  language: Language,
  unitDisplay: "short" | "long" = "short",
): string => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay }).format(count);
