import { type SQL, sql } from "drizzle-orm";
import { utcText } from "../../time/instant.ts";
import type { Ask } from "../sql/client.ts";

/** What somebody did: a transfer of data, or a change of keys. */
export type AuditEntry = {
  /** A UUID. */
  id: string;
  requestId: string;
  /** Lookup part of the key; undefined where none was needed. */
  key?: string | undefined;
  byLink: boolean;
  action: string;
  /** Pattern of the address. */
  route: string;
  site?: number | undefined;
  /** Range of rows, microseconds since 1970. */
  start?: number | undefined;
  end?: number | undefined;
  query?: string | undefined;
};

export type AuditEnding = { rows?: number; bytes?: number; outcome: string };

/** Writes an entry down; with `ending` as one that is over already. */
export async function insertAudit(
  ask: Ask,
  entry: AuditEntry,
  ending?: AuditEnding,
): Promise<void> {
  const time = (micros: number | undefined) => (micros === undefined ? null : utcText(micros));
  await ask(sql`
    insert into audit (id, request_id, key, by_link, action, route, site, range_start, range_end, query, rows, bytes, outcome, ended_at)
    values (${entry.id}::uuid, ${entry.requestId}, ${entry.key ?? null}, ${entry.byLink}, ${entry.action}, ${entry.route}, ${entry.site ?? null}::int,
      ${time(entry.start)}::timestamptz, ${time(entry.end)}::timestamptz, ${entry.query ?? null},
      ${ending?.rows ?? null}::bigint, ${ending?.bytes ?? null}::bigint, ${ending?.outcome ?? null}::text,
      case when ${ending !== undefined}::boolean then now() end)`);
}

export async function completeAudit(ask: Ask, id: string, ending: AuditEnding): Promise<void> {
  await ask(sql`
    update audit set rows = ${ending.rows ?? null}::bigint, bytes = ${ending.bytes ?? null}::bigint,
      outcome = ${ending.outcome}::text, ended_at = now()
    where id = ${id}::uuid`);
}

export type AuditFilter = {
  key?: string | undefined;
  /** Only these sites; entries without a site are then left out. */
  sites?: readonly number[] | undefined;
  start?: number | undefined;
  end?: number | undefined;
  /** Only entries before this one. */
  before?: number | undefined;
  size: number;
};

/** Entries as JSON texts, the newest first; `next` is where the rest begins. */
export async function askAudit(
  ask: Ask,
  filter: AuditFilter,
): Promise<{ entries: string[]; next?: number | undefined }> {
  const conditions: SQL[] = [sql`true`];
  if (filter.key !== undefined) conditions.push(sql`key = ${filter.key}`);
  if (filter.sites) conditions.push(sql`site = any(${`{${filter.sites.join(",")}}`}::int[])`);
  if (filter.start !== undefined) conditions.push(sql`at >= ${utcText(filter.start)}::timestamptz`);
  if (filter.end !== undefined) conditions.push(sql`at < ${utcText(filter.end)}::timestamptz`);
  if (filter.before !== undefined) conditions.push(sql`number < ${filter.before}::bigint`);
  const rows = await ask(sql`
    select number, json_build_object('at', at, 'request_id', request_id, 'key', key, 'by_link', by_link,
      'action', action, 'route', route, 'operating_site', site, 'start_time', range_start, 'end_time', range_end,
      'query', query, 'rows', rows, 'bytes', bytes, 'outcome', outcome, 'ended_at', ended_at)::text as entry
    from audit where ${sql.join(conditions, sql` and `)} order by number desc limit ${filter.size + 1}`);
  const page = rows.slice(0, filter.size);
  return {
    entries: page.map(({ entry }) => entry ?? "null"),
    next: rows.length > page.length ? Number(page.at(-1)?.number) : undefined,
  };
}
