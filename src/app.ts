import type { Context } from "hono";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import * as z from "zod";
import { allows } from "./access/scopes.ts";
import { DatabaseError } from "./db/error.ts";
import type { AppEnv } from "./http/app-env.ts";
import { authenticate, keyRequired } from "./http/authenticate.ts";
import { crossOrigin, SECURITY_HEADERS } from "./http/browser.ts";
import { type App, methodsByPath } from "./http/contract.ts";
import { logRequest } from "./http/log.ts";
import { languageOf, PROBLEMS, Problem, problemBody } from "./http/problem.ts";
import { addAudit } from "./routes/audit/list.ts";
import { addCaller } from "./routes/caller/caller.ts";
import { addMapping } from "./routes/deid/mapping.ts";
import { addPolicy } from "./routes/deid/policy.ts";
import { addBacktest } from "./routes/forecasts/backtest.ts";
import { addDayAhead } from "./routes/forecasts/day-ahead.ts";
import { addModels } from "./routes/forecasts/models.ts";
import { addSosForecasts } from "./routes/forecasts/sos.ts";
import { addForecasts } from "./routes/forecasts/targets.ts";
import { addHealth } from "./routes/health/health.ts";
import { addAvgSoh } from "./routes/indicators/avg-soh.ts";
import { addExsos } from "./routes/indicators/ex-sos.ts";
import { addForecastingSol } from "./routes/indicators/forecasting-sol.ts";
import { addSocp } from "./routes/indicators/socp.ts";
import { addSos } from "./routes/indicators/sos.ts";
import { addStaticChart } from "./routes/indicators/static-chart.ts";
import { addKeys } from "./routes/keys/keys.ts";
import { addLinks } from "./routes/links/create.ts";
import { addDownloads } from "./routes/operating-data/download.ts";
import { addLatest } from "./routes/operating-data/latest.ts";
import { addLists } from "./routes/operating-data/list.ts";
import { addAcknowledgement } from "./routes/protectionmap/acknowledge.ts";
import { addLevelCounts } from "./routes/protectionmap/counts.ts";
import { addEvents } from "./routes/protectionmap/list.ts";
import { addEventStream } from "./routes/protectionmap/stream.ts";
import { addWebhook } from "./routes/protectionmap/webhook.ts";
import { addGaps } from "./routes/readings/gaps.ts";
import { addReadings } from "./routes/readings/readings.ts";
import { addRemoval } from "./routes/readings/remove.ts";
import { addUpdates } from "./routes/readings/updates.ts";
import { addSites } from "./routes/sites/sites.ts";
import { addAggregates } from "./routes/statistics/aggregate.ts";
import { addAverages } from "./routes/statistics/averages.ts";

/** The whole service, without a listener. */
export function createApp(): App {
  const router = new Hono<AppEnv>({ strict: false });
  const app: App = { router, contracts: [] };

  router.use(async (c, next) => {
    const startedAt = Date.now();
    c.set("requestId", requestIdOf(c.req.header("cf-ray")));
    c.set("language", languageOf(c.req.header("accept-language")));
    c.set("tally", {});
    await next();
    c.header("x-request-id", c.get("requestId"));
    if (!c.res.headers.has("cache-control")) c.header("cache-control", "no-store");
    await logRequest(c, startedAt);
  });
  router.use(secureHeaders(SECURITY_HEADERS));
  router.use("/api/*", crossOrigin);

  router.use("/api/*", async (c, next) => {
    c.set("caller", await authenticate(c));
    await next();
  });

  addHealth(app);
  addSites(app);
  addLists(app);
  addLatest(app);
  addDownloads(app);
  addAverages(app);
  addAggregates(app);
  addAvgSoh(app);
  addExsos(app);
  addForecastingSol(app);
  addForecasts(app);
  addSosForecasts(app);
  addPolicy(app);
  addMapping(app);
  addReadings(app);
  addRemoval(app);
  addGaps(app);
  addUpdates(app);
  addSos(app);
  addSocp(app);
  addDayAhead(app);
  addModels(app);
  addBacktest(app);
  addStaticChart(app);
  addEvents(app);
  addLevelCounts(app);
  addEventStream(app);
  addAcknowledgement(app);
  addWebhook(app);
  addLinks(app);
  addKeys(app);
  addAudit(app);
  addCaller(app);

  for (const [path, methods] of methodsByPath(app)) {
    router.all(path, (c) => refuseMethod(c, methods));
  }

  // Answered, not thrown: what is thrown here passes the first middleware by, and its headers are lost.
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

  return app;
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
    ko: `${path} 주소는 없습니다. 모든 주소: /openapi.json`,
    en: `There is nothing at ${path}; all addresses are in /openapi.json`,
  });

/** Who may do nothing here learns nothing of which addresses there are. */
const isStranger = (c: Context<AppEnv>): boolean =>
  c.get("caller") !== undefined && !allows(c.get("caller"), "any scope");

function refuseMethod(c: Context<AppEnv>, allowed: readonly string[]): never {
  if (isStranger(c)) throw keyRequired();
  const { method } = c.req.raw;
  const [list, first] = [allowed.join(", "), allowed[0]];
  throw new Problem(
    "method_not_allowed",
    { ko: `${method} 대신 ${first}을(를) 쓰십시오`, en: `Use ${first} instead of ${method}` },
    { headers: { allow: list } },
  );
}

/** What a client may know of an error: never the text of a database or a stack. */
function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof z.ZodError) {
    const names = error.issues.map(({ path }) => path.join(".")).join(", ");
    return new Problem("not_configured", {
      ko: `서비스 설정이 잘못되었습니다: ${names}`,
      en: `The service is not configured correctly: ${names}`,
    });
  }
  if (error instanceof DatabaseError) return databaseProblem(error);
  return INTERNAL;
}

const INTERNAL = new Problem("internal_error", {
  ko: "서버 오류입니다. request_id와 함께 알려 주십시오",
  en: "Something went wrong here. Please report it with the request_id",
});

const RETRY = { headers: { "retry-after": "5" } };

function databaseProblem({ failure }: DatabaseError): Problem {
  switch (failure) {
    case "unavailable":
      return new Problem(
        "database_unavailable",
        {
          ko: "데이터베이스가 응답하지 않습니다. 잠시 후 다시 시도하십시오",
          en: "The database does not answer. Please try again shortly",
        },
        RETRY,
      );
    case "crowded":
      return new Problem(
        "overloaded",
        {
          ko: "지금은 데이터베이스에 대한 질의가 너무 많습니다. 잠시 후 다시 시도하십시오",
          en: "Too many questions to the database are waiting. Please try again shortly",
        },
        { headers: { "retry-after": "2" } },
      );
    case "timeout":
      return new Problem(
        "database_timeout",
        {
          ko: "질의가 너무 오래 걸렸습니다. 기간을 줄여 주십시오",
          en: "The query took too long. Please ask for a shorter range",
        },
        RETRY,
      );
    case "schema":
      return new Problem("not_configured", {
        ko: "데이터베이스에 이 사이트의 테이블이 없습니다 (npm run migrate)",
        en: "The database lacks the tables of this site (npm run migrate)",
      });
    default:
      return INTERNAL;
  }
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
