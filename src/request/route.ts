import type { RouteConfig } from "@hono/zod-openapi";
import * as z from "zod";
import type { Access } from "../domain/access/scopes.ts";
import type { Answer } from "../response/answer.ts";
import type { VersionedRows } from "../response/cache/version.ts";
import type { Fault } from "../response/problem.ts";
import { sites as allSites } from "../site/registry/registry.ts";
import type { Component, Place, Site } from "../site/site.ts";
import type { Backend } from "../store/backend.ts";
import type { Ask } from "../store/sql/client.ts";
import { pathSchema } from "./path.ts";
import type { ApiRequest, Incoming, SiteRequest } from "./request.ts";

/** What an operation takes and answers, and who may call it: the source of the OpenAPI document. */
export type Contract = Omit<RouteConfig, "method"> & {
  method: "get" | "post" | "put" | "delete";
  access: Access;
  /** Whether its answers carry a version. */
  hasVersion?: boolean;
};

/** What a request is answered with: for the pipeline the rows that the answer is made of, the rest for the route. */
export type Plan = Readonly<Record<string, unknown>> & {
  /** Their version makes the ETag, and an answer of an unchanged version is not made again. */
  rows?: VersionedRows;
};

/** The query schema of an operation, of the place that the request names; without one, for documentation. */
export type QueryOf<Q extends z.ZodType> = (place: Place | undefined, sites: readonly Site[]) => Q;

/** One operation: all that the pipeline needs to answer it. */
export type Route = {
  contract: Contract;
  query: QueryOf<z.ZodType>;
  body: z.ZodType | undefined;
  /** What is wrong with the headers that it reads. */
  headerFaults: (headers: Headers) => readonly Fault[];
  /** Names the place that the query is read against, where the path names no site. */
  placeOf: ((sites: readonly Site[]) => Place | undefined) | undefined;
  ofSite: { component: Component | undefined; view: ShownSite } | undefined;
  reads: "site" | "platform" | "nothing";
  /** Whether it answers even where the settings are wrong: then without them. */
  isBare: boolean;
  plan(request: ApiRequest | SiteRequest): Plan | Promise<Plan>;
  answer(plan: Plan, ask: Ask, backend: Backend): Answer | Promise<Answer>;
};

/** How a route shows a site: de-identified or unchanged. */
export type ShownSite = (site: Site, request: Incoming) => Site | Promise<Site>;

type Definition<Q extends z.ZodType, B extends z.ZodType, R, P extends Plan> = Omit<
  Contract,
  "request"
> & {
  query?: QueryOf<Q>;
  placeOf?: Route["placeOf"];
  headerFaults?: Route["headerFaults"];
  /** A JSON body. */
  body?: { schema: B; example: object };
  /** Documentation of a body or headers that the route reads itself. */
  request?: Pick<NonNullable<RouteConfig["request"]>, "body" | "headers">;
  /** The database that `ask` asks. */
  reads?: Route["reads"];
  isBare?: boolean;
  /** Pure: decides what to query and how to render it. @throws {Problem} */
  plan: (request: R) => P | Promise<P>;
  answer: (plan: P, ask: Ask, backend: Backend) => Answer | Promise<Answer>;
};

/** The query of an operation that takes none. */
const noQuery = z.strictObject({});

/**
 * An operation whose path names no site.
 * @example
 * export const caller = route({ method: "get", path: "/api/ess/caller/", …, plan: ({ caller }) => ({ caller }), answer: ({ caller }) => json(caller) });
 */
export const route = <
  P extends Plan,
  Q extends z.ZodType = typeof noQuery,
  B extends z.ZodType = z.ZodUndefined,
>(
  definition: Definition<Q, B, ApiRequest<z.output<Q>, z.output<B>>, P>,
): Route => assembled({ reads: "nothing", ...definition }, undefined);

/** An operation on one site: of the component that the path or `component` names, shown as `view` does. */
export const siteRoute = <
  P extends Plan,
  Q extends z.ZodType = typeof noQuery,
  B extends z.ZodType = z.ZodUndefined,
>({
  component,
  view = (site) => site,
  ...definition
}: Definition<Q, B, SiteRequest<z.output<Q>, z.output<B>>, P> & {
  component?: Component;
  view?: ShownSite;
}): Route => assembled({ reads: "site", ...definition }, { component, view });

function assembled<Q extends z.ZodType, B extends z.ZodType, R, P extends Plan>(
  {
    query = () => noQuery as unknown as Q,
    placeOf,
    headerFaults = () => [],
    body,
    request,
    reads = "nothing",
    isBare = false,
    plan,
    answer,
    ...contract
  }: Definition<Q, B, R, P>,
  ofSite: Route["ofSite"],
): Route {
  const content = body && {
    body: { required: true, content: { "application/json": body } },
  };
  return {
    contract: {
      ...contract,
      request: {
        ...(contract.path.includes("{") ? { params: pathSchema(contract.path) } : {}),
        query: query(undefined, allSites) as unknown as z.ZodObject,
        ...request,
        ...content,
      },
    },
    query,
    body: body?.schema,
    headerFaults,
    placeOf,
    ofSite,
    reads,
    isBare,
    // The pipeline hands a plan only to the route that made it, and a request only to the route it is for.
    plan: plan as Route["plan"],
    answer: answer as Route["answer"],
  };
}

/** A text in both languages. */
export const textSchema = z.object({ ko: z.string(), en: z.string() });
