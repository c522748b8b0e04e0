import { askExSos, askSos, type ExSos, type Sos } from "../../../api/safety";
import { type Asked, useAsk } from "../../../api/use-ask";
import { nearest } from "../../../chart/series";
import { useRested } from "../../../chart/use-rested";
import type { View } from "../../../chart/view";
import { parameterText } from "../../../ui/times";
import { type Place, placeKey } from "../common/place";
import { MOST_ITEMS, stepFor } from "../common/steps";

/** Scores of all racks read all their rows, so use fewer steps. */
const MOST_ITEMS_OF_A_BANK = 150;

/** SoS of a rack, or of every rack of a bank, in the visible range; times in milliseconds. */
export function useSos(place: Place, view: View): Asked<Sos[]> {
  const range = useRested(view);
  const { site, rack } = place;
  const query = {
    "start-time": parameterText(Math.floor(range[0]), site.time_zone),
    "end-time": parameterText(Math.ceil(range[1]), site.time_zone),
    interval: `${stepFor(range, rack === undefined ? MOST_ITEMS_OF_A_BANK : MOST_ITEMS)} seconds`,
    "time-format": "unix" as const,
  };
  return useAsk(`sos ${placeKey(place)} ${JSON.stringify(query)}`, (signal) =>
    askSos(place, query, signal),
  );
}

/** ExSoS of a bank or a rack in the visible range; times in milliseconds. */
export function useExSos(place: Place, view: View) {
  const range = useRested(view);
  const zone = place.site.time_zone;
  const query = {
    "start-time": parameterText(Math.floor(range[0]), zone),
    "end-time": parameterText(Math.ceil(range[1]), zone),
    interval: `${stepFor(range, MOST_ITEMS, 600)} seconds`,
    "time-format": "unix" as const,
  };
  return useAsk(`ex-sos ${placeKey(place)} ${JSON.stringify(query)}`, (signal) =>
    askExSos(place, query, signal),
  );
}

const WINDOW = 600;

/**
 * Explained items nearest to a time (SoS of a bank: one per rack). ExSoS includes the window before, because a window
 * that has just started has an unknown number of expected rows.
 */
export async function askExplained(
  place: Place,
  what: "sos" | "ex-sos",
  time: number,
  signal: AbortSignal,
): Promise<(Sos | ExSos)[]> {
  const zone = place.site.time_zone;
  const query = {
    "start-time": parameterText(time - (what === "sos" ? 0 : WINDOW), zone),
    "end-time": parameterText(time + WINDOW, zone),
    "time-format": "unix" as const,
    explain: "1" as const,
  };
  const ask = what === "sos" ? askSos : askExSos;
  const items = await ask(place, query, signal);
  const times = items.map((one) => Number(one.time) / 1000);
  const at = times[nearest(times, time) ?? -1];
  return items.filter((one) => Number(one.time) / 1000 === at);
}
