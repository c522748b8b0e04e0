/** The parts of the OpenAPI document that the pages show. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  default?: unknown;
  example?: unknown;
};
export type Parameter = {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  description?: string;
  schema: Schema;
};
type Content = Record<string, { schema?: Schema; example?: unknown }>;
type Answer = {
  description: string;
  content?: Content;
  headers?: Record<string, { description?: string }>;
};
type RawOperation = {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, Answer>;
};
export type Document = {
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, RawOperation>>;
  components: { schemas: Record<string, Schema> };
};

/** `none`: no key required; `any`: any key; otherwise a key with one of these scopes. */
export type Access = "none" | "any" | readonly string[];
export type Operation = {
  id: string;
  method: string;
  path: string;
  tag: string;
  summary: string;
  /** Description without the summary; undefined if empty. */
  about: string | undefined;
  access: Access;
  parameters: readonly Parameter[];
  body: { isRequired: boolean; content: Content } | undefined;
  answers: readonly (Answer & { status: string })[];
};

const NEEDS = /(?:^|\. )Needs (no key|a key)(?: with the scope `([^`]+)`)?\.?$/;

/** All operations, in document order. */
export function operationsOf(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => operationOf(path, method, raw)),
  );
}

function operationOf(path: string, method: string, raw: RawOperation): Operation {
  const description = raw.description ?? "";
  const needs = NEEDS.exec(description);
  const about = description.replace(NEEDS, "");
  return {
    id: raw.operationId,
    method: method.toUpperCase(),
    path,
    tag: raw.tags[0] ?? "",
    summary: raw.summary,
    about: about === raw.summary || about === "" ? undefined : about,
    access: needs?.[2]?.split(" or ") ?? (needs?.[1] === "no key" ? "none" : "any"),
    parameters: raw.parameters ?? [],
    body: raw.requestBody && {
      isRequired: raw.requestBody.required ?? false,
      content: raw.requestBody.content,
    },
    answers: Object.entries(raw.responses).map(([status, answer]) => ({ status, ...answer })),
  };
}

/** Operations by tag, in tag order. Undeclared tags are in order of appearance. */
export function byTag(operations: readonly Operation[]): [tag: string, of: Operation[]][] {
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) {
    groups.set(operation.tag, [...(groups.get(operation.tag) ?? []), operation]);
  }
  return [...groups];
}

/** Whether an operation matches all words of a search, ignoring case. */
export function isFound(operation: Operation, search: string, summary: string): boolean {
  const { id, method, path, tag } = operation;
  const text = [id, method, path, tag, operation.summary, summary].join(" ").toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Name of a referenced schema. */
export const nameOf = ({ $ref }: Schema): string | undefined => $ref?.split("/").at(-1);

export const resolved = (schema: Schema, document: Document): Schema =>
  document.components.schemas[nameOf(schema) ?? ""] ?? schema;

/** Schemas of rows. Their columns are described by each site. */
export const isRow = (name: string | undefined): boolean => /^Site\d/.test(name ?? "");

/** Short type: `string | null`, `Caller`, `integer[]`. */
export function typeText(schema: Schema): string {
  const name = nameOf(schema);
  if (name) return name;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(typeText))].join(" | ");
  if (schema.items) {
    const inner = typeText(schema.items);
    return inner.includes(" | ") ? `(${inner})[]` : `${inner}[]`;
  }
  const types = [schema.type ?? "any"].flat();
  return types
    .map((type) => (schema.format && type !== "null" ? `${type} (${schema.format})` : type))
    .join(" | ");
}

/** Constraints beyond the type: choice, range, default. */
export type Limits = { choice: string[]; least?: number; most?: number; byDefault?: string };

export function limitsOf(schema: Schema): Limits {
  const { minimum, maximum, minLength, maxLength, default: byDefault } = schema;
  const choice = [schema, ...(schema.anyOf ?? [])].flatMap((one) => one.enum ?? []);
  return {
    choice: choice.map(String),
    ...((minimum ?? minLength) === undefined ? {} : { least: minimum ?? minLength }),
    ...((maximum ?? maxLength) === undefined ? {} : { most: maximum ?? maxLength }),
    ...(byDefault === undefined ? {} : { byDefault: String(byDefault) }),
  };
}
