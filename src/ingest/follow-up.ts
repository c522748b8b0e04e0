import type { SQL } from "drizzle-orm";
import { isRolled } from "../site/rollup.ts";
import type { Place, Site } from "../site/site.ts";
import type { Backend } from "../store/backend.ts";
import { dueDays, toDueDay } from "../store/events/due-days.ts";
import type { TableFacts } from "../store/rows/facts.ts";
import type { Row } from "../store/sql/client.ts";
import { DatabaseError } from "../store/sql/error.ts";
import { sendDue, type WebhookSettings } from "./deliver.ts";
import { DAYS_OF_A_STEP, type EventsRun, runDays } from "./events.ts";

/** Whether events follow from a component's rows: not in a foreign database, nor without a platform database. */
export const followsEvents = (
  { component }: Place,
  { hasMarks }: TableFacts,
  { hasPlatform }: Backend,
): boolean => isRolled(component) && hasMarks && hasPlatform;

/** Asks, in the transaction that writes rows, which days of which banks and racks it has changed. */
export const justMarked = (site: Site): SQL => dueDays(site, DAYS_OF_A_STEP, "just marked");

/** What follows the writing of rows, beside the databases. */
export type FollowUp = { requestId: string; webhooks: WebhookSettings };

/**
 * Derives the events of rows that have just been written, so that they are seen at once; what changes nothing does
 * not delay the answer. Never fails: what is not done here stays marked for the job.
 */
export async function followEvents(
  site: Site,
  marks: readonly Row[],
  backend: Backend,
  { requestId, webhooks }: FollowUp,
): Promise<void> {
  if (marks.length === 0) return;
  const report = (error: unknown) => reportPostponed(requestId, error);
  try {
    const run = await runAgain(backend, site, marks);
    backend.later(run.finish().catch(report));
    if (run.deliveries > 0) {
      backend.later(sendDue(backend.platform().ask, site, webhooks).catch(report));
    }
  } catch (error) {
    report(error);
  }
}

const TRIES = 3;
const SERIALIZATION_FAILURE = "40001";

/** Another request may write the same banks or racks at the same time; the later one looks again. */
async function runAgain(backend: Backend, site: Site, marks: readonly Row[]): Promise<EventsRun> {
  const work = { ...backend.lastingPrimary(site), site, platform: backend.platform() };
  for (let tried = 1; ; tried++) {
    try {
      return await runDays(work, marks.map(toDueDay));
    } catch (error) {
      const wasFaster = error instanceof DatabaseError && error.sqlState === SERIALIZATION_FAILURE;
      if (!wasFaster || tried === TRIES) throw error;
    }
  }
}

function reportPostponed(requestId: string, error: unknown): void {
  const cause =
    error instanceof Error ? `${error.name}: ${error.message.slice(0, 300)}` : "unknown";
  const code = "events_postponed";
  console.error(JSON.stringify({ level: "error", request_id: requestId, code, cause }));
}
