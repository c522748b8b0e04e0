import type { Context } from "hono";
import type { AppEnv } from "../../context.ts";
import { type App, addOperation } from "../../request/contract.ts";
import { formatOf } from "../../request/format.ts";
import { type Given, givenOf } from "../../request/input.ts";
import { checkPlace, pathSchema } from "../../request/place.ts";
import { downloadQuery, rangeOf } from "../../request/query.ts";
import { answerOfRows } from "../../response/cache/answer.ts";
import { FILE_FORMATS, ROW_FORMATS } from "../../response/formats/row-formats.ts";
import { fileName } from "../../site/file-name.ts";
import type { Selection } from "../../store/sql/selection.ts";
import { FILE_CONTENT, ROW_HEADERS } from "./contents.ts";
import { chosenColumns, readRequest } from "./request.ts";
import { type Rows, tableOf } from "./rows.ts";
import { streamRows } from "./stream.ts";
import { VIEWS, type View } from "./view.ts";

/** `GET /api/ess/download/[di/]operating-sites/{s}/{component}/`: a whole component as a file, streamed. */
export function addDownloads(app: App): void {
  for (const view of VIEWS) addDownload(app, view);
}

function addDownload(app: App, view: View): void {
  const path = `/api/ess/download/${view.path}operating-sites/{s}/{component}/`;
  addOperation(
    app,
    {
      method: "get",
      access: view.access,
      path,
      readLinked: (c, given) => readDownload(c, path, view, given),
      operationId: `download${view.id}`,
      tags: ["Downloads"],
      summary: `A component (all banks and racks, or one) as a file${view.note}`,
      request: { params: pathSchema(path), query: downloadQuery() },
      hasVersion: true,
      responses: {
        200: {
          description:
            "A file of every row of the range, oldest first: CSV (RFC 4180), the same in gzip, NDJSON or Parquet. HEAD gives the headers alone, and there are no parts of it. A transfer that fails midway is broken, never ended early",
          headers: ROW_HEADERS,
          content: FILE_CONTENT,
        },
      },
    },
    (c) => download(c, path, view),
  );
}

async function readDownload(c: Context<AppEnv>, path: string, view: View, given: Given) {
  const read = await readRequest(c, path, undefined, downloadQuery, { view, given });
  const { site, component, query } = read;
  const { bank, rack } = query;
  checkPlace(site, bank, rack);
  const selection: Selection = { site, component, bank, rack, ...rangeOf(query) };
  return { selection, columns: await chosenColumns(c, selection, query), query };
}

async function download(c: Context<AppEnv>, path: string, view: View): Promise<Response> {
  const read = await readDownload(c, path, view, givenOf(c));
  const rows: Rows = { ...read, view, format: formatOf(c, read.query, FILE_FORMATS) };
  const { site, ...table } = tableOf(rows);
  const file = fileName({ siteId: site.id, ...table }, ROW_FORMATS[rows.format].extension);
  const headers = {
    "content-disposition": `attachment; filename="${file}"`,
    "accept-ranges": "none",
  };
  return answerOfRows(c, rows.selection, (ask) => streamRows(c, ask, rows, headers), {
    isTransfer: true,
  });
}
