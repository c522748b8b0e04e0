import { OpenAPIHono } from "@hono/zod-openapi";
import { type Access, accessText } from "../../src/access/scopes.ts";
import { createApp } from "../../src/app.ts";
import { rowSchemas } from "../../src/routes/operating-data/places.ts";
import { COMPONENTS } from "../../src/sites/site.ts";

const NEEDS = (access: Access): string =>
  access === "anyone"
    ? "Needs no key"
    : access === "any scope"
      ? "Needs a key"
      : `Needs a key with the scope \`${accessText(access)}\``;

/** The OpenAPI 3.1 document of the whole service, made from the routes' own contracts. Built once, by the build. */
export function openApiDocument(version: string) {
  const { openAPIRegistry: registry, getOpenAPI31Document } = new OpenAPIHono();
  registry.registerComponent("securitySchemes", "key", {
    type: "http",
    scheme: "bearer",
    description: "An API key, ess_…; also accepted in the header X-API-Key",
  });
  for (const { access, readLinked, ...operation } of createApp().contracts) {
    registry.registerPath({
      ...operation,
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
