import { sql } from "drizzle-orm";
import type { StoredEvent } from "../../domain/events/item.ts";
import type { Ask, Row, Transact } from "../sql/client.ts";
import { EVENT_COLUMNS, toEvent } from "./events.ts";

/** Where a site's events are sent to. */
export type Webhook = {
  /** Random; the secret is derived from it. */
  id: string;
  url: string;
  levels: readonly number[];
  language: "ko" | "en";
  /** Milliseconds since 1970. */
  createdAt: number;
};

export type ChangeKind = "new" | "ended" | "withdrawn";

/** A message that was or is to be sent. `status` is that of the last answer; times are milliseconds since 1970. */
export type Delivery = {
  change: number;
  kind: ChangeKind;
  event: number;
  attempts: number;
  status: number | null;
  outcome: "delivered" | "given up" | "pending";
  sentAt: number | null;
  dueAt: number;
};

const COLUMNS = sql`id, url, to_json(levels)::text as levels, language, (extract(epoch from created_at) * 1000)::bigint as created_at`;

export async function askWebhook(ask: Ask, site: number): Promise<Webhook | undefined> {
  const [row] = await ask(sql`select ${COLUMNS} from protection_webhook where site = ${site}::int`);
  return row && toWebhook(row);
}

/** Sets a site's webhook in place of the one before, whose messages are not sent any more. */
export async function putWebhook(
  transact: Transact,
  site: number,
  { id, url, levels, language }: Omit<Webhook, "createdAt">,
  by: string | undefined,
): Promise<Webhook> {
  const results = await transact([
    giveUp(site),
    sql`insert into protection_webhook as w (site, id, url, levels, language, created_by)
      values (${site}::int, ${id}, ${url}, ${`{${levels.join(",")}}`}::int[], ${language}, ${by ?? null}::text)
      on conflict (site) do update set id = excluded.id, url = excluded.url, levels = excluded.levels,
        language = excluded.language, created_at = now(), created_by = excluded.created_by
      returning ${COLUMNS}`,
  ]);
  const row = results[1]?.[0];
  if (!row) throw new Error("insert … returning returned no row");
  return toWebhook(row);
}

export async function deleteWebhook(transact: Transact, site: number): Promise<void> {
  await transact([giveUp(site), sql`delete from protection_webhook where site = ${site}::int`]);
}

const giveUp = (site: number) =>
  sql`update protection_delivery set outcome = 'given up' where site = ${site}::int and outcome is null`;

function toWebhook(row: Row): Webhook {
  return {
    id: row.id ?? "",
    url: row.url ?? "",
    levels: JSON.parse(row.levels ?? "[]"),
    language: row.language === "en" ? "en" : "ko",
    createdAt: Number(row.created_at),
  };
}

/** The last messages of a site, the newest first. */
export async function askDeliveries(ask: Ask, site: number, most: number): Promise<Delivery[]> {
  const rows = await ask(sql`
    select change, kind, event, attempts, status, outcome, (extract(epoch from sent_at) * 1000)::bigint as sent_at,
      (extract(epoch from due_at) * 1000)::bigint as due_at
    from protection_delivery where site = ${site}::int order by id desc limit ${most}::int`);
  return rows.map((row) => ({
    change: Number(row.change),
    kind: row.kind as ChangeKind,
    event: Number(row.event),
    attempts: Number(row.attempts),
    status: row.status == null ? null : Number(row.status),
    outcome: (row.outcome ?? "pending") as Delivery["outcome"],
    sentAt: row.sent_at == null ? null : Number(row.sent_at),
    dueAt: Number(row.due_at),
  }));
}

/** A message that is due, with the event as it is now. */
export type Due = {
  id: number;
  attempts: number;
  change: number;
  kind: ChangeKind;
  webhook: Pick<Webhook, "id" | "url" | "language">;
  event: StoredEvent;
};

/** Waits between attempts; after the one that follows the last of them a message is given up. */
const WAITS = ["1 min", "5 min", "30 min", "2 hours", "6 hours", "24 hours"];
export const MOST_ATTEMPTS = WAITS.length + 1;

/**
 * Takes messages that are due, for one attempt each: the next one is written down before, so that a sender that
 * dies loses none.
 */
export async function takeDue(ask: Ask, site: number, most: number): Promise<Due[]> {
  const waits = `{${WAITS.map((wait) => `"${wait}"`).join(",")}}`;
  const rows = await ask(sql`
    with due as (
      select d.id from protection_delivery as d join protection_webhook as w on w.site = d.site and w.id = d.webhook
      where d.site = ${site}::int and d.outcome is null and d.due_at <= now()
      order by d.id limit ${most}::int for update of d skip locked
    ), taken as (
      update protection_delivery as d set attempts = attempts + 1, sent_at = now(),
        due_at = now() + coalesce((${waits}::interval[])[attempts + 1], interval '1 min')
      from due where d.id = due.id returning d.*
    )
    select d.id as delivery, d.attempts, d.change, d.kind, w.id as webhook, w.url, w.language, ${EVENT_COLUMNS}
    from taken as d join protection_webhook as w on w.site = d.site join protection_event as e on e.id = d.event order by d.id`);
  return rows.map((row) => ({
    id: Number(row.delivery),
    attempts: Number(row.attempts),
    change: Number(row.change),
    kind: row.kind as ChangeKind,
    webhook: {
      id: row.webhook ?? "",
      url: row.url ?? "",
      language: row.language === "en" ? ("en" as const) : ("ko" as const),
    },
    event: toEvent(row),
  }));
}

/** Notes what became of attempts; `status` is null where there was no answer. */
export async function noteAttempts(
  ask: Ask,
  attempts: readonly { id: number; status: number | null; outcome: Delivery["outcome"] }[],
): Promise<void> {
  await ask(sql`
    update protection_delivery as d set status = g.status, outcome = nullif(g.outcome, 'pending')
    from jsonb_to_recordset(${JSON.stringify(attempts)}::jsonb) as g (id bigint, status int, outcome text) where d.id = g.id`);
}
