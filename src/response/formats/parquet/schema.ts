import type { SchemaElement } from "hyparquet";
import type { ColumnSource } from "hyparquet-writer";
import { type Column, type ColumnType, wireName } from "../../../site/site.ts";

/** Times are instants: microseconds since 1970, UTC. Objects are their JSON text, as in CSV. */
const ELEMENTS: Record<ColumnType, Omit<SchemaElement, "name">> = {
  timestamptz: {
    type: "INT64",
    converted_type: "TIMESTAMP_MICROS",
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" },
  },
  integer: { type: "INT32" },
  "double precision": { type: "DOUBLE" },
  text: { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } },
};

export const schemaOf = (columns: readonly Column[]): SchemaElement[] => [
  { name: "rows", num_children: columns.length },
  ...columns.map((column) => ({
    ...ELEMENTS[column.type],
    name: wireName(column),
    repetition_type: "OPTIONAL" as const,
  })),
];

/**
 * How a column is written. Of other columns than the time nobody asks for the least and the greatest value of a row
 * group, and the footer, which is kept until the end, is half as long without.
 */
export const sourceOf = (column: Column, data: ColumnSource["data"]): ColumnSource => ({
  name: wireName(column),
  data,
  offsetIndex: false,
  statistics: column.type === "timestamptz",
  ...(column.type === "timestamptz" ? { encoding: "DELTA_BINARY_PACKED" } : {}),
});
