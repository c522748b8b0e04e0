import type { Text } from "../../site/site.ts";
import type { Quantity } from "../indicators/profiles.ts";
import { rounded } from "../indicators/statistics.ts";
import type { ProtectionEvent, Reading } from "./machine.ts";
import type { Rule } from "./rules.ts";

/** Names of the levels. [S: contract of the platform: 경고, 보호] */
export const LEVELS: Record<ProtectionEvent["level"], Text> = {
  1: { ko: "경고", en: "warning" },
  2: { ko: "보호", en: "protection" },
};

export type Named = Text & { unit: string; decimals: number };

const VOLT = { unit: "V", decimals: 3 };
const DEGREE = { unit: "°C", decimals: 1 };

const NAMES: Record<Quantity, Named> = {
  over_voltage: { ko: "최대 셀 전압", en: "maximum cell voltage", ...VOLT },
  under_voltage: { ko: "최소 셀 전압", en: "minimum cell voltage", ...VOLT },
  voltage_unbalance: { ko: "셀 전압 차", en: "cell voltage gap", ...VOLT },
  over_current: { ko: "랙 전류", en: "rack current", unit: "A", decimals: 1 },
  over_temperature: { ko: "최고 셀 온도", en: "maximum cell temperature", ...DEGREE },
  under_temperature: { ko: "최저 셀 온도", en: "minimum cell temperature", ...DEGREE },
  temperature_unbalance: { ko: "셀 온도 차", en: "cell temperature gap", ...DEGREE },
};

/** What a rule measures, its unit with it; undefined for one that only knows a flag. */
export const measureOf = ({ watch }: Rule): Named | undefined =>
  watch ? NAMES[watch.quantity] : undefined;

/**
 * What happened, in both languages: the condition, its level, the quantity and where it was measured, e.g.
 * `Rack over-voltage warning: maximum cell voltage 4.061 V (cell 57)`.
 */
export function eventText(rule: Rule, level: ProtectionEvent["level"], reading: Reading): Text {
  const inLanguage = (language: keyof Text) => {
    const head = `${rule.name[language]} ${LEVELS[level][language]}`;
    const measured = measurement(rule, reading, language);
    return measured === null ? head : `${head}: ${measured}`;
  };
  return { ko: inLanguage("ko"), en: inLanguage("en") };
}

function measurement(rule: Rule, reading: Reading, language: keyof Text): string | null {
  const { watch } = rule;
  if (!watch || reading.value === null) return null;
  const { unit, decimals, [language]: name } = NAMES[watch.quantity];
  const text = `${name} ${numberText(reading.value, decimals)} ${unit}`;
  const place = watch.position && reading.position !== null;
  return place ? `${text} (${watch.position?.name[language]} ${reading.position})` : text;
}

/** At least one decimal, at most `decimals`. */
function numberText(value: number, decimals: number): string {
  const text = String(rounded(value, decimals));
  return text.includes(".") ? text : `${text}.0`;
}
