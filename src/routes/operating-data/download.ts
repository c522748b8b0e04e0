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

/** `GET /api/ess/download/[di/]operating-sites/{site}/{component}/`: a whole component as a file, streamed. */
export const downloads: readonly Route[] = VIEWS.map(download);

function download(view: View): Route {
  return siteRoute({
    method: "get",
    access: view.access,
    path: `/api/ess/download/${view.path}operating-sites/{site}/{component}/`,
    operationId: `download${view.id}`,
    tags: ["Downloads"],
    summary: `A component (all banks and racks, or one) as a file${view.note}`,
    hasVersion: true,
    responses: {
      200: {
        description:
          "A file of every row of the range, oldest first: CSV (RFC 4180), the same in gzip, NDJSON or Parquet. HEAD gives the headers alone, and there are no parts of it. A transfer that fails midway is broken, never ended early",
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
