import { sql } from "drizzle-orm";
import type { StoredEvent } from "../../domain/events/item.ts";
import type { Ask } from "../sql/client.ts";
import { EVENT_COLUMNS, toEvent } from "./events.ts";
import type { ChangeKind } from "./webhooks.ts";

/** A numbered change of an event, with the current state of the event. */
export type Change = { change: number; kind: ChangeKind; event: StoredEvent };

type ChangeFilter = { sites: readonly number[]; level?: number | undefined };

/** The number of the latest change. */
export async function askLastChange(ask: Ask): Promise<number> {
  const [row] = await ask(sql`
    select coalesce(greatest((select max(began_change) from protection_event), (select max(ended_change) from protection_event),
      (select max(withdrawn_change) from protection_event)), 0) as change`);
  return Number(row?.change ?? 0);
}

/**
 * Changes after a number, in their order, `most` at a time: what was withdrawn is told of as that alone. `until` is the
 * number that all of them up to it have been looked at.
 */
export async function askChanges(
  ask: Ask,
  after: number,
  { sites, level }: ChangeFilter,
  most: number,
): Promise<{ changes: Change[]; until: number }> {
  const some = (kind: ChangeKind, column: string, isWithdrawn: boolean) => {
    const number = sql.raw(`e.${column}`);
    return sql`(select ${number} as change, ${kind}::text as kind, e.* from protection_event as e
      where ${number} > ${after}::bigint and e.withdrawn_change is ${sql.raw(isWithdrawn ? "not null" : "null")}
      order by ${number} limit ${most}::int)`;
  };
  const rows = await ask(sql`
    select e.change, e.kind, ${EVENT_COLUMNS} from (
      ${some("new", "began_change", false)} union all ${some("ended", "ended_change", false)}
      union all ${some("withdrawn", "withdrawn_change", true)}
    ) as e order by e.change limit ${most}::int`);
  const all = rows.map((row) => ({
    change: Number(row.change),
    kind: row.kind as ChangeKind,
    event: toEvent(row),
  }));
  return {
    changes: all.filter(
      ({ event }) => sites.includes(event.site) && (level === undefined || event.level === level),
    ),
    until: all.at(-1)?.change ?? after,
  };
}
