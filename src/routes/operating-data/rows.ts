import type { Rendering } from "../../db/render.ts";
import type { Selection } from "../../db/selection.ts";
import { csvHeader } from "../../formats/csv.ts";
import type { RowChunk } from "../../formats/layout.ts";
import type { Table } from "../../formats/parquet/metadata.ts";
import type { Piece } from "../../formats/pieces.ts";
import { ROW_FORMATS, type RowFormatName } from "../../formats/row-formats.ts";
import { withDigest } from "../../http/stream.ts";
import type { Column } from "../../sites/site.ts";
import type { TimeFormat } from "../../sites/time.ts";
import { DEIDENTIFIED, type View } from "./view.ts";

/** Rows as they are asked for: which, what of them, and in what form. */
export type Rows = {
  selection: Selection;
  columns: readonly Column[];
  view: View;
  format: RowFormatName;
  query: {
    "time-format"?: TimeFormat | undefined;
    trailer?: boolean | undefined;
    profile?: string | undefined;
  };
};

export const renderingOf = ({ columns, format, query }: Rows): Rendering => {
  const { layout, isTyped } = ROW_FORMATS[format];
  return { columns, layout, timeFormat: isTyped ? "micros" : (query["time-format"] ?? "iso") };
};

export const tableOf = ({ selection, columns, view, query }: Rows): Table => ({
  ...selection,
  columns,
  isDeidentified: view === DEIDENTIFIED,
  profile: query.profile,
});

/**
 * The body that rows become; how many have gone out is in the tally when the last of them has. A page is sent whole
 * and has no last record unasked.
 */
export function bodyOf(
  rows: Rows,
  chunks: AsyncIterable<RowChunk>,
  tally: { rows?: number | undefined },
  { isPage = false } = {},
): AsyncIterable<Piece> {
  const { write, trailer, pack } = ROW_FORMATS[rows.format];
  const pieces = write(tableOf(rows), chunks);
  const isProved = trailer && (rows.query.trailer ?? (trailer.byDefault && !isPage));
  const whole = isProved
    ? withDigest(pieces, (sha256) => trailer.record(tally.rows ?? 0, sha256))
    : pieces;
  return pack ? pack(whole) : whole;
}

export const headersOf = ({ columns, format }: Rows): Record<string, string> => ({
  "content-type": ROW_FORMATS[format].contentType,
  "ess-columns": csvHeader(columns),
  vary: "accept",
});
