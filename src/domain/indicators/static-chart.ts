import { anchorsOf, CLASSES, type Class } from "./fuzzy.ts";
import type { Profile, Quantity } from "./profiles.ts";
import { rounded } from "./statistics.ts";

/** The charts by their names on the wire, and the quantity whose input sets each draws. */
export const CHARTS = {
  over_voltage_safety: "over_voltage",
  under_voltage_safety: "under_voltage",
  voltage_imbalance_safety: "voltage_unbalance",
  over_temperature_safety: "over_temperature",
  under_temperature_safety: "under_temperature",
  temperature_imbalance_safety: "temperature_unbalance",
} as const satisfies Record<string, Quantity>;
export type ChartName = keyof typeof CHARTS;

export type ChartRow = Record<`${Lowercase<Class>}_${"x" | "y"}`, number>;

/**
 * Input sets of ExSoS as polylines: each class is one line through the rows, from low values to high. [P]
 * @returns three rows: the left end, the peak and the right end of each class; the two outer classes go on
 * with degree 1 for half the span of the anchors
 */
export function staticChart(name: ChartName, profile: Profile): ChartRow[] {
  const anchors = anchorsOf(profile.limits[CHARTS[name]]);
  const [first, last] = [anchors[0], anchors[4]];
  const half = (last - first) / 2;
  // Nothing is less than no imbalance.
  const begin = name.includes("imbalance") ? Math.max(first - half, 0) : first - half;
  const points = CLASSES.map((key, index) => {
    const before = { x: anchors[index - 1] ?? begin, y: index === 0 ? 1 : 0 };
    const peak = { x: anchors[index] ?? 0, y: 1 };
    const after = { x: anchors[index + 1] ?? last + half, y: index === CLASSES.length - 1 ? 1 : 0 };
    return { key, line: half > 0 ? [before, peak, after] : [after, peak, before] };
  });
  return [0, 1, 2].map(
    (row) =>
      Object.fromEntries(
        points.flatMap(({ key, line }) => [
          [`${key.toLowerCase()}_x`, rounded(line[row]?.x ?? 0, 6)],
          [`${key.toLowerCase()}_y`, line[row]?.y ?? 0],
        ]),
      ) as ChartRow,
  );
}
