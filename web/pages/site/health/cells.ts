import type { Socp } from "./use-health";

export type CellCount = Socp["value"][string];
export type CellRow = {
  cell: number;
  /** By the beginning of the range of SoC, %. */
  counts: Map<number, CellCount>;
  total: number;
};

/** Cells that are shown; the others stood out less. */
const MOST_CELLS = 20;

/** The cells that were extreme most often first, the ranges of SoC that there are, and the greatest count. */
export function cellsOf(items: readonly Socp[]): {
  rows: CellRow[];
  ranges: number[];
  most: number;
} {
  const rows = new Map<number, CellRow>();
  for (const { soc_range, value } of items) {
    for (const [name, count] of Object.entries(value)) {
      const cell = Number(name);
      const row = rows.get(cell) ?? { cell, counts: new Map(), total: 0 };
      row.counts.set(soc_range, count);
      row.total += count.count;
      rows.set(cell, row);
    }
  }
  const all = [...rows.values()].sort((a, b) => b.total - a.total || a.cell - b.cell);
  const most = Math.max(
    0,
    ...all.flatMap(({ counts }) => [...counts.values()].map((one) => one.count)),
  );
  const ranges = [...new Set(items.map(({ soc_range }) => soc_range))].sort((a, b) => a - b);
  return { rows: all.slice(0, MOST_CELLS), ranges, most };
}
