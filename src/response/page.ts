import type { PagePlace, PageStart, WantedPage } from "../store/rows/page.ts";
import type { Key } from "../store/sql/selection.ts";
import { type Answer, jsonText } from "./answer.ts";
import { type Cursor, encodeCursor } from "./cursor.ts";
import { Problem, refuse } from "./problem.ts";

/** What a request says of the page that it wants. */
export type PageQuery = {
  page?: number | "last" | undefined;
  page_size?: number | undefined;
  cursor?: Cursor | undefined;
};

/** A list that is answered in pages. */
export type Listing<P extends PagePlace> = {
  /** List fingerprint; cursors from another list are rejected. */
  list: string;
  /** Parts of a row's key. */
  keyParts: number;
  /** Rows of a page that is not asked for by size. */
  size: number;
  page: (wanted: WantedPage) => Promise<P>;
  /** The rows of a page as JSON, comma separated. */
  write: (page: P) => string;
};

/** JSON schema of a page of rows. */
export const pageEnvelope = <R>(rows: R) => {
  const link = { type: ["string", "null"] as ("string" | "null")[], format: "uri" };
  return {
    type: "object" as const,
    required: ["count", "next", "previous", "results"],
    properties: { count: { type: "integer" as const }, next: link, previous: link, results: rows },
  };
};

/** A schema of the document by its name. */
export const schemaReference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** The schema of a list: a page of rows, or with `no_page` an array of all of them. Both are named after the row. */
export const listSchema = (row: string) => ({
  oneOf: [schemaReference(`${row}Page`), schemaReference(`${row}List`)],
});

/** A page, the rows of the whole list, and the addresses of the pages beside it. */
export type Found<P> = { page: P; count: number; next: string | null; previous: string | null };

/**
 * @throws {Problem} invalid_parameters for a cursor of another list, unknown_page for a page after the last
 */
export async function findPage<P extends PagePlace>(
  url: URL,
  query: PageQuery,
  listing: Omit<Listing<P>, "write">,
): Promise<Found<P>> {
  const size = query.page_size ?? listing.size;
  const { list } = listing;
  const { cursor } = query;
  // A key of another length can only be made up; Postgres would not compare it with the columns.
  if (cursor && (cursor.list !== list || cursor.key.length !== listing.keyParts)) refuseCursor();
  const isLast = !cursor && query.page === "last";
  const number = typeof query.page === "number" ? query.page : 1;
  const offset = (number - 1) * size;
  const start = isLast ? "last" : cursor ? startAt(cursor) : { offset };
  const page = await listing.page({ start, size, count: !cursor });
  const count = cursor?.count ?? page.count ?? 0;
  if (!cursor && number > 1 && offset >= count) throw unknownPage(number, Math.ceil(count / size));
  const position = isLast ? Math.max(0, count - page.rows) : positionOf(page, cursor, offset);
  const links = linksOf(page, { backwards: cursor?.direction === "before", position, count, list });
  return { page, count, next: link(url, links.next), previous: link(url, links.previous) };
}

/** A page in its envelope: count, next, previous, results. */
export async function answerPage<P extends PagePlace>(
  url: URL,
  query: PageQuery,
  listing: Listing<P>,
): Promise<Answer> {
  const { page, ...place } = await findPage(url, query, listing);
  const head = JSON.stringify(place);
  const body = `${head.slice(0, -1)},"results":[${listing.write(page)}]}`;
  return jsonText(body, { rows: page.rows });
}

/** The envelope's values as headers, for formats without an envelope. A missing neighbour has no link. */
export function pageHeaders({ page, count, next, previous }: Found<PagePlace>) {
  const links = Object.entries({ next, previous }).flatMap(([relation, address]) =>
    address === null ? [] : [`<${address}>; rel="${relation}"`],
  );
  return {
    "ess-count": String(count),
    "ess-rows": String(page.rows),
    ...(links.length > 0 ? { link: links.join(", ") } : {}),
  };
}

const startAt = ({ direction, key }: Cursor): PageStart =>
  direction === "after" ? { after: key } : { before: key };

/** Number of the page's first row in the whole list. */
function positionOf(page: PagePlace, cursor: Cursor | undefined, offset: number): number {
  if (!cursor) return offset + page.skipped;
  return Math.max(0, cursor.position - (cursor.direction === "before" ? page.rows : 0));
}

function linksOf(
  page: PagePlace,
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
function link(request: URL, cursor: Cursor | undefined): string | null {
  if (!cursor) return null;
  const url = new URL(request);
  url.searchParams.delete("page");
  url.searchParams.set("cursor", encodeCursor(cursor));
  return url.href;
}

function refuseCursor(): never {
  const detail = {
    ko: "다른 목록의 커서입니다. 경로, 기간, 필터를 그대로 두거나 cursor 없이 다시 시작하세요",
    en: "belongs to another list. Keep the same path, range and filters, or start again without cursor",
  };
  return refuse([{ in: "query", name: "cursor", code: "other_list", detail }]);
}

export const unknownPage = (page: number, last: number): Problem =>
  new Problem("unknown_page", {
    ko: `${page}페이지가 없습니다. 마지막 페이지: ${Math.max(1, last)}`,
    en: `There is no page ${page}. Last page: ${Math.max(1, last)}`,
  });
