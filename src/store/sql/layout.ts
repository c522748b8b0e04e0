/** How Postgres renders a row. `csv`: fields as RFC 4180 wants them. `tsv`: fields as they are, for the worker to take apart. */
export type Layout = "csv" | "tsv";

/** What stands between rows. */
export const ROW_SEPARATORS: Record<Layout, string> = { csv: "\r\n", tsv: "\n" };

/** Rows that Postgres rendered, joined; the bytes may be written over when the next ones are asked for. */
export type RowChunk = { bytes: Uint8Array; rows: number };
