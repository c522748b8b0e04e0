import type { Socp } from "./use-health";

export type CellCount = Socp["value"][string];
export type CellRow = {
  cell: number;
  /** By start of the SoC range, %. */
  counts: Map<number, CellCount>;
  total: number;
};

/** Maximum number of cells shown. */
const MOST_CELLS = 20;

/** Cells by frequency, the SoC ranges present, and the highest count. */
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
