import type { Context } from "hono";
import type * as z from "zod";
import type { AppEnv } from "../../context.ts";
import { type App, addOperation } from "../../request/contract.ts";
import { formatOf } from "../../request/format.ts";
import { pathSchema } from "../../request/place.ts";
import { listQuery, PAGE_SIZE, rangeOf } from "../../request/query.ts";
import { answerOfRows } from "../../response/cache/answer.ts";
import { fingerprint } from "../../response/cursor.ts";
import { jsonRows } from "../../response/formats/json.ts";
import { collected } from "../../response/formats/pieces.ts";
import { LIST_FORMATS } from "../../response/formats/row-formats.ts";
import {
  answerPage,
  findPage,
  type Listing,
  pageHeaders,
  pageSchema,
} from "../../response/page.ts";
import type { Component } from "../../site/site.ts";
import { askPage, type Page } from "../../store/rows/page.ts";
import type { Ask } from "../../store/sql/client.ts";
import { orderColumns, type Selection } from "../../store/sql/selection.ts";
import { FILE_CONTENT, LIST_HEADERS } from "./contents.ts";
import { type ListPlace, PLACES } from "./places.ts";
import { chosenColumns, readRequest } from "./request.ts";
import { bodyOf, headersOf, type Rows, renderingOf } from "./rows.ts";
import { streamRows } from "./stream.ts";
import { VIEWS, type View } from "./view.ts";

/** `GET /api/ess/[di/]operating-sites/{s}/…`: rows of operating data, in pages or as one streamed array. */
export function addLists(app: App): void {
  for (const view of VIEWS) {
    for (const place of PLACES) addList(app, view, place);
  }
}

function addList(app: App, view: View, { path, component, id, what }: ListPlace): void {
  const contractPath = `/api/ess/${view.path}${path}`;
  addOperation(
    app,
    {
      method: "get",
      access: view.access,
      path: contractPath,
      operationId: `list${view.id}${id}`,
      tags: ["Operating data"],
      summary: `Rows of ${what}${view.note}`,
      request: { params: pathSchema(contractPath), query: listQuery() },
      hasVersion: true,
      responses: {
        200: {
          description:
            "A page of rows, oldest first; with no_page a bare array of all of them. In another format the rows alone, and what is said of the page in the headers",
          headers: LIST_HEADERS,
          content: {
            "application/json": { schema: pageSchema(view.rowSchema(component)) },
            ...FILE_CONTENT,
          },
        },
      },
    },
    (c) => list(c, contractPath, component, view),
  );
}

async function list(
  c: Context<AppEnv>,
  path: string,
  component: Component,
  view: View,
): Promise<Response> {
  const { site, bank, rack, query } = await readRequest(c, path, component, listQuery, { view });
  const selection: Selection = { site, component, bank, rack, ...rangeOf(query) };
  const columns = await chosenColumns(c, selection, query);
  const rows: Rows = {
    selection,
    columns,
    view,
    query,
    format: formatOf(c, query, LIST_FORMATS),
  };
  return answerOfRows(c, selection, (ask) => answer(c, ask, rows, query), {
    isTransfer: query.no_page ?? false,
  });
}

async function answer(
  c: Context<AppEnv>,
  ask: Ask,
  rows: Rows,
  query: ListQuery,
): Promise<Response> {
  if (query.no_page) return streamRows(c, ask, rows);
  if (rows.format === "json") {
    const page = await answerPage(c, query, listingOf(ask, rows));
    page.headers.set("vary", "accept");
    return page;
  }
  return answerBarePage(c, rows, await findPage(c, query, listingOf(ask, rows)));
}

type ListQuery = z.output<ReturnType<typeof listQuery>>;

/** A page of rows alone: what an envelope would say is in its headers. */
async function answerBarePage(
  c: Context<AppEnv>,
  rows: Rows,
  found: Awaited<ReturnType<typeof findPage<Page>>>,
): Promise<Response> {
  const { text, rows: count } = found.page;
  async function* chunks() {
    if (count > 0) yield { bytes: new TextEncoder().encode(text), rows: count };
  }
  const body = await collected(bodyOf(rows, chunks(), c.get("tally"), { isPage: true }));
  return new Response(body, { headers: { ...headersOf(rows), ...pageHeaders(found) } });
}

/** The list as it is answered in pages. */
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
