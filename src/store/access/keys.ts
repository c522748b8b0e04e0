import { sql } from "drizzle-orm";
import type { KeyRecord } from "../../domain/access/key.ts";
import { type Scope, scopesOf } from "../../domain/access/scopes.ts";
import type { Ask, Row } from "../sql/client.ts";

/** A key as its owner sees it: everything but its text, which is not kept. Times are milliseconds since 1970. */
export type KeyListing = KeyRecord & { name: string; createdAt: number };

export type NewKeyRecord = {
  lookup: string;
  sha256: string;
  name: string;
  scopes: readonly Scope[];
  sites?: readonly number[] | undefined;
  expiresAt?: number | undefined;
  /** Lookup part of the key that made it. */
  createdBy?: string | undefined;
};

const COLUMNS = sql`lookup, sha256, name, to_json(scopes)::text as scopes,
  to_json(sites)::text as sites, (extract(epoch from created_at) * 1000)::bigint as created_at,
  (extract(epoch from expires_at) * 1000)::bigint as expires_at, (extract(epoch from revoked_at) * 1000)::bigint as revoked_at`;

/** The key with this lookup part, revoked and expired ones too. */
export async function askKey(ask: Ask, lookup: string): Promise<KeyListing | undefined> {
  const [row] = await ask(sql`select ${COLUMNS} from api_key where lookup = ${lookup}`);
  return row && toKey(row);
}

/** All keys, the newest first. */
export const askKeys = async (ask: Ask): Promise<KeyListing[]> =>
  (await ask(sql`select ${COLUMNS} from api_key order by created_at desc, lookup`)).map(toKey);

export async function insertKey(ask: Ask, key: NewKeyRecord): Promise<KeyListing> {
  const expires = key.expiresAt === undefined ? null : new Date(key.expiresAt).toISOString();
  const [row] = await ask(sql`
    insert into api_key (lookup, sha256, name, scopes, sites, expires_at, created_by)
    values (${key.lookup}, ${key.sha256}, ${key.name}, ${arrayText(key.scopes)}::text[],
      ${key.sites ? arrayText(key.sites) : null}::int[], ${expires}::timestamptz, ${key.createdBy ?? null})
    returning ${COLUMNS}`);
  if (!row) throw new Error("insert … returning returned no row");
  return toKey(row);
}

/** @returns the key, revoked now or before; undefined if there is none */
export async function revokeKey(ask: Ask, lookup: string): Promise<KeyListing | undefined> {
  const [row] = await ask(
    sql`update api_key set revoked_at = coalesce(revoked_at, now()) where lookup = ${lookup} returning ${COLUMNS}`,
  );
  return row && toKey(row);
}

/** Scopes and site numbers hold nothing that an array's text would have to quote. */
const arrayText = (values: readonly (string | number)[]): string => `{${values.join(",")}}`;

function toKey(row: Row): KeyListing {
  const time = (text: string | null | undefined) => (text == null ? undefined : Number(text));
  return {
    lookup: row.lookup ?? "",
    sha256: row.sha256 ?? "",
    name: row.name ?? "",
    scopes: scopesOf(JSON.parse(row.scopes ?? "[]") as string[]),
    sites: row.sites == null ? undefined : (JSON.parse(row.sites) as number[]),
    createdAt: Number(row.created_at),
    expiresAt: time(row.expires_at),
    revokedAt: time(row.revoked_at),
  };
}
