import { formatOf } from "../../request/format.ts";
import { listQuery, PAGE_SIZE } from "../../request/query.ts";
import { type Route, siteRoute } from "../../request/route.ts";
import type { Answer } from "../../response/answer.ts";
import { fingerprint } from "../../response/cursor.ts";
import { jsonRows } from "../../response/formats/json.ts";
import { collected } from "../../response/formats/pieces.ts";
import { LIST_FORMATS } from "../../response/formats/row-formats.ts";
import {
  answerPage,
  type Found,
  findPage,
  type Listing,
  listSchema,
  pageHeaders,
} from "../../response/page.ts";
import { askPage, type Page } from "../../store/rows/page.ts";
import type { Ask } from "../../store/sql/client.ts";
import { orderColumns } from "../../store/sql/selection.ts";
import { FILE_CONTENT, LIST_HEADERS } from "./contents.ts";
import { type ListPlace, PLACES } from "./places.ts";
import {
  bodyOf,
  chosenColumns,
  headersOf,
  type Rows,
  renderingOf,
  selectionOf,
  withQuality,
} from "./rows.ts";
import { streamRows } from "./stream.ts";
import { VIEWS, type View } from "./view.ts";

/** `GET /api/ess/[di/]operating-sites/{site}/…`: rows of operating data, as pages or as one streamed array. */
export const lists: readonly Route[] = VIEWS.flatMap((view) =>
  PLACES.map((place) => list(view, place)),
);

function list(view: View, { path, component, id, what }: ListPlace): Route {
  return siteRoute({
    method: "get",
    access: view.access,
    path: `/api/ess/${view.path}${path}`,
    operationId: `list${view.id}${id}`,
    tags: ["Operating data"],
    summary: `List the rows of ${what}${view.note}`,
    hasVersion: true,
    responses: {
      200: {
        description:
          "A page of rows, oldest first, or with `no_page=true` an array of all rows. Formats other than JSON contain the rows only; the headers describe the page",
        headers: LIST_HEADERS,
        content: {
          "application/json": { schema: listSchema(view.rowName(component)) },
          ...FILE_CONTENT,
        },
      },
    },
    component,
    view: view.shown,
    query: listQuery,
    plan(request) {
      const { query, url, env, headers, method } = request;
      const selection = selectionOf(request);
      const columns = chosenColumns(selection, query);
      const format = formatOf(headers, query, LIST_FORMATS);
      const isTransfer = query.no_page ?? false;
      return {
        rows: { ...selection, isTransfer },
        streaming: isTransfer,
        asked: { selection, columns, view, query, format } satisfies Rows,
        page: query,
        url,
        windows: env,
        isHead: method === "HEAD",
      };
    },
    async answer({ streaming, asked, page, url, ...how }, ask) {
      if (streaming) return streamRows(ask, { asked, ...how });
      const rows = await withQuality(ask, asked);
      if (rows.format !== "json") {
        return barePage(rows, await findPage(url, page, listingOf(ask, rows)));
      }
      const answer = await answerPage(url, page, listingOf(ask, rows));
      return { ...answer, headers: { ...answer.headers, vary: "accept" } };
    },
  });
}

/** A page without envelope: the headers contain count, next and previous. */
async function barePage(rows: Rows, found: Found<Page>): Promise<Answer> {
  const { text, rows: count } = found.page;
  async function* chunks() {
    if (count > 0) yield { bytes: new TextEncoder().encode(text), rows: count };
  }
  const tally = { rows: count };
  const body = await collected(bodyOf(rows, chunks(), tally, { isPage: true }));
  return { body, headers: { ...headersOf(rows), ...pageHeaders(found) }, tally };
}

/** The list as pages. */
function listingOf(ask: Ask, rows: Rows): Listing<Page> {
  const { selection, columns } = rows;
  const { site, component, bank, rack, start, end } = selection;
  return {
    list: fingerprint(JSON.stringify([site.id, component, bank, rack, start, end])),
    keyParts: orderColumns(selection).length,
    size: PAGE_SIZE.byDefault,
    page: (wanted) => askPage(ask, selection, renderingOf(rows), wanted),
    write: (page) => jsonRows(page, columns, ","),
  };
}
