import { type SQL, sql } from "drizzle-orm";
import type { Place } from "../site/site.ts";
import { type Answers, claimAnswer, keepAnswer } from "../store/rows/answers.ts";
import type { TableFacts } from "../store/rows/facts.ts";
import { ensureMonths, lockComponent, mergeInto } from "../store/rows/merge.ts";
import type { Row, Transact } from "../store/sql/client.ts";
import { DatabaseError } from "../store/sql/error.ts";
import { type Batch, type Block, separator } from "./batch.ts";

/** An import may lock the component for minutes; waiting requests get 503. */
export const LOCK_TIMEOUT = sql`select set_config('lock_timeout', '10s', true)`;
export const WRITE_TIMEOUT_MS = 60_000;
const SERIALIZATION_FAILURE = "40001";
const DEADLOCK = "40P01";

/**
 * Writes the rows of a batch in one transaction, all or none, and makes the answer to the request there too, so
 * that it is kept with the rows if the request has a key.
 * @param last the last query of the transaction
 * @returns the answer, JSON text, and the rows of that question
 * @throws {DatabaseError}
 */
export async function upsert(
  transact: Transact,
  place: Place,
  batch: Batch,
  facts: TableFacts,
  { claim, rest }: Answers,
  last?: SQL,
): Promise<{ answer: string; rows: Row[] }> {
  const hasRows = batch.rows > 0;
  const statements = [
    ...(claim ? claimAnswer(claim) : []),
    ...(hasRows ? [LOCK_TIMEOUT, lockComponent(place)] : []),
    ...(hasRows && facts.hasMonths ? [months(place, batch)] : []),
    sql`with ${hasRows ? mergeInto(place, batch.columns, unnestBlocks(batch), facts) : NOTHING}, answer as (
      select format('{"inserted":%s,"updated":%s,"unchanged":%s,"repeated":%s,', inserted, updated, unchanged, ${batch.rows}::bigint - keys) || ${rest}::text as text from counts
    )${claim ? keepAnswer(claim) : sql``} select text from answer`,
  ];
  const all = last ? [...statements, last] : statements;
  const results = await onceAgain(() => transact(all, { timeoutMs: WRITE_TIMEOUT_MS }));
  const answer = results[statements.length - 1]?.[0]?.text ?? "";
  return { answer, rows: results[statements.length] ?? [] };
}

const NOTHING = sql`counts as (select 0 as keys, 0 as inserted, 0 as updated, 0 as unchanged)`;

const months = (place: Place, { moments }: Batch): SQL =>
  ensureMonths(
    place,
    sql`moment::timestamptz`,
    sql`unnest(string_to_array(${moments.join(",")}::text, ',')) as moment`,
  );

/** Transactions that got into each other's way are worth a second try, and only one. */
async function onceAgain<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const inTheWay =
      error instanceof DatabaseError &&
      (error.sqlState === SERIALIZATION_FAILURE || error.sqlState === DEADLOCK);
    if (!inTheWay) throw error;
    return work();
  }
}

/** The rows of a batch as a query: the columns and `ess_row`, their order. */
function unnestBlocks({ columns, blocks }: Batch): SQL {
  const names = sql.join(
    columns.map(({ name }) => sql.identifier(name)),
    sql`, `,
  );
  let before = 0;
  const parts = blocks.map(({ rows, texts }: Block) => {
    const arrays = columns.map(
      (column, i) =>
        sql`string_to_array(${texts[i] ?? ""}::text, ${sql.raw(quoted(separator(column)))}, '')::${sql.raw(column.type)}[]`,
    );
    const part = sql`select ${names}, ess_row + ${before}::bigint as ess_row from unnest(${sql.join(arrays, sql`, `)}) with ordinality as block (${names}, ess_row)`;
    before += rows;
    return part;
  });
  return sql.join(parts, sql` union all `);
}

const quoted = (text: string): string => `E'${text.replace("\n", "\\n")}'`;
