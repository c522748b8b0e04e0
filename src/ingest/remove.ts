import { type SQL, sql } from "drizzle-orm";
import { lockComponent } from "../store/rows/merge.ts";
import type { Ask, Row, Transact } from "../store/sql/client.ts";
import { from, type Selection, where } from "../store/sql/selection.ts";
import { LOCK_TIMEOUT, WRITE_TIMEOUT_MS } from "./upsert.ts";

/** Rows of a selection; beyond `most` they are not counted further. */
export async function countRows(ask: Ask, selection: Selection, most: number): Promise<number> {
  const [row] = await ask(
    sql`select count(*) as count from (select 1${from(selection)}${where(selection)} limit ${most + 1}::int) as found`,
  );
  return Number(row?.count);
}

/**
 * Deletes the rows of a selection if there are `expected` of them, in one transaction with the marks that its triggers
 * make for rollups, events, daily products and versions.
 * @param last the last query of the transaction
 * @returns how many rows there were, how many were deleted (all or none), and the rows of the last question
 * @throws {DatabaseError}
 */
export async function removeRows(
  transact: Transact,
  selection: Selection,
  expected: number,
  last?: SQL,
): Promise<{ count: number; deleted: number; rows: Row[] }> {
  const statements = [
    LOCK_TIMEOUT,
    lockComponent(selection),
    sql`with counted as (
        select count(*) as n from (select 1${from(selection)}${where(selection)} limit ${expected + 1}::int) as found
      ), gone as (
        delete${from(selection)}${where(selection, sql`(select n from counted) = ${expected}::bigint`)} returning 1
      ) select (select n from counted) as count, (select count(*) from gone) as deleted`,
    ...(last ? [last] : []),
  ];
  const results = await transact(statements, { timeoutMs: WRITE_TIMEOUT_MS });
  const [counts] = results[2] ?? [];
  return {
    count: Number(counts?.count),
    deleted: Number(counts?.deleted),
    rows: results[3] ?? [],
  };
}
