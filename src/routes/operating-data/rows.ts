import { csvHeader } from "../../response/formats/csv.ts";
import type { Table } from "../../response/formats/parquet/metadata.ts";
import type { Piece } from "../../response/formats/pieces.ts";
import { ROW_FORMATS, type RowFormatName } from "../../response/formats/row-formats.ts";
import { withDigest } from "../../response/stream.ts";
import type { Column } from "../../site/site.ts";
import type { RowChunk } from "../../store/sql/layout.ts";
import type { Rendering } from "../../store/sql/render.ts";
import type { Selection } from "../../store/sql/selection.ts";
import type { TimeFormat } from "../../time/instant.ts";
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
