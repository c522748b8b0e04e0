import type { Context } from "hono";
import { askCount, askPage, type Page } from "../../db/page.ts";
import type { Rendering } from "../../db/render.ts";
import { orderColumns, type Selection } from "../../db/selection.ts";
import { jsonArrayTexts, jsonRows } from "../../formats/json.ts";
import type { AppEnv } from "../../http/app-env.ts";
import { type App, addOperation } from "../../http/contract.ts";
import { fingerprint } from "../../http/cursor.ts";
import { siteDatabase } from "../../http/database.ts";
import { answerPage, type Listing, pageSchema } from "../../http/page.ts";
import { pathSchema } from "../../http/place.ts";
import { listQuery, PAGE_SIZE, rangeOf } from "../../http/query.ts";
import type { Component } from "../../sites/site.ts";
import { type ListPlace, PLACES } from "./places.ts";
import { chosenColumns, readRequest } from "./request.ts";
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
      responses: {
        200: {
          description: "A page of rows, oldest first; with no_page a bare array of all of them",
          content: { "application/json": { schema: pageSchema(view.rowSchema(component)) } },
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
  const rendering: Rendering = {
    columns: await chosenColumns(c, selection, query),
    timeFormat: query["time-format"] ?? "iso",
    layout: "tsv",
  };
  return query.no_page
    ? streamAll(c, selection, rendering)
    : answerPage(c, query, listingOf(c, selection, rendering));
}

const streamAll = (c: Context<AppEnv>, selection: Selection, rendering: Rendering) =>
  streamRows(c, selection, rendering, {
    separator: "\n",
    growth: 4, // the names of the columns come in
    write: (chunks) => jsonArrayTexts(rendering.columns, chunks),
    headers: (rows) => ({ "content-type": "application/json", "ess-rows": String(rows) }),
  });

/** The list as it is answered in pages. */
function listingOf(c: Context<AppEnv>, selection: Selection, rendering: Rendering): Listing<Page> {
  const ask = siteDatabase(c, selection.site);
  const { site, component, bank, rack, start, end } = selection;
  return {
    list: fingerprint(JSON.stringify([site.id, component, bank, rack, start, end])),
    keyParts: orderColumns(selection).length,
    size: PAGE_SIZE.byDefault,
    count: () => askCount(ask, selection),
    page: (wanted) => askPage(ask, selection, rendering, wanted),
    write: (page) => jsonRows(page, rendering.columns, ","),
  };
}
