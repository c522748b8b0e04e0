import type { Schemas, Site } from "../../api/paths";

export type Rack = { bank: number; rack: number };
/** A state of safety with its time, seconds since 1970. */
export type RackScore = Rack & { score: number; at: number };

/** Latest state of safety per rack. `missing`: racks without one in the last ten minutes. */
export type Safety = { scores: RackScore[]; missing: Rack[] };

export const leastSafe = (scores: readonly RackScore[]): RackScore | undefined =>
  scores.toSorted((a, b) => a.score - b.score)[0];

/** Latest score per rack, from items in any order. */
export function newestOfEach(items: readonly Schemas["StateOfSafety"][]): RackScore[] {
  const newest = new Map<number, RackScore>();
  for (const { bank_id: bank, rack_id: rack, sos_score: score, time } of items) {
    const at = Number(time) / 1000;
    if (at >= (newest.get(rack)?.at ?? at)) newest.set(rack, { bank, rack, score, at });
  }
  return [...newest.values()];
}

/** Racks of a site without a score. */
export const missingOf = (site: Pick<Site, "banks">, scores: readonly Rack[]): Rack[] =>
  site.banks.flatMap(({ bank_id: bank, racks }) =>
    Array.from({ length: racks }, (_, i) => ({ bank, rack: i + 1 })).filter(
      (one) => !scores.some(({ bank, rack }) => bank === one.bank && rack === one.rack),
    ),
  );
