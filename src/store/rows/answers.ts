import { type SQL, sql } from "drizzle-orm";
import type { Ask } from "../sql/client.ts";

/** A key that a client gave its request, and a digest of all that the request says. */
export type Claim = { key: string; request: string };

/** How a request is answered: `rest` is the JSON after the counts, `claim` is there if the answer is kept. */
export type Answers = { claim?: Claim | undefined; rest: string };

/** Answers are kept for a day. */
const KEPT = sql.raw("interval '24 hours'");
const FORGOTTEN_AT_ONCE = 1000;

/** The answer that was given to a key, and to which request; undefined if none was in the last day. */
export async function askAnswer(
  ask: Ask,
  key: string,
): Promise<{ request: string; answer: string } | undefined> {
  const [row] = await ask(
    sql`select request, answer from ess_idempotency where key = ${key}::text and written_at > now() - ${KEPT}`,
  );
  return row && { request: row.request ?? "", answer: row.answer ?? "" };
}

/**
 * Statements that take a key for the transaction; another one that takes the same key waits until it ends, and
 * then fails (23505). Keys whose day is over are forgotten on the way.
 */
export const claimAnswer = ({ key, request }: Claim): SQL[] => [
  sql`delete from ess_idempotency where (key = ${key}::text and written_at <= now() - ${KEPT}) or key in (
    select key from ess_idempotency where written_at <= now() - ${KEPT}
    order by written_at limit ${sql.raw(String(FORGOTTEN_AT_ONCE))} for update skip locked)`,
  sql`insert into ess_idempotency (key, request, answer) values (${key}::text, ${request}::text, '')`,
];

/** A common table expression that keeps the text of `answer` under the key. */
export const keepAnswer = ({ key }: Claim): SQL =>
  sql`, kept as (update ess_idempotency set answer = answer.text from answer where key = ${key}::text)`;
