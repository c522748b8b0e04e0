import { join } from "node:path";
import { ROOT } from "../settings.ts";

/*
 * The types of the client and the web, from the OpenAPI document. (The usual generators need TypeScript's compiler in
 * its JavaScript form, which TypeScript 7 has not.)
 */
type Schema = Record<string, unknown>;
type Operation = {
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[];
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, Response>;
};
/** Inline, or a component that `$ref` names. */
type Response = { $ref?: string; content?: Record<string, { schema?: Schema }> };
type Document = {
  paths?: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema>; responses?: Record<string, Response> };
};

/** Where the client, and through it the web, finds them. */
export const API_TYPES = join(ROOT, "client/paths.ts");

/** A module that exports `paths`, as openapi-fetch reads it, and `Schemas`, the document's named schemas. */
export function apiTypes(document: unknown): string {
  const { paths = {}, components } = document as Document;
  const named = Object.entries(components?.schemas ?? {}).map(
    ([name, schema]) => `${name}: ${typeText(schema)}`,
  );
  const responseOf = (response: Response): Response =>
    components?.responses?.[response.$ref?.split("/").at(-1) ?? ""] ?? response;
  const all = Object.entries(paths).map(
    ([path, methods]) =>
      `${JSON.stringify(path)}: { ${Object.entries(methods)
        .map(([method, operation]) => `${method}: ${operationText(operation, responseOf)}`)
        .join("; ")} }`,
  );
  return `// Made by dev/build/api-types.ts from the OpenAPI document.
export type Schemas = {\n${named.join(";\n")};\n};
export type paths = {\n${all.join(";\n")};\n};
`;
}

function operationText(
  { parameters = [], requestBody, responses }: Operation,
  responseOf: (response: Response) => Response,
): string {
  const groups = ["path", "query", "header"].map((where) => {
    const own = parameters.filter((parameter) => parameter.in === where);
    if (own.length === 0) return `${where}?: never`;
    const isOptional = own.every(({ required }) => !required);
    const members = own.map(
      ({ name, required, schema }) =>
        `${JSON.stringify(name)}${required ? "" : "?"}: ${typeText(schema)}`,
    );
    return `${where}${isOptional ? "?" : ""}: { ${members.join("; ")} }`;
  });
  const body = requestBody
    ? `requestBody${requestBody.required ? "" : "?"}: { content: ${contentText(requestBody.content)} }`
    : "requestBody?: never";
  const answers = Object.entries(responses).map(
    ([status, response]) =>
      `${status}: { headers: Record<string, string>; content: ${contentText(responseOf(response).content ?? {})} }`,
  );
  return `{ parameters: { ${groups.join("; ")} }; ${body}; responses: { ${answers.join("; ")} } }`;
}

const contentText = (content: Record<string, { schema?: Schema }>): string =>
  `{ ${Object.entries(content)
    .map(([type, { schema }]) => `${JSON.stringify(type)}: ${typeText(schema ?? {})}`)
    .join("; ")} }`;

function typeText(schema: Schema): string {
  const { $ref, anyOf, oneOf, enum: values, type } = schema;
  if (typeof $ref === "string") return `Schemas[${JSON.stringify($ref.split("/").at(-1))}]`;
  const choices = anyOf ?? oneOf;
  if (Array.isArray(choices)) return union(choices.map((one) => typeText(one)));
  if (Array.isArray(values)) return union(values.map((value) => JSON.stringify(value)));
  if (Array.isArray(type)) return union(type.map((one) => typeText({ ...schema, type: one })));
  switch (type) {
    case "integer":
      return "number";
    case "array":
      return `(${typeText((schema.items as Schema | undefined) ?? {})})[]`;
    case "object":
      return objectText(schema);
    case "string":
    case "number":
    case "boolean":
    case "null":
      return type;
    default:
      return "unknown";
  }
}

const union = (texts: readonly string[]): string => [...new Set(texts)].join(" | ");

function objectText(schema: Schema): string {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  const required = (schema.required ?? []) as string[];
  const members = properties.map(
    ([name, one]) =>
      `${JSON.stringify(name)}${required.includes(name) ? "" : "?"}: ${typeText(one)}`,
  );
  const more = schema.additionalProperties;
  const rest = more && typeof more === "object" ? typeText(more as Schema) : undefined;
  if (members.length === 0) return `Record<string, ${rest ?? "unknown"}>`;
  const known = `{ ${members.join("; ")} }`;
  return rest ? `(${known} & { [name: string]: unknown })` : known;
}
