import { QUANTITIES } from "../../../../src/domain/indicators/profiles";
import type { ExSos, Sos } from "../../../api/safety";
import type { Line, Series } from "../../../chart/series";
import type { Dictionary } from "../../../text";
import type { Place } from "../common/place";

type Words = Dictionary["site"]["safety"];

/** ExSoS classes from harmless to worst, with their colours. */
export const CLASSES = [
  ["Negligible", 1],
  ["Marginal", 8],
  ["Neutral", 6],
  ["Critical", 5],
  ["Catastrophic", 2],
] as const;

const COLORS = 8;

/** One line per rack, or the score of one rack. */
export function scores(items: readonly Sos[], { site, bank, rack }: Place, t: Words): Series {
  const count = site.banks.find(({ bank_id }) => bank_id === bank)?.racks ?? 0;
  const racks = Array.from({ length: count }, (_, i) => i + 1);
  if (rack !== undefined) {
    return over(items, [{ label: t.score, color: 1, pick: (item) => item.sos_score }]);
  }
  const times = [...new Set(items.map(({ time }) => Number(time) / 1000))].sort((a, b) => a - b);
  const place = new Map(times.map((time, i) => [time, i]));
  const values = new Map(
    racks.map((id) => [id, new Array<number | null>(times.length).fill(null)]),
  );
  for (const { time, rack_id, sos_score } of items) {
    const at = place.get(Number(time) / 1000);
    const line = values.get(rack_id);
    if (line && at !== undefined) line[at] = sos_score;
  }
  return {
    times,
    lines: racks.map(
      (id, i): Line => ({
        label: t.rack(id),
        color: ((i % COLORS) + 1) as Line["color"],
        dashed: i >= COLORS,
        values: values.get(id) ?? [],
      }),
    ),
  };
}

/** The seven factors of a rack. */
export const factors = (items: readonly Sos[], t: Words): Series =>
  over(
    items,
    QUANTITIES.map((name, i) => ({
      label: t.quantities[name],
      color: (i + 1) as Line["color"],
      pick: (item: Sos) => item[name],
    })),
  );

/** The five degrees of membership. */
export const degrees = (items: readonly ExSos[], t: Words): Series =>
  over(
    items,
    CLASSES.map(([name, color]) => ({
      label: t.classes[name],
      color,
      pick: (item: ExSos) => item.membership_degree[name],
    })),
  );

/** Both defuzzified values. */
export const integrated = (items: readonly ExSos[], t: Words): Series =>
  over(items, [
    { label: t.integratedLine, color: 1, pick: (item) => item.integrated_safety },
    { label: t.worstLine, color: 2, pick: (item) => item.integrated_safety_worst },
  ]);

function over<T extends { time: string | number }>(
  items: readonly T[],
  lines: readonly { label: string; color: Line["color"]; pick: (item: T) => number | null }[],
): Series {
  return {
    times: items.map(({ time }) => Number(time) / 1000),
    lines: lines.map(({ label, color, pick }) => ({ label, color, values: items.map(pick) })),
  };
}
