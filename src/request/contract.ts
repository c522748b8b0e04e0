import type { RouteConfig } from "@hono/zod-openapi";
import type { Context, Handler, Hono } from "hono";
import { tryDecodeURIComponent } from "hono/utils/url";
import * as z from "zod";
import type { AppEnv } from "../context.ts";
import type { Access } from "../domain/access/scopes.ts";
import type { Selection } from "../store/sql/selection.ts";
import { guard } from "./guard.ts";
import type { Given } from "./input.ts";

/** What an operation takes and answers, and who may ask it. */
export type Contract = RouteConfig & {
  access: Access;
  /** Whether its answers carry a version (`cache/answer.ts`). */
  hasVersion?: boolean;
  /** Of a download: reads path and query that a signed link is to be made for, and throws what it would answer. */
  readLinked?: (c: Context<AppEnv>, given: Given) => LinkedPlace | Promise<LinkedPlace>;
};

/** Where a signed link leads, for the audit. */
export type LinkedPlace = { selection: Pick<Selection, "site" | "start" | "end"> };

/** The router that answers, and the contracts of its operations, from which the build makes the OpenAPI document. */
export type App = { router: Hono<AppEnv>; contracts: Contract[] };

/**
 * Adds an operation: its contract for the OpenAPI document, its handler to the router. The handler checks its
 * input itself (`input.ts`), because all faults of a request are reported at once, and what a query may say
 * depends on the site in the path.
 */
export function addOperation(app: App, contract: Contract, handler: Handler<AppEnv>): void {
  app.contracts.push({
    ...contract,
    responses: { ...contract.responses, default: PROBLEM_RESPONSE },
  });
  app.router.on([contract.method], [routerPath(contract.path)], guard(contract), handler);
}

/** A text in both languages. */
export const textSchema = z.object({ ko: z.string(), en: z.string() });

const problemSchema = z
  .object({
    type: z.string().meta({ example: "/docs/errors#invalid_parameters" }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string().meta({ example: "invalid_parameters" }),
    request_id: z.string(),
    errors: z.array(
      z.object({
        in: z.enum(["path", "query", "header", "body"]),
        name: z.string(),
        code: z.string(),
        detail: z.string(),
        allowed: z.array(z.string()).optional(),
        line: z.int().optional().meta({
          description: "Of a body: its line; in a JSON array the number of the object; from 1",
        }),
      }),
    ),
  })
  .meta({ id: "Problem" });

const PROBLEM_RESPONSE = {
  description: "A problem (RFC 9457), in Korean or English by Accept-Language",
  content: { "application/problem+json": { schema: problemSchema } },
};

/** The methods that each path of the service answers, HEAD included. */
export function methodsByPath({ contracts }: App): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of contracts) {
    const added = method === "get" ? ["GET", "HEAD"] : [method.toUpperCase()];
    methods.set(routerPath(path), [...(methods.get(routerPath(path)) ?? []), ...added]);
  }
  return methods;
}

/** The GET operation that answers at a path, and what the path says; undefined where there is none. */
export function operationAt(
  { contracts }: App,
  pathname: string,
): { operation: Contract; params: Given["params"] } | undefined {
  for (const operation of contracts.filter(({ method }) => method === "get")) {
    const pattern = operation.path.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)");
    const match = new RegExp(`^${pattern}?$`).exec(pathname);
    if (!match) continue;
    const params = Object.entries(match.groups ?? {}).map(([name, text]) => [
      name,
      tryDecodeURIComponent(text),
    ]);
    return { operation, params: Object.fromEntries(params) };
  }
  return undefined;
}

/** Hono's router compares without the last slash (`strict: false`), so that both forms are answered. */
const routerPath = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, ":$1").replace(/(.)\/$/, "$1");
