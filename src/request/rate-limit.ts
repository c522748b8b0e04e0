import QuickLRU from "quick-lru";
import type { Env } from "../env.ts";
import { Problem } from "../response/problem.ts";
import { StreamSlots } from "./stream-slots.ts";

/** How often a key, or an address without one, may ask; the bindings in wrangler.toml say the same. */
export const RATE_LIMITS = {
  lists: { binding: "LISTS_LIMITER", quota: 600, seconds: 60 },
  downloads: { binding: "DOWNLOADS_LIMITER", quota: 30, seconds: 60 },
  /** Keys unknown to this isolate, and `/readyz`: each costs a database query. */
  strangers: { binding: "STRANGERS_LIMITER", quota: 60, seconds: 60 },
} as const;

type RateClass = keyof typeof RATE_LIMITS;

/** Header fields that tell what is left (draft-ietf-httpapi-ratelimit-headers). */
type Fields = Record<string, string>;

/** Where a request comes from, and under which settings. */
type Limited = { env: Env; headers: Headers; isOpen: boolean };

/** @throws {Problem} rate_limited */
export function limitCaller(
  limited: Limited,
  { key, isTransfer }: { key: string | undefined; isTransfer: boolean },
): Promise<Fields> {
  return limit(limited, isTransfer ? "downloads" : "lists", subjectOf(limited, key));
}

const subjectOf = ({ headers }: Limited, key: string | undefined): string =>
  key ? `key:${key}` : addressOf(headers);

const slots = new StreamSlots();
const STREAM_RETRY_SECONDS = 30;

/**
 * A slot for an event stream of the caller.
 * @throws {Problem} rate_limited
 */
export function takeStreamSlot(
  limited: Limited,
  key: string | undefined,
): { renew: () => void; free: () => void } {
  const { STREAMS_PER_KEY, STREAMS_PER_ADDRESS, STREAMS_PER_ISOLATE } = limited.env;
  const perSubject = key ? STREAMS_PER_KEY : STREAMS_PER_ADDRESS;
  const limits = { perSubject, inAll: STREAMS_PER_ISOLATE };
  const slot = slots.take(subjectOf(limited, key), limits, Date.now());
  if (slot) return slot;
  throw new Problem(
    "rate_limited",
    {
      ko: `열려 있는 이벤트 스트림이 너무 많습니다. 호출자당 ${perSubject}개까지 열 수 있습니다. 열린 스트림을 닫거나 ${STREAM_RETRY_SECONDS}초 뒤에 다시 시도하세요`,
      en: `Too many event streams are open: at most ${perSubject} per caller. Close one, or try again in ${STREAM_RETRY_SECONDS} seconds`,
    },
    { headers: { "retry-after": String(STREAM_RETRY_SECONDS) } },
  );
}

/** @throws {Problem} rate_limited */
export const limitStranger = (limited: Limited): Promise<Fields> =>
  limit(limited, "strangers", addressOf(limited.headers));

async function limit({ env, isOpen }: Limited, kind: RateClass, subject: string): Promise<Fields> {
  const { binding, quota, seconds } = RATE_LIMITS[kind];
  const limiter = env[binding];
  if (!limiter || isOpen) return {};
  const policy = `"${kind}";q=${quota};w=${seconds}`;
  const { success } = await limiter.limit({ key: subject });
  if (success) {
    const left = countDown(`${kind} ${subject}`, quota, seconds * 1000);
    return {
      "ratelimit-policy": policy,
      ratelimit: `"${kind}";r=${left.requests};t=${left.seconds}`,
    };
  }
  throw new Problem(
    "rate_limited",
    {
      ko: `요청이 너무 많습니다. ${seconds}초에 ${quota}회까지 허용됩니다. ${seconds}초 뒤에 다시 시도하세요`,
      en: `Too many requests: at most ${quota} in ${seconds} seconds. Try again in ${seconds} seconds`,
    },
    {
      headers: {
        "retry-after": String(seconds),
        "ratelimit-policy": policy,
        ratelimit: `"${kind}";r=0;t=${seconds}`,
      },
    },
  );
}

type Seen = { since: number; requests: number };
const seen = new QuickLRU<string, Seen>({ maxSize: 5_000 });

/** What is left as far as this isolate has seen: the limiter itself does not tell. Never too little. */
function countDown(
  subject: string,
  quota: number,
  windowMs: number,
): { requests: number; seconds: number } {
  const now = Date.now();
  let entry = seen.get(subject);
  if (!entry) {
    entry = { since: now, requests: 0 };
    seen.set(subject, entry, { maxAge: windowMs });
  }
  entry.requests++;
  return {
    requests: Math.max(0, quota - entry.requests),
    seconds: Math.ceil((windowMs - (now - entry.since)) / 1000),
  };
}

/** Where a request comes from; of an IPv6 address the network that is one customer's. */
function addressOf(headers: Headers): string {
  const address = headers.get("cf-connecting-ip") ?? "unknown";
  return `ip:${address.includes(":") ? network(address) : address}`;
}

/** The first 64 bits, `2001:db8:0:1`. */
function network(address: string): string {
  const [head = "", tail] = address.toLowerCase().split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail ? tail.split(":").length : 0;
  const zeros = tail === undefined ? 0 : 8 - groups.length - rest;
  return [...groups, ...Array.from({ length: Math.max(0, zeros) }, () => "0")]
    .slice(0, 4)
    .join(":");
}
