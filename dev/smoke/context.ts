import type { Schemas } from "../../client/paths.ts";

/** What a check found to be wrong, in words for who deployed. */
export class SmokeFailure extends Error {
  override name = "SmokeFailure";
}

export type Site = Schemas["OperatingSite"];

/** A site that has rows, and the last ten minutes of them. */
export type Place = { site: Site; bank: number; range: string };

export type Context = {
  url: string;
  /** With the key, if one was given. */
  ask: (path: string, init?: RequestInit) => Promise<Response>;
  hasKey: boolean;
  /** Whether it is meant to answer without a key. */
  isPublic: boolean;
  scopes: readonly string[];
  /** Undefined where no site that is seen has rows of banks. */
  place: Place | undefined;
};

/** `run` tells in a few words what it saw, and throws a SmokeFailure where that is wrong. */
export type Check = { name: string; scope?: string; run: (context: Context) => Promise<string> };

export function must(condition: unknown, otherwise: string): asserts condition {
  if (!condition) throw new SmokeFailure(otherwise);
}

/** The body of an answer that must have this status. */
export async function jsonOf<T>(answer: Promise<Response>, status = 200): Promise<T> {
  const response = await answer;
  const text = await response.text();
  const { pathname } = new URL(response.url);
  must(
    response.status === status,
    `${pathname} answers ${response.status} instead of ${status}: ${text.slice(0, 200)}`,
  );
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new SmokeFailure(`${pathname} answers no JSON: ${text.slice(0, 80)}`);
  }
}

/** The problem that an answer with this status must carry. */
export async function problemOf(
  answer: Promise<Response>,
  status: number,
): Promise<Schemas["Problem"]> {
  const response = await answer;
  const type = response.headers.get("content-type") ?? "";
  const problem = await jsonOf<Schemas["Problem"]>(Promise.resolve(response), status);
  must(
    type.startsWith("application/problem+json"),
    `a problem comes as ${type || "nothing that is named"}`,
  );
  return problem;
}

const RANGE_MS = 600_000;

/** What is known of a service before it was asked anything. */
export const contextOf = (
  url: string,
  { key, isPublic }: { key?: string; isPublic: boolean },
): Context => ({
  url,
  ask: (path, init = {}) =>
    fetch(url + path, {
      ...init,
      headers: { ...(key ? { authorization: `Bearer ${key}` } : {}), ...init.headers },
    }),
  hasKey: key !== undefined,
  isPublic,
  scopes: [],
  place: undefined,
});

/** The same with what the caller may do, and where there are rows to look at. */
export async function lookAround(context: Context): Promise<Context> {
  const { scopes } = await jsonOf<Schemas["Caller"]>(context.ask("/api/ess/caller/"));
  const sites = await jsonOf<Site[]>(context.ask("/api/ess/operating-sites/"));
  return { ...context, scopes, place: placeOf(sites) };
}

function placeOf(sites: readonly Site[]): Place | undefined {
  for (const site of sites) {
    const latest = site.components.bank?.latest;
    const bank = site.banks[0]?.bank_id;
    if (!latest || bank === undefined) continue;
    const end = Date.parse(latest) + 1000;
    const range = new URLSearchParams({
      "start-time": new Date(end - RANGE_MS).toISOString(),
      "end-time": new Date(end).toISOString(),
    });
    return { site, bank, range: String(range) };
  }
  return undefined;
}
