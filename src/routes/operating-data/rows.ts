import { columnsOf } from "../../request/fields.ts";
import { wrong } from "../../request/parameter.ts";
import { rangeOf } from "../../request/query.ts";
import type { SiteRequest } from "../../request/request.ts";
import { csvHeader } from "../../response/formats/csv.ts";
import type { Table } from "../../response/formats/parquet/metadata.ts";
import type { Piece } from "../../response/formats/pieces.ts";
import { ROW_FORMATS, type RowFormatName } from "../../response/formats/row-formats.ts";
import { refuse } from "../../response/problem.ts";
import { withDigest } from "../../response/stream.ts";
import type { Tally } from "../../response/tally.ts";
import { withoutChangeLog } from "../../response/unfit.ts";
import { type Column, QUALITY } from "../../site/site.ts";
import { askFacts } from "../../store/rows/facts.ts";
import type { Ask } from "../../store/sql/client.ts";
import type { RowChunk } from "../../store/sql/layout.ts";
import type { Rendering } from "../../store/sql/render.ts";
import type { Selection } from "../../store/sql/selection.ts";
import type { TimeFormat } from "../../time/instant.ts";
import { profileColumns } from "./profile.ts";
import { DEIDENTIFIED, type View } from "./view.ts";

/** Requested rows: selection, columns, view and format. */
export type Rows = {
  selection: Selection;
  columns: readonly Column[];
  view: View;
  format: RowFormatName;
  query: RowQuery;
};

type RowQuery = Parameters<typeof columnsOf>[1] & {
  quality?: boolean | undefined;
  profile?: string | undefined;
  "time-format"?: TimeFormat | undefined;
  trailer?: boolean | undefined;
};

/** The rows of a place within the range of the query. */
export const selectionOf = ({
  site,
  component,
  bank,
  rack,
  query,
}: Pick<
  SiteRequest<Parameters<typeof rangeOf>[0]>,
  "site" | "component" | "bank" | "rack" | "query"
>): Selection => ({
  site,
  component,
  bank,
  rack,
  ...rangeOf(query),
});

/**
 * The columns that `fields` and `omit` leave, in the order of the catalog, or those of a profile.
 * @throws {Problem} invalid_parameters if no column is left
 */
export function chosenColumns(place: Selection, query: RowQuery): Column[] {
  if (query.profile !== undefined) return profileColumns(place);
  const columns = columnsOf(place, query);
  if (columns.length === 0) {
    const fault = wrong(
      "nothing_left",
      "모든 필드가 제외됩니다. 필드를 하나 이상 남기세요",
      "omits all fields. Keep at least one",
    );
    refuse([{ in: "query", name: "omit", ...fault }]);
  }
  return columns;
}

/**
 * Adds the bit mask of implausible values if `quality=1`.
 * @throws {Problem} unfit_table if the table has no such column
 */
export async function withQuality<R extends Pick<Rows, "columns" | "query" | "selection">>(
  ask: Ask,
  rows: R,
): Promise<R> {
  if (!rows.query.quality) return rows;
  const { hasChangeLog } = await askFacts(ask, rows.selection);
  if (!hasChangeLog) throw withoutChangeLog(rows.selection.component);
  return { ...rows, columns: [...rows.columns, QUALITY] };
}

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
 * The body of a response. The tally has the number of rows once the last row is sent. A page has no trailer unless
 * `trailer=1`.
 */
export function bodyOf(
  rows: Rows,
  chunks: AsyncIterable<RowChunk>,
  tally: Tally,
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
