import type { Context } from "hono";
import type * as z from "zod";
import type { Ask } from "../../db/client.ts";
import { askCount, askPage, type Page, type PageStart } from "../../db/page.ts";
import type { Rendering } from "../../db/render.ts";
import { type Key, orderColumns, type Selection } from "../../db/selection.ts";
import { jsonArrayTexts, jsonRows } from "../../formats/json.ts";
import type { AppEnv } from "../../http/app-env.ts";
import { type App, addOperation } from "../../http/contract.ts";
import { type Cursor, encodeCursor, fingerprint } from "../../http/cursor.ts";
import { siteDatabase } from "../../http/database.ts";
import { refuse } from "../../http/input.ts";
import { pageEnvelope, unknownPage } from "../../http/pages.ts";
import { wrong } from "../../http/parameter.ts";
import { pathSchema } from "../../http/place.ts";
import { listQuery, PAGE_SIZE, rangeOf } from "../../http/query.ts";
import type { Component } from "../../sites/site.ts";
import { type ListPlace, PLACES } from "./places.ts";
import { chosenColumns, readRequest } from "./request.ts";
import { streamRows } from "./stream.ts";
import { VIEWS, type View } from "./view.ts";

type Query = z.output<ReturnType<typeof listQuery>>;

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

const pageSchema = (row: ReturnType<View["rowSchema"]>) => {
  const rows = { type: "array" as const, items: row };
  return { anyOf: [pageEnvelope(rows), rows] };
};

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
    : answerPage(c, selection, rendering, query);
}

const streamAll = (c: Context<AppEnv>, selection: Selection, rendering: Rendering) =>
  streamRows(c, selection, rendering, {
    separator: "\n",
    growth: 4, // the names of the columns come in
    write: (chunks) => jsonArrayTexts(rendering.columns, chunks),
    headers: (rows) => ({ "content-type": "application/json", "ess-rows": String(rows) }),
  });

async function answerPage(
  c: Context<AppEnv>,
  selection: Selection,
  rendering: Rendering,
  query: Query,
): Promise<Response> {
  const size = query.page_size ?? PAGE_SIZE.byDefault;
  const ask = siteDatabase(c, selection.site);
  const list = fingerprintOf(selection);
  const { cursor } = query;
  // A key of another length can only be made up; Postgres would not compare it with the columns.
  if (cursor && (cursor.list !== list || cursor.key.length !== orderColumns(selection).length)) {
    refuseCursor();
  }
  const number = query.page === "last" ? await lastPage(ask, selection, size) : (query.page ?? 1);
  const offset = (number - 1) * size;
  const start = cursor ? startAt(cursor) : { offset };
  const page = await askPage(ask, selection, rendering, { start, size, count: !cursor });
  const count = cursor?.count ?? page.count ?? 0;
  if (!cursor && number > 1 && offset >= count) throw unknownPage(number, Math.ceil(count / size));
  const position = positionOf(page, cursor, offset);
  const links = linksOf(page, { backwards: cursor?.direction === "before", position, count, list });
  const head = JSON.stringify({
    count,
    next: link(c, links.next),
    previous: link(c, links.previous),
  });
  c.get("tally").rows = page.rows;
  const body = `${head.slice(0, -1)},"results":[${jsonRows(page, rendering.columns, ",")}]}`;
  return new Response(body, { headers: { "content-type": "application/json" } });
}

const lastPage = async (ask: Ask, selection: Selection, size: number): Promise<number> =>
  Math.max(1, Math.ceil((await askCount(ask, selection)) / size));

const startAt = ({ direction, key }: Cursor): PageStart =>
  direction === "after" ? { after: key } : { before: key };

/** Number of the page's first row in the whole list. */
function positionOf(page: Page, cursor: Cursor | undefined, offset: number): number {
  if (!cursor) return offset + page.skipped;
  return Math.max(0, cursor.position - (cursor.direction === "before" ? page.rows : 0));
}

function linksOf(
  page: Page,
  {
    backwards,
    position,
    count,
    list,
  }: { backwards: boolean; position: number; count: number; list: string },
): { next?: Cursor | undefined; previous?: Cursor | undefined } {
  const to = (direction: Cursor["direction"], key: Key | undefined, at: number) =>
    key && { direction, key, position: at, count, list };
  const hasNext = backwards || page.more;
  const hasPrevious = backwards ? page.more : position > 0;
  return {
    next: hasNext ? to("after", page.last, position + page.rows) : undefined,
    previous: hasPrevious ? to("before", page.first, position) : undefined,
  };
}

/** The address of the request with another place in the list. */
function link(c: Context<AppEnv>, cursor: Cursor | undefined): string | null {
  if (!cursor) return null;
  const url = new URL(c.req.url);
  url.searchParams.delete("page");
  url.searchParams.set("cursor", encodeCursor(cursor));
  return url.href;
}

const fingerprintOf = ({ site, component, bank, rack, start, end }: Selection): string =>
  fingerprint(JSON.stringify([site.id, component, bank, rack, start, end]));

function refuseCursor(): never {
  const fault = wrong(
    "other_list",
    "다른 목록의 커서입니다. 사이트, 뱅크, 랙, 기간이 같아야 합니다",
    "belongs to another list: site, bank, rack and range must be the same",
  );
  return refuse([{ in: "query", name: "cursor", ...fault }]);
}
