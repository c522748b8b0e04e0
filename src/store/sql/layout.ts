/** How Postgres renders a row. `csv`: fields as RFC 4180 wants them. `tsv`: fields as they are, for the worker to take apart. */
export type Layout = "csv" | "tsv";

/** What stands between rows. */
export const ROW_SEPARATORS: Record<Layout, string> = { csv: "\r\n", tsv: "\n" };

/** Rows that Postgres rendered, joined; the bytes may be overwritten when the next rows are read. */
export type RowChunk = { bytes: Uint8Array; rows: number };
