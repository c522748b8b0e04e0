import type { Context } from "hono";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { allows } from "./domain/access/scopes.ts";
import { platformDatabaseUrl, readEnv } from "./env.ts";
import { run } from "./pipeline.ts";
import { authenticate, keyRequired } from "./request/authenticate.ts";
import { isOpen } from "./request/open.ts";
import type { Contract, Route } from "./request/route.ts";
import { crossOrigin, SECURITY_HEADERS } from "./response/browser.ts";
import type { AppEnv } from "./response/context.ts";
import { logRequest } from "./response/log.ts";
import { languageOf, PROBLEMS, Problem, problemBody } from "./response/problem.ts";
import { toProblem } from "./response/to-problem.ts";
import { ROUTES } from "./routes/routes.ts";
import { connect } from "./store/sql/client.ts";
import { NotConfigured } from "./store/sql/error.ts";

/** The router that answers, and the contracts of its operations, from which the build makes the OpenAPI document. */
export type App = { router: Hono<AppEnv>; contracts: readonly Contract[] };

/** The whole service, without a listener. */
export function createApp(): App {
  const router = new Hono<AppEnv>({ strict: false });

  router.use(async (c, next) => {
    const startedAt = Date.now();
    c.set("requestId", requestIdOf(c.req.header("cf-ray")));
    c.set("language", languageOf(c.req.header("accept-language")));
    c.set("tally", {});
    await next();
    c.header("x-request-id", c.get("requestId"));
    for (const [name, value] of Object.entries(c.get("limits") ?? {})) c.header(name, value);
    if (!c.res.headers.has("cache-control")) c.header("cache-control", "no-store");
    await logRequest(c, startedAt);
  });
  router.use(secureHeaders(SECURITY_HEADERS));
  router.use("/api/*", crossOrigin);

  router.use("/api/*", async (c, next) => {
    c.set("caller", await authenticate(approachOf(c)));
    await next();
  });

  for (const route of ROUTES) {
    const { method, path } = route.contract;
    router.on([method], [routerPath(path)], (c) => run(route, c));
  }
  for (const [path, methods] of methodsByPath(ROUTES)) {
    router.all(path, (c) => refuseMethod(c, methods));
  }

  // Answered, not thrown: a thrown problem bypasses the first middleware, and its headers are lost.
  router.notFound((c) =>
    answerProblem(c, isStranger(c) ? keyRequired() : nothingAt(new URL(c.req.url).pathname)),
  );

  router.onError((error, c) => {
    const problem = toProblem(error);
    if (PROBLEMS[problem.code].status >= 500) {
      console.error(
        JSON.stringify({
          level: "error",
          request_id: c.get("requestId"),
          code: problem.code,
          cause: causes(error),
        }),
      );
    }
    return answerProblem(c, problem);
  });

  return { router, contracts: ROUTES.map(({ contract }) => contract) };
}

/** What authentication reads of a request. */
function approachOf(c: Context<AppEnv>): Parameters<typeof authenticate>[0] {
  const env = readEnv(c.env);
  const url = new URL(c.req.url);
  return {
    method: c.req.raw.method,
    url,
    headers: c.req.raw.headers,
    env,
    isOpen: isOpen(env, url, c.req.raw.headers),
    platform: () => {
      const database = platformDatabaseUrl(env);
      if (database === undefined) throw new NotConfigured("platform");
      return connect({
        url: database,
        localEndpoint: env.NEON_LOCAL_ENDPOINT,
        timeoutMs: env.QUERY_TIMEOUT_MS,
        concurrency: env.DATABASE_CONCURRENCY,
        outlast: (question) => c.executionCtx.waitUntil(question),
      });
    },
    later: (work) => c.executionCtx.waitUntil(work),
  };
}

/** Hono's router compares without the last slash (`strict: false`), so that both forms are answered. */
const routerPath = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, ":$1").replace(/(.)\/$/, "$1");

/** The methods that each path of the service answers, HEAD included. */
function methodsByPath(routes: readonly Route[]): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { contract } of routes) {
    const { method } = contract;
    const path = routerPath(contract.path);
    const added = method === "get" ? ["GET", "HEAD"] : [method.toUpperCase()];
    methods.set(path, [...(methods.get(path) ?? []), ...added]);
  }
  return methods;
}

/** Cloudflare's own id of a request; elsewhere anything could be sent under its name. */
const requestIdOf = (ray: string | undefined): string =>
  ray && /^[0-9a-f]{16}(-[A-Z]{3})?$/.test(ray) ? ray : crypto.randomUUID();

function answerProblem(c: Context<AppEnv>, problem: Problem): Response {
  const language = c.get("language") ?? "en";
  const body = problemBody(problem, {
    language,
    path: new URL(c.req.url).pathname,
    requestId: c.get("requestId"),
  });
  return new Response(JSON.stringify(body), {
    status: PROBLEMS[problem.code].status,
    headers: {
      "content-type": "application/problem+json; charset=utf-8",
      "content-language": language,
      vary: "accept-language",
      ...problem.headers,
    },
  });
}

const nothingAt = (path: string): Problem =>
  new Problem("not_found", {
    ko: `${path} 경로가 없습니다. 전체 경로: /openapi.json`,
    en: `There is no path ${path}. All paths are listed in /openapi.json`,
  });

/** Callers without any scope get 401, never 404, so that routes cannot be enumerated. */
const isStranger = (c: Context<AppEnv>): boolean =>
  c.get("caller") !== undefined && !allows(c.get("caller"), "any scope");

function refuseMethod(c: Context<AppEnv>, allowed: readonly string[]): never {
  if (isStranger(c)) throw keyRequired();
  const { method } = c.req.raw;
  const [list, first] = [allowed.join(", "), allowed[0]];
  throw new Problem(
    "method_not_allowed",
    {
      ko: `이 경로에서 지원하지 않는 메서드입니다: ${method}. 대신 사용할 메서드: ${first}`,
      en: `This path does not support ${method}. Use ${first}`,
    },
    { headers: { allow: list } },
  );
}

function causes(error: unknown): string[] {
  const texts: string[] = [];
  for (let at = error; at instanceof Error && texts.length < 5; at = at.cause) {
    texts.push(`${at.name}: ${withoutSecrets(at.message).slice(0, 300)}`);
  }
  return texts;
}

/** Messages of the driver may quote a connection string, and hold the values of a question. */
const withoutSecrets = (text: string): string =>
  text.replace(/\nparams: [\s\S]*/, "").replace(/postgres(ql)?:\/\/\S+/gi, "postgres://…");
