import { OpenAPIHono } from "@hono/zod-openapi";
import { createApp } from "../../src/app.ts";
import { type Access, accessText } from "../../src/domain/access/scopes.ts";
import type { Contract } from "../../src/request/route.ts";
import { rowSchemas } from "../../src/routes/operating-data/places.ts";
import { COMPONENTS } from "../../src/site/site.ts";

const NEEDS = (access: Access): string =>
  access === "anyone"
    ? "Needs no key"
    : access === "any scope"
      ? "Needs a key"
      : `Needs a key with the scope \`${accessText(access)}\``;

const ETAG = {
  ETag: {
    schema: { type: "string" as const },
    description: "The version of the rows of the answer, to be sent back as `If-None-Match`",
  },
};

const withVersion = (responses: Contract["responses"]): Contract["responses"] => {
  const answer = responses[200];
  if (!answer || "$ref" in answer) throw new Error("a version of no answer");
  return {
    ...responses,
    200: { ...answer, headers: { ...answer.headers, ...ETAG } },
    304: {
      description: "`If-None-Match` names the answer as it is now: no rows were read",
      headers: ETAG,
    },
  };
};

/** The OpenAPI 3.1 document of the whole service, made from the routes' own contracts. Built once, by the build. */
export function openApiDocument(version: string) {
  const { openAPIRegistry: registry, getOpenAPI31Document } = new OpenAPIHono();
  registry.registerComponent("securitySchemes", "key", {
    type: "http",
    scheme: "bearer",
    description: "An API key, ess_…; also accepted in the header X-API-Key",
  });
  for (const { access, hasVersion, responses, ...operation } of createApp().contracts) {
    registry.registerPath({
      ...operation,
      responses: hasVersion ? withVersion(responses) : responses,
      description: `${operation.description ?? operation.summary}. ${NEEDS(access)}.`,
      security: access === "anyone" ? [] : [{ key: [] }],
    });
  }
  for (const component of COMPONENTS) {
    for (const { name, schema } of rowSchemas(component)) {
      registry.registerComponent("schemas", name, schema);
    }
  }
  return getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "ess-edge",
      version,
      description:
        "Operating data of grid batteries (ESS) from serverless Postgres, answered at the edge. Times are half-open ranges, [start, end); without an offset they are wall clock of the site's time zone.",
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    servers: [{ url: "/" }],
    tags: [
      { name: "Operating sites", description: "What sites there are and what they measure" },
      { name: "Operating data", description: "Rows of banks, racks, PCS and auxiliary sensors" },
      {
        name: "Ingestion",
        description: "New and corrected rows, and what is missing or has changed",
      },
      {
        name: "Protection map",
        description:
          "Warnings and faults as events, from their flags or limits; followed and acknowledged",
      },
      { name: "Downloads", description: "Whole components as files, streamed" },
      { name: "Access", description: "API keys and who took what away" },
      { name: "De-identification", description: "How sensitive names are replaced" },
      { name: "Health", description: "Whether the service works" },
    ],
  });
}
