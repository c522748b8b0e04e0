import { formatOf } from "../../request/format.ts";
import { checkPlace } from "../../request/locate.ts";
import { downloadQuery } from "../../request/query.ts";
import { type Route, siteRoute } from "../../request/route.ts";
import { FILE_FORMATS, ROW_FORMATS } from "../../response/formats/row-formats.ts";
import { fileName } from "../../site/file-name.ts";
import { FILE_CONTENT, ROW_HEADERS } from "./contents.ts";
import { chosenColumns, type Rows, selectionOf, tableOf } from "./rows.ts";
import { streamRows } from "./stream.ts";
import { VIEWS, type View } from "./view.ts";

/** `GET /api/ess/download/[di/]operating-sites/{site}/{component}/`: streams the rows of a component as a file. */
export const downloads: readonly Route[] = VIEWS.map(download);

function download(view: View): Route {
  return siteRoute({
    method: "get",
    access: view.access,
    path: `/api/ess/download/${view.path}operating-sites/{site}/{component}/`,
    operationId: `download${view.id}`,
    tags: ["Downloads"],
    summary: `Download the rows of a component as a file${view.note}`,
    hasVersion: true,
    responses: {
      200: {
        description:
          "All rows of the range, oldest first, as CSV (RFC 4180), gzipped CSV, NDJSON or Parquet. HEAD returns the headers. Range requests are not supported. If the transfer fails, the connection is aborted: a truncated file never looks complete",
        headers: ROW_HEADERS,
        content: FILE_CONTENT,
      },
    },
    view: view.shown,
    query: downloadQuery,
    plan({ site, component, query, env, headers, method }) {
      const { bank, rack } = query;
      checkPlace(site, bank, rack);
      const selection = selectionOf({ site, component, bank, rack, query });
      const columns = chosenColumns(selection, query);
      const format = formatOf(headers, query, FILE_FORMATS);
      const rows: Rows = { selection, columns, view, query, format };
      const name = fileName({ siteId: site.id, ...tableOf(rows) }, ROW_FORMATS[format].extension);
      return {
        rows: { ...selection, isTransfer: true },
        asked: rows,
        windows: env,
        isHead: method === "HEAD",
        headers: {
          "content-disposition": `attachment; filename="${name}"`,
          "accept-ranges": "none",
        },
      };
    },
    answer: ({ asked, ...how }, ask) => streamRows(ask, { asked, ...how }),
  });
}
