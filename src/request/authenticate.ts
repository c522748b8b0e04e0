import { equalInConstantTime } from "../domain/access/bytes.ts";
import { hashKey, invalidity, type KeyRecord, lookupOf } from "../domain/access/key.ts";
import { looksLikeLink, verifyLink } from "../domain/access/link.ts";
import { type Caller, type Grant, SCOPES } from "../domain/access/scopes.ts";
import type { Env } from "../env.ts";
import { Problem } from "../response/problem.ts";
import { askKey } from "../store/access/keys.ts";
import type { Ask } from "../store/sql/client.ts";
import { KeyCache } from "./key-cache.ts";
import { limitStranger } from "./rate-limit.ts";

/** A key as a request gives it: not at all, as something that cannot be a key, or by its text. */
type Credentials = undefined | "malformed" | { text: string; lookup: string };

/** Reads `Authorization: Bearer …` or `X-API-Key: …`; a key in an address would end up in logs and histories. */
export function readCredentials(headers: Headers): Credentials {
  const authorization = headers.get("authorization");
  const given =
    authorization === null
      ? headers.get("x-api-key")
      : (/^bearer +(\S+)$/i.exec(authorization)?.[1] ?? "");
  if (given === null) return undefined;
  const lookup = lookupOf(given);
  return lookup === undefined ? "malformed" : { text: given, lookup };
}

const cache = new KeyCache();

/** What authentication reads of a request. */
export type Approach = {
  method: string;
  /** With the parameters of a signed link. */
  url: URL;
  headers: Headers;
  env: Env;
  isOpen: boolean;
  /** The platform database. @throws {NotConfigured} */
  platform: () => Ask;
  later: (work: Promise<unknown>) => void;
};

/**
 * Who asks.
 * @throws {Problem} unauthorized for a key that is not valid, link_invalid or link_expired for such a link
 */
export async function authenticate(approach: Approach): Promise<Caller> {
  if (looksLikeLink(approach.url.searchParams)) return callerOfLink(approach);
  const given = readCredentials(approach.headers);
  if (given === undefined) return { ...publicGrant(approach), via: "anyone" };
  if (given === "malformed") return refuseKey();
  const record = await findKey(approach, given.lookup);
  const isRight = equalInConstantTime(record?.sha256 ?? "", await hashKey(given.text));
  if (!record || !isRight || invalidity(record, Date.now())) return refuseKey();
  const { scopes, sites, expiresAt } = record;
  return { scopes, sites, via: "key", key: record.lookup, expiresAt };
}

/** What anyone may do without a key. */
function publicGrant({ env, isOpen }: Approach): Grant {
  if (isOpen) return { scopes: new Set(SCOPES) };
  const { PUBLIC_SCOPES, PUBLIC_SITES } = env;
  return {
    scopes: new Set(PUBLIC_SCOPES),
    sites: PUBLIC_SITES.length > 0 ? PUBLIC_SITES : undefined,
  };
}

/** A link does what the key that asked for it may do, as long as that key is valid. */
async function callerOfLink(approach: Approach): Promise<Caller> {
  const { pathname, search } = approach.url;
  const { LINK_KEY } = approach.env;
  const isRead = ["GET", "HEAD"].includes(approach.method);
  const claim = LINK_KEY && isRead ? await verifyLink(pathname + search, LINK_KEY) : undefined;
  if (!claim) return refuseLink();
  if (claim.expires * 1000 <= Date.now()) {
    const expiredAt = new Date(claim.expires * 1000).toISOString();
    throw new Problem("link_expired", {
      ko: `이 링크는 ${expiredAt}에 만료되었습니다. 새 링크를 만드세요: POST /api/ess/download-links/`,
      en: `This link expired at ${expiredAt}. Create a new one: POST /api/ess/download-links/`,
    });
  }
  if (claim.key === "-") return { ...publicGrant(approach), via: "link" };
  const record = await findKey(approach, claim.key);
  if (!record || invalidity(record, Date.now())) return refuseLink();
  const { scopes, sites } = record;
  return { scopes, sites, via: "link", key: claim.key };
}

/** The current grant of the caller of a long request; undefined if the key is no longer valid. */
export async function currentGrant(
  approach: Approach,
  key: string | undefined,
): Promise<Grant | undefined> {
  if (key === undefined) return publicGrant(approach);
  const record = await findKey(approach, key);
  return record && !invalidity(record, Date.now()) ? record : undefined;
}

/** The key with this lookup part, from memory where it is young enough. */
async function findKey(approach: Approach, lookup: string): Promise<KeyRecord | undefined> {
  const remembered = cache.get(lookup, Date.now());
  // Unknown keys always pass the limit below; otherwise made-up keys could query the database without end.
  if (remembered && (!remembered.record || !remembered.isStale)) return remembered.record;
  const ask = approach.platform();
  const refresh = async () => {
    const askedAt = Date.now();
    const record = await askKey(ask, lookup);
    cache.put(lookup, record, askedAt);
    return record;
  };
  if (remembered) {
    approach.later(refresh().catch(() => {})); // asked for again until it is too old
    return remembered.record;
  }
  if (!cache.hasMet(lookup)) await limitStranger(approach);
  return refresh();
}

const REALM = 'Bearer realm="ess-edge"';

function refuseKey(): never {
  throw new Problem(
    "unauthorized",
    {
      ko: "유효하지 않은 API 키입니다. 형식: Authorization: Bearer ess_<8자>_<43자>",
      en: "Invalid API key. Expected: Authorization: Bearer ess_<8 letters>_<43 letters>",
    },
    { headers: { "www-authenticate": `${REALM}, error="invalid_token"` } },
  );
}

function refuseLink(): never {
  throw new Problem("link_invalid", {
    ko: "유효하지 않은 링크입니다. 발급된 그대로 사용하거나 새 링크를 만드세요: POST /api/ess/download-links/",
    en: "Invalid link. Use it exactly as it was issued, or create a new one: POST /api/ess/download-links/",
  });
}

/** The error for a caller without a key. */
export const keyRequired = (): Problem =>
  new Problem(
    "unauthorized",
    {
      ko: "API 키가 필요합니다. 예: Authorization: Bearer ess_…",
      en: "An API key is required. Example: Authorization: Bearer ess_…",
    },
    { headers: { "www-authenticate": REALM } },
  );
