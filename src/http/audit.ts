import type { Context } from "hono";
import { type AuditEnding, type AuditEntry, completeAudit, insertAudit } from "../db/audit.ts";
import type { Ask } from "../db/client.ts";
import { platformDatabaseUrl, readEnv } from "../env.ts";
import type { AppEnv } from "./app-env.ts";
import { platformAtOnce } from "./database.ts";

type What = Pick<AuditEntry, "action" | "site" | "start" | "end" | "query">;

/**
 * Writes down that a transfer begins, and when `ending` comes what became of it; the answer waits for neither.
 * A transfer that its worker did not outlive stays without an outcome.
 */
export function auditTransfer(c: Context<AppEnv>, what: What, ending: Promise<AuditEnding>): void {
  const ask = auditDatabase(c);
  if (!ask) return;
  const entry = entryOf(c, what);
  const begun = insertAudit(ask, entry);
  const done = Promise.all([ending, begun]).then(([end]) => completeAudit(ask, entry.id, end));
  c.executionCtx.waitUntil(done.catch((error) => report(c, error)));
}

/**
 * Writes down what is about to be done: who cannot be held to account does not get it done.
 * @throws {DatabaseError}
 */
export async function auditAction(c: Context<AppEnv>, what: What, rows?: number): Promise<void> {
  const ask = auditDatabase(c);
  if (ask) await insertAudit(ask, entryOf(c, what), completed(rows));
}

/** Writes down what was done; the answer does not wait for it. */
export function auditLater(c: Context<AppEnv>, what: What, rows?: number): void {
  const ask = auditDatabase(c);
  if (!ask) return;
  const done = insertAudit(ask, entryOf(c, what), completed(rows));
  c.executionCtx.waitUntil(done.catch((error) => report(c, error)));
}

const completed = (rows: number | undefined): AuditEnding => ({
  outcome: "complete",
  ...(rows === undefined ? {} : { rows }),
});

/** None where no platform database is configured: then there are no keys either. */
const auditDatabase = (c: Context<AppEnv>): Ask | undefined =>
  platformDatabaseUrl(readEnv(c.env)) === undefined ? undefined : platformAtOnce(c);

const entryOf = (c: Context<AppEnv>, what: What): AuditEntry => ({
  id: crypto.randomUUID(),
  requestId: c.get("requestId"),
  key: c.get("caller").key,
  byLink: c.get("caller").via === "link",
  route: c.get("route") ?? "",
  ...what,
});

function report(c: Context<AppEnv>, error: unknown): void {
  const cause = error instanceof Error ? error.name : "unknown";
  console.error(
    JSON.stringify({ level: "error", request_id: c.get("requestId"), code: "audit_lost", cause }),
  );
}
