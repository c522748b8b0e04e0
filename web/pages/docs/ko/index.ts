import { ANSWERS } from "./answers";
import { FIELDS } from "./fields";
import { ABOUT, COMPONENTS, PLACES, SUMMARIES } from "./operations";
import { PARAMETERS } from "./parameters";
import { TAGS } from "./tags";

const TEXTS: Readonly<Record<string, string>> = {
  ...TAGS,
  ...ABOUT,
  ...PARAMETERS,
  ...ANSWERS,
  ...FIELDS,
};

// Longest first, because "each rack of a bank" contains "a bank".
const places = Object.keys(PLACES).sort((a, b) => b.length - a.length);
const PLACE = new RegExp(places.join("|"));
const COMPONENT = /(?<=[Rr]ows of )(?:bank|rack|pcs|etc)\b/;

/** Korean text of an English one; undefined if there is none. */
export function koreanOf(english: string): string | undefined {
  const whole = TEXTS[english] ?? SUMMARIES[english];
  if (whole !== undefined) return whole;
  const [place] = PLACE.exec(english) ?? [];
  const ofPlace = place && SUMMARIES[english.replace(place, "{place}")];
  if (ofPlace) return ofPlace.replace("{place}", PLACES[place] ?? "");
  const [component] = COMPONENT.exec(english) ?? [];
  const ofComponent = component && SUMMARIES[english.replace(COMPONENT, "{component}")];
  return ofComponent?.replace("{component}", COMPONENTS[component ?? ""] ?? "");
}

/** Korean text, or the English one if there is none. */
export const inKorean = (english: string): string => koreanOf(english) ?? english;
