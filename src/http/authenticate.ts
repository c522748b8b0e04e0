import type { Context } from "hono";
import { equalInConstantTime } from "../access/bytes.ts";
import { hashKey, invalidity, type KeyRecord } from "../access/key.ts";
import { looksLikeLink, verifyLink } from "../access/link.ts";
import { type Grant, SCOPES } from "../access/scopes.ts";
import { askKey } from "../db/keys.ts";
import { readEnv } from "../env.ts";
import type { AppEnv, Caller } from "./app-env.ts";
import { readCredentials } from "./credentials.ts";
import { platformDatabase } from "./database.ts";
import { KeyCache } from "./key-cache.ts";
import { isOpen } from "./open.ts";
import { Problem } from "./problem.ts";
import { limitStranger } from "./rate-limit.ts";

const cache = new KeyCache();

/**
 * Who asks.
 * @throws {Problem} unauthorized for a key that is not valid, link_invalid or link_expired for such a link
 */
export async function authenticate(c: Context<AppEnv>): Promise<Caller> {
  const url = new URL(c.req.url);
  if (looksLikeLink(url.searchParams)) return callerOfLink(c, url);
  const given = readCredentials(c.req.raw.headers);
  if (given === undefined) return { ...publicGrant(c), via: "anyone" };
  if (given === "malformed") return refuseKey();
  const record = await findKey(c, given.lookup);
  const isRight = equalInConstantTime(record?.sha256 ?? "", await hashKey(given.text));
  if (!record || !isRight || invalidity(record, Date.now())) return refuseKey();
  const { scopes, sites, expiresAt } = record;
  return { scopes, sites, via: "key", key: record.lookup, expiresAt };
}

/** What anyone may do without a key. */
function publicGrant(c: Context<AppEnv>): Grant {
  if (isOpen(c)) return { scopes: new Set(SCOPES) };
  const { PUBLIC_SCOPES, PUBLIC_SITES } = readEnv(c.env);
  return {
    scopes: new Set(PUBLIC_SCOPES),
    sites: PUBLIC_SITES.length > 0 ? PUBLIC_SITES : undefined,
  };
}

/** A link does what the key that asked for it may do, as long as that key is valid. */
async function callerOfLink(c: Context<AppEnv>, { pathname, search }: URL): Promise<Caller> {
  const { LINK_KEY } = readEnv(c.env);
  const isRead = ["GET", "HEAD"].includes(c.req.raw.method);
  const claim = LINK_KEY && isRead ? await verifyLink(pathname + search, LINK_KEY) : undefined;
  if (!claim) return refuseLink();
  if (claim.expires * 1000 <= Date.now()) {
    throw new Problem("link_expired", {
      ko: "링크의 유효 기간이 지났습니다. 새 링크를 만드십시오",
      en: "This link has expired; ask for a new one",
    });
  }
  if (claim.key === "-") return { ...publicGrant(c), via: "link" };
  const record = await findKey(c, claim.key);
  if (!record || invalidity(record, Date.now())) return refuseLink();
  const { scopes, sites } = record;
  return { scopes, sites, via: "link", key: claim.key };
}

/** What the caller of a request that goes on may do by now; undefined if the key is no longer valid. */
export async function currentGrant(c: Context<AppEnv>): Promise<Grant | undefined> {
  const { key } = c.get("caller");
  if (key === undefined) return publicGrant(c);
  const record = await findKey(c, key);
  return record && !invalidity(record, Date.now()) ? record : undefined;
}

/** The key with this lookup part, from memory where it is young enough. */
async function findKey(c: Context<AppEnv>, lookup: string): Promise<KeyRecord | undefined> {
  const remembered = cache.get(lookup, Date.now());
  // What is not there is asked for again only by way of the limit below: made-up keys could ask for ever.
  if (remembered && (!remembered.record || !remembered.isStale)) return remembered.record;
  const ask = platformDatabase(c);
  const refresh = async () => {
    const askedAt = Date.now();
    const record = await askKey(ask, lookup);
    cache.put(lookup, record, askedAt);
    return record;
  };
  if (remembered) {
    c.executionCtx.waitUntil(refresh().catch(() => {})); // asked for again until it is too old
    return remembered.record;
  }
  if (!cache.hasMet(lookup)) await limitStranger(c);
  return refresh();
}

const REALM = 'Bearer realm="ess-edge"';

function refuseKey(): never {
  throw new Problem(
    "unauthorized",
    {
      ko: "이 API 키는 유효하지 않습니다. 형식: Authorization: Bearer ess_<8자>_<43자>",
      en: "This is no valid API key; it is given as Authorization: Bearer ess_<8 letters>_<43 letters>",
    },
    { headers: { "www-authenticate": `${REALM}, error="invalid_token"` } },
  );
}

function refuseLink(): never {
  throw new Problem("link_invalid", {
    ko: "이 링크는 유효하지 않습니다. 주소는 만들어진 그대로 써야 합니다",
    en: "This link is not valid: its address must be used exactly as it was made",
  });
}

/** For who has no key: what is missing is one. */
export const keyRequired = (): Problem =>
  new Problem(
    "unauthorized",
    {
      ko: "API 키가 필요합니다. 예: Authorization: Bearer ess_…",
      en: "An API key is needed, e.g. Authorization: Bearer ess_…",
    },
    { headers: { "www-authenticate": REALM } },
  );
