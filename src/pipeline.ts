import type { Context } from "hono";
import type { Caller } from "./domain/access/scopes.ts";
import { type Env, type Region, readEnv } from "./env.ts";
import { queryOf, withoutLink } from "./request/input.ts";
import { isOpen } from "./request/open.ts";
import { isDownload, permit } from "./request/permit.ts";
import { limitCaller } from "./request/rate-limit.ts";
import type { Incoming } from "./request/request.ts";
import type { Route } from "./request/route.ts";
import { validate } from "./request/validate.ts";
import { findVersion } from "./response/cache/version.ts";
import type { AppEnv } from "./response/context.ts";
import { send } from "./response/send.ts";
import { type Backend, openBackend } from "./store/backend.ts";
import type { Ask } from "./store/sql/client.ts";

/** Who calls an operation outside `/api/`, where nobody is authenticated. */
const NOBODY: Caller = { scopes: new Set(), via: "anyone" };

/**
 * The way of a request, in stages: each takes what the one before found, and none calls back. A stage that rejects
 * throws a `Problem`; app.ts authenticates before it and turns problems into answers.
 */
export async function run(route: Route, c: Context<AppEnv>): Promise<Response> {
  const incoming = incomingOf(route, c);
  c.set("limits", await admit(route, incoming));
  const request = await validate(route, incoming);
  const plan = await route.plan(request);
  const backend = openBackend({
    ...incoming,
    requestId: incoming.id,
    signal: incoming.raw.signal,
    later: (work) => c.executionCtx.waitUntil(work),
    hasBegun: () => c.get("ending") !== undefined,
  });
  const version = plan.rows && (await findVersion(plan.rows, incoming, backend));
  if (version?.ready) {
    c.set("tally", version.ready.tally);
    return version.ready.response;
  }
  const ask = version?.ask ?? (await asking(route, request, backend));
  const answer = await route.answer(plan, ask, backend);
  const query = incoming.url.search.slice(1);
  const response = send(c, answer, { audit: backend.audit, query });
  return (await version?.complete(response)) ?? response;
}

function incomingOf({ contract, isBare }: Route, c: Context<AppEnv>): Incoming {
  // The answer whether the process runs is right even where its settings are wrong.
  const env = isBare ? ({} as Env) : readEnv(c.env);
  const url = new URL(c.req.url);
  c.set("route", contract.path);
  return {
    id: c.get("requestId"),
    route: contract.path,
    method: c.req.raw.method,
    url: withoutLink(atPublicOrigin(url, env)),
    headers: c.req.raw.headers,
    raw: c.req.raw,
    given: { params: c.req.param(), query: queryOf(c.req.url) },
    language: c.get("language"),
    caller: c.get("caller") ?? NOBODY,
    env,
    bindings: c.env,
    isOpen: isOpen(env, url, c.req.raw.headers),
    region: (c.req.raw.cf ?? {}) as Region,
    now: Date.now(),
  };
}

/** The address of a request as its links show it: with `PUBLIC_ORIGIN` where that is set, otherwise with its Host. */
function atPublicOrigin({ origin, pathname, search }: URL, { PUBLIC_ORIGIN = origin }: Env): URL {
  const url = new URL(PUBLIC_ORIGIN);
  url.pathname = pathname;
  url.search = search;
  return url;
}

/** Lets a caller pass who may call the operation, as often as allowed; the headers say how often that is. */
async function admit(
  { contract }: Route,
  incoming: Incoming,
): Promise<Readonly<Record<string, string>>> {
  if (!contract.path.startsWith("/api/")) return {};
  permit(incoming.caller, contract);
  const isTransfer = isDownload(contract.path) || incoming.url.searchParams.has("no_page");
  return limitCaller(incoming, { key: incoming.caller.key, isTransfer });
}

/** What a route asks that has no version. */
async function asking(
  { reads }: Route,
  request: Awaited<ReturnType<typeof validate>>,
  backend: Backend,
): Promise<Ask> {
  if (reads === "platform") return backend.platform().ask;
  if (reads === "site" && "site" in request) return (await backend.reader(request.site)).ask;
  return NOTHING;
}

const NOTHING: Ask = Object.assign(() => Promise.reject(new Error("this route asks nothing")), {
  text: () => Promise.reject(new Error("this route asks nothing")),
});
