import type { Caller } from "../../domain/access/scopes.ts";
import type { Ask } from "../sql/client.ts";
import { type AuditEnding, type AuditEntry, completeAudit, insertAudit } from "./audit.ts";

type What = Pick<AuditEntry, "action" | "site" | "start" | "end" | "query">;

/** Writes the audit of one request. Without a platform database there are neither keys nor audit. */
export type Auditor = {
  /** Notes that a transfer begins and, when `ending` settles, its outcome; the answer waits for neither. */
  transfer(what: What, ending: Promise<AuditEnding>): void;
  /**
   * Notes what is about to be done, so that nothing is done unaudited.
   * @throws {DatabaseError}
   */
  action(what: What, rows?: number): Promise<void>;
  /** Notes what was done; the answer does not wait. */
  after(what: What, rows?: number): void;
};

type Audited = {
  requestId: string;
  caller: Caller;
  route: string;
  later: (work: Promise<unknown>) => void;
};

export function auditor({ requestId, caller, route, later }: Audited, ask?: Ask): Auditor {
  const entryOf = (what: What): AuditEntry => ({
    id: crypto.randomUUID(),
    requestId,
    key: caller.key,
    byLink: caller.via === "link",
    route,
    ...what,
  });
  const report = (error: unknown) => {
    const cause = error instanceof Error ? error.name : "unknown";
    console.error(
      JSON.stringify({ level: "error", request_id: requestId, code: "audit_lost", cause }),
    );
  };
  return {
    transfer(what, ending) {
      if (!ask) return;
      const entry = entryOf(what);
      const begun = insertAudit(ask, entry);
      const done = Promise.all([ending, begun]).then(([end]) => completeAudit(ask, entry.id, end));
      later(done.catch(report));
    },
    async action(what, rows) {
      if (ask) await insertAudit(ask, entryOf(what), completed(rows));
    },
    after(what, rows) {
      if (!ask) return;
      later(insertAudit(ask, entryOf(what), completed(rows)).catch(report));
    },
  };
}

const completed = (rows: number | undefined): AuditEnding => ({
  outcome: "complete",
  ...(rows === undefined ? {} : { rows }),
});
