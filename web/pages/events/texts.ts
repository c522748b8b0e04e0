import { findRule } from "../../../src/domain/events/rules";
import { measureOf } from "../../../src/domain/events/text";
import type { ProtectionEvent, Site } from "../../api/paths";
import type { Dictionary, Language } from "../../text";
import { numberText } from "../../ui/numbers";

export const secondsOfTime = (time: string | number): number => Date.parse(String(time)) / 1000;

export const descriptionOf = (event: ProtectionEvent, language: Language): string =>
  language === "ko" ? event.description : event.description_eng;

/** Bank and rack. Rack 0 means the whole bank. */
export function placeText(
  { bank_id, rack_id }: ProtectionEvent,
  { common, events }: Dictionary,
): string {
  const rack = rack_id === 0 ? events.list.bankOnly : common.rackOf(rack_id);
  return `${common.bankOf(bank_id)}, ${rack}`;
}

/** Measured value of an event, with its cell or sensor. */
export function readingText(
  event: ProtectionEvent,
  { value, position }: { value: number | null; position?: number | null },
  language: Language,
): string | undefined {
  const rule = findRule(event.error_code.id);
  const measure = rule && measureOf(rule);
  if (!rule || !measure || value === null) return undefined;
  const text = numberText(value, language, { digits: measure.decimals, unit: measure.unit });
  const name = rule.watch?.position?.name[language];
  return name && typeof position === "number" ? `${text} (${name} ${position})` : text;
}

export const measureName = (event: ProtectionEvent, language: Language): string | undefined => {
  const rule = findRule(event.error_code.id);
  return rule && measureOf(rule)?.[language];
};

export const siteOf = (
  { operating_site }: ProtectionEvent,
  sites: readonly Site[],
): Site | undefined => sites.find(({ id }) => id === operating_site);
