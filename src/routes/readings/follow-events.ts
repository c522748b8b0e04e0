import type { SQL } from "drizzle-orm";
import type { Context } from "hono";
import type { AppEnv } from "../../context.ts";
import { platformDatabaseUrl, readEnv } from "../../env.ts";
import { DAYS_OF_A_STEP, type EventsRun, runDays } from "../../jobs/events.ts";
import { sendDue } from "../../jobs/webhooks.ts";
import { isOpen } from "../../request/open.ts";
import {
  lastingSitePrimary,
  platformDatabase,
  platformTransaction,
} from "../../response/database.ts";
import { isRolled } from "../../site/rollup.ts";
import type { Place, Site } from "../../site/site.ts";
import { dueDays, toDueDay } from "../../store/events/due-days.ts";
import type { TableFacts } from "../../store/rows/facts.ts";
import type { Row } from "../../store/sql/client.ts";
import { DatabaseError } from "../../store/sql/error.ts";

/** Whether events follow from a component's rows here: not in a database of others, nor without one for them. */
export const followsEvents = (
  c: Context<AppEnv>,
  { component }: Place,
  { hasMarks }: TableFacts,
): boolean => isRolled(component) && hasMarks && platformDatabaseUrl(readEnv(c.env)) !== undefined;

/** Asks, in the transaction that writes rows, which days of which banks and racks it has changed. */
export const justMarked = (site: Site): SQL => dueDays(site, DAYS_OF_A_STEP, "just marked");

/**
 * Derives the events of rows that have just been written, so that they are seen at once; what is no change waits
 * for nothing. Never fails: what is not done here stays marked for the job.
 */
export async function followEvents(
  c: Context<AppEnv>,
  site: Site,
  marks: readonly Row[],
): Promise<void> {
  if (marks.length === 0) return;
  try {
    const run = await runAgain(c, site, marks);
    c.executionCtx.waitUntil(run.finish().catch((error) => report(c, error)));
    if (run.deliveries > 0) c.executionCtx.waitUntil(deliver(c, site));
  } catch (error) {
    report(c, error);
  }
}

const TRIES = 3;
const SERIALIZATION_FAILURE = "40001";

/** Another request may write the same banks or racks at the same time; who is later looks again. */
async function runAgain(c: Context<AppEnv>, site: Site, marks: readonly Row[]): Promise<EventsRun> {
  const platform = { ask: platformDatabase(c), transact: platformTransaction(c) };
  const work = { ...lastingSitePrimary(c, site), site, platform };
  for (let tried = 1; ; tried++) {
    try {
      return await runDays(work, marks.map(toDueDay));
    } catch (error) {
      const wasFaster = error instanceof DatabaseError && error.sqlState === SERIALIZATION_FAILURE;
      if (!wasFaster || tried === TRIES) throw error;
    }
  }
}

async function deliver(c: Context<AppEnv>, site: Site): Promise<void> {
  const settings = { key: readEnv(c.env).WEBHOOK_KEY, allowsPrivate: isOpen(c) };
  await sendDue(platformDatabase(c), site, settings).catch((error) => report(c, error));
}

function report(c: Context<AppEnv>, error: unknown): void {
  const cause =
    error instanceof Error ? `${error.name}: ${error.message.slice(0, 300)}` : "unknown";
  const code = "events_postponed";
  console.error(JSON.stringify({ level: "error", request_id: c.get("requestId"), code, cause }));
}
