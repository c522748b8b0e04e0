import { OpenAPIHono } from "@hono/zod-openapi";
import { createApp } from "../../src/app.ts";
import type { Access, Scope } from "../../src/domain/access/scopes.ts";
import type { Contract } from "../../src/request/route.ts";
import { PROBLEM_RESPONSE } from "../../src/response/problem-schema.ts";
import { errorComponents, errorResponses } from "./openapi-errors.ts";
import { listSchemas } from "./openapi-lists.ts";

/** Who may call an operation: `anyone`, holders of `any scope`, or holders of one of the scopes. */
const accessOf = (access: Access): "anyone" | "any scope" | readonly Scope[] =>
  access === "anyone" || access === "any scope" ? access : [access].flat();

/** The same as OpenAPI says it: alternatives, each with the roles that it needs. */
const securityOf = (access: Access): { key: string[] }[] => {
  const scopes = accessOf(access);
  if (scopes === "anyone") return [];
  return scopes === "any scope" ? [{ key: [] }] : scopes.map((scope) => ({ key: [scope] }));
};

const ETAG = {
  ETag: {
    schema: { type: "string" as const },
    description: "Version of the rows in the response. Send it as `If-None-Match`",
  },
};

const withVersion = (responses: Contract["responses"]): Contract["responses"] => {
  const answer = responses[200];
  if (!answer || "$ref" in answer) throw new Error("a version of no answer");
  return {
    ...responses,
    200: { ...answer, headers: { ...answer.headers, ...ETAG } },
    304: {
      description: "The response has not changed since the version in `If-None-Match`",
      headers: ETAG,
    },
  };
};

/** Every tag that operations use, in the order of the document. */
const TAGS = [
  { name: "Operating sites", description: "Sites and the columns that they measure" },
  { name: "Operating data", description: "Rows of banks, racks, PCS and auxiliary sensors" },
  { name: "Downloads", description: "All rows of a component as a streamed file" },
  { name: "Statistics", description: "Averages and other aggregates per time bucket" },
  { name: "Indicators", description: "Health and safety indicators of banks, racks and cells" },
  { name: "Forecasts", description: "Forecasts, their models and how accurate they were" },
  {
    name: "Protection map",
    description: "Warnings and faults as events: list, follow and acknowledge them",
  },
  {
    name: "Ingestion",
    description: "Write and delete rows, and find gaps and changes",
  },
  { name: "De-identification", description: "How sensitive names are replaced" },
  { name: "Access", description: "API keys, their scopes and the audit log" },
  { name: "Health", description: "Whether the service and its databases respond" },
];

/** The OpenAPI 3.1 document of the whole service, made from the routes' own contracts. Built once, by the build. */
export function openApiDocument(version: string) {
  const { openAPIRegistry: registry, getOpenAPI31Document } = new OpenAPIHono();
  registry.registerComponent("securitySchemes", "key", {
    type: "http",
    scheme: "bearer",
    description: "An API key, `ess_…`. The header `X-API-Key` is accepted as well",
  });
  for (const contract of createApp().contracts) {
    const { access, hasVersion, responses, ...operation } = contract;
    registry.registerPath({
      ...operation,
      "x-ess-access": accessOf(access),
      responses: {
        ...(hasVersion ? withVersion(responses) : responses),
        ...errorResponses(contract),
        default: PROBLEM_RESPONSE,
      },
      security: securityOf(access),
    });
  }
  for (const { name, response } of errorComponents()) {
    registry.registerComponent("responses", name, response);
  }
  for (const { name, schema } of listSchemas()) registry.registerComponent("schemas", name, schema);
  return getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "ess-edge",
      version,
      description:
        "Operating data of grid batteries (ESS), served at the edge from serverless Postgres. Ranges are half-open, [start, end). Times without an offset are in the site's time zone.",
      contact: { name: "The maintainers of ess-edge" },
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    servers: [{ url: "/" }],
    tags: TAGS,
  });
}
