import type { Row } from "../request/formats";

/** Sort keys of merged lists. */
export const KEY_FIELDS = ["timestamp", "bank_id", "rack_id"] as const;

/** Merges the first rows of lists into file order: time, bank, rack. Each list must be sorted. */
export function firstRows(lists: readonly (readonly Row[])[], most: number): Row[] {
  const key = (row: Row) => [
    Date.parse(String(row["timestamp"])),
    Number(row["bank_id"] ?? 0),
    Number(row["rack_id"] ?? 0),
  ];
  return lists
    .flat()
    .map((row) => ({ row, key: key(row) }))
    .sort((a, b) => compare(a.key, b.key))
    .slice(0, most)
    .map(({ row }) => row);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((part, i) => part !== b[i]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** Row with only these fields, in this order. */
export const withFields = (row: Row, fields: readonly string[]): Row =>
  Object.fromEntries(fields.map((name) => [name, row[name] ?? null]));
