import type { Context } from "hono";
import type { Rendering } from "../../db/render.ts";
import type { Selection } from "../../db/selection.ts";
import { CRLF, csvHeader, csvPieces } from "../../formats/csv.ts";
import type { AppEnv } from "../../http/app-env.ts";
import { type App, addOperation } from "../../http/contract.ts";
import { type Given, givenOf } from "../../http/input.ts";
import { pathSchema } from "../../http/place.ts";
import { downloadQuery, rangeOf } from "../../http/query.ts";
import { withDigest } from "../../http/stream.ts";
import type { Column } from "../../sites/site.ts";
import { utcText } from "../../sites/time.ts";
import { chosenColumns, readRequest } from "./request.ts";
import { streamRows } from "./stream.ts";
import { VIEWS, type View } from "./view.ts";

/** `GET /api/ess/download/[di/]operating-sites/{s}/{component}/`: a whole component as a CSV file, streamed. */
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
      summary: `A component (all banks, all racks) as CSV${view.note}`,
      request: { params: pathSchema(path), query: downloadQuery() },
      responses: {
        200: {
          description:
            "CSV (RFC 4180) of every row of the range, oldest first. HEAD gives the headers alone. A transfer that fails midway is broken, never ended early",
          headers: {
            "ESS-Rows": { schema: { type: "integer" }, description: "Number of rows in the file" },
            "ESS-Columns": {
              schema: { type: "string" },
              description: "The header line of the file",
            },
          },
          content: { "text/csv": { schema: { type: "string" } } },
        },
      },
    },
    (c) => download(c, path, view),
  );
}

async function readDownload(c: Context<AppEnv>, path: string, view: View, given: Given) {
  const read = await readRequest(c, path, undefined, downloadQuery, { view, given });
  const { site, component, query } = read;
  const selection: Selection = { site, component, ...rangeOf(query) };
  return { selection, columns: await chosenColumns(c, selection, query), query };
}

async function download(c: Context<AppEnv>, path: string, view: View): Promise<Response> {
  const { selection, columns, query } = await readDownload(c, path, view, givenOf(c));
  const file = fileName(selection, view);
  const rendering: Rendering = {
    columns,
    timeFormat: query["time-format"] ?? "iso",
    layout: "csv",
  };
  return streamRows(c, selection, rendering, {
    separator: CRLF,
    growth: 1,
    write: (chunks) => {
      const pieces = csvPieces(columns, chunks);
      const trailer = (sha256: string) => `_end,${c.get("tally").rows},${sha256}${CRLF}`;
      return query.trailer ? withDigest(pieces, trailer) : pieces;
    },
    headers: (rows) => headers(file, columns, rows),
  });
}

const headers = (file: string, columns: readonly Column[], rows: number) => ({
  "content-type": "text/csv; charset=utf-8; header=present",
  "content-disposition": `attachment; filename="${file}"`,
  "ess-rows": String(rows),
  "ess-columns": csvHeader(columns),
});

function fileName({ site, component, start, end }: Selection, view: View): string {
  const stamp = (micros: number) => utcText(micros).replace(/[-:]|\.\d+/g, "");
  const range = [start, end].filter((bound) => bound !== undefined).map(stamp);
  return [`ess-site-${site.id}-${component}${view.file}`, ...range].join("_").concat(".csv");
}
