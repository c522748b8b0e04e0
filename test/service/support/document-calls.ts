import fc from "fast-check";
import type { openApiDocument } from "../../../dev/build/openapi.ts";

/*
 * Requests made of the OpenAPI document and of nothing else, as a client would make them that knows the service
 * from there alone: what the schemas allow, their examples, their limits and what lies just beyond, and text that
 * they do not allow.
 */

type Schema = {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  example?: unknown;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  items?: Schema;
};
type Parameter = { in: string; name: string; required?: boolean; schema: Schema };
type Content = Record<string, { schema?: object; example?: unknown }>;
export type Operation = {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Content };
  /** Inline, or a component that `$ref` names. */
  responses: Record<string, { $ref?: string; content?: Content; headers?: object }>;
};
export type DocumentedCall = {
  operation: Operation;
  method: string;
  /** Path and query. */
  target: string;
  headers: Record<string, string>;
  body?: string;
};

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.stringMatching(/^[-+]?[0-9]{1,25}(\.[0-9]{0,12})?(e[0-9]{1,4})?$/),
  fc.stringMatching(/^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2})?$/),
  fc.constantFrom(
    "",
    " ",
    "0",
    "-1",
    "null",
    "true",
    "NaN",
    "'; select 1 --",
    "%",
    "\u0000",
    "한글",
  ),
);

/** What a schema allows, its limits, and what lies beyond them. */
function values({ type, enum: words, example, default: usual, minimum, maximum }: Schema) {
  const known = [example, usual, ...(words ?? [])].filter((value) => value !== undefined);
  const limits = [minimum, maximum].flatMap((limit) =>
    limit === undefined ? [] : [limit - 1, limit, limit + 1],
  );
  const isNumber = type === "integer" || type === "number";
  const allowed = [
    ...(known.length > 0 ? [{ weight: 8, arbitrary: fc.constantFrom(...known.map(String)) }] : []),
    ...(limits.length > 0
      ? [{ weight: 2, arbitrary: fc.constantFrom(...limits.map(String)) }]
      : []),
    ...(isNumber ? [{ weight: 2, arbitrary: fc.nat(30).map(String) }] : []),
    ...(type === "boolean"
      ? [{ weight: 4, arbitrary: fc.constantFrom("true", "false", "1", "") }]
      : []),
  ];
  return fc.oneof(...allowed, { weight: allowed.length > 0 ? 2 : 1, arbitrary: text });
}

/** A whole and working request has the better part of its values as the document's examples have them. */
function callOf(
  template: string,
  method: string,
  operation: Operation,
): fc.Arbitrary<DocumentedCall> {
  const { parameters = [], requestBody } = operation;
  const inPath = parameters.filter((one) => one.in === "path");
  const inQuery = parameters.filter((one) => one.in === "query");
  const path = fc.tuple(
    ...inPath.map(({ schema }) =>
      fc.oneof(
        { weight: 6, arbitrary: fc.constant(String(schema.example)) },
        { weight: 1, arbitrary: values(schema) },
      ),
    ),
  );
  const given = fc.tuple(
    ...inQuery.map(({ schema, required }) =>
      fc.option(values(schema), { freq: required ? 8 : 1, nil: undefined }),
    ),
  );
  const headers = fc.record(
    Object.fromEntries(
      parameters
        .filter((one) => one.in === "header")
        .map(({ name, schema }) => [name, values(schema)]),
    ),
    { requiredKeys: [] },
  );
  const more = fc.record(
    {
      accept: fc.constantFrom(
        "application/json",
        "*/*",
        "text/csv",
        "application/x-ndjson;q=0.5, */*;q=0.1",
        "image/png",
      ),
      "accept-language": fc.constantFrom("ko", "en", "de;q=0.1, ko", "*"),
      "if-none-match": fc.constantFrom("*", 'W/"x"', "nonsense"),
    },
    { requiredKeys: [] },
  );
  const body: fc.Arbitrary<{ type?: string; body?: string }> = requestBody
    ? fc.constantFrom(...Object.entries(requestBody.content)).chain(([type, { example }]) =>
        fc
          .oneof(
            { weight: 3, arbitrary: fc.constant(example) },
            { weight: 3, arbitrary: changed(example) },
            { weight: 1, arbitrary: text },
          )
          .map((value) => ({
            type,
            body: typeof value === "string" ? value : JSON.stringify(value),
          })),
      )
    : fc.constant({});
  const verb =
    method === "get"
      ? fc.constantFrom("GET", "GET", "GET", "GET", "HEAD")
      : fc.constant(method.toUpperCase());
  return fc
    .tuple(path, given, headers, more, body, verb)
    .map(([inside, query, own, others, sent, verb]) => {
      const ids = inside.map((value, i) => [inPath[i]?.name ?? "", value] as const);
      const address = ids.reduce(
        (so, [name, value]) => so.replace(`{${name}}`, encodeURIComponent(value)),
        template,
      );
      const pairs = query.flatMap((value, i) =>
        value === undefined ? [] : [[inQuery[i]?.name ?? "", value]],
      );
      const search = new URLSearchParams(pairs).toString();
      return {
        operation,
        method: verb,
        target: address + (search ? `?${search}` : ""),
        headers: {
          ...clean({ ...own, ...others }),
          ...(sent.type ? { "content-type": sent.type } : {}),
        },
        ...(sent.body === undefined ? {} : { body: sent.body }),
      };
    });
}

/** A header can hold no more. */
const clean = (headers: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value !== undefined && /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value)
        ? [[name, value]]
        : [],
    ),
  );

/** An example with a value of another kind, or without one. */
function changed(example: unknown): fc.Arbitrary<unknown> {
  if (typeof example === "string") {
    return fc
      .tuple(fc.nat(example.length), text)
      .map(([at, other]) => example.slice(0, at) + other + example.slice(at + 1));
  }
  if (Array.isArray(example)) {
    return fc.oneof(
      fc.constant([]),
      changed(example[0]).map((one) => [one]),
      changed(example[0]).map((one) => [example[0], one]),
      fc.jsonValue(),
    );
  }
  if (typeof example !== "object" || example === null) return fc.jsonValue();
  const entries = Object.entries(example);
  return fc
    .tuple(
      fc.nat(Math.max(0, entries.length - 1)),
      fc.oneof(fc.constant(undefined), fc.jsonValue(), text),
    )
    .map(([at, other]) =>
      Object.fromEntries(entries.map(([name, value], i) => [name, i === at ? other : value])),
    );
}

/** So many requests, of all operations alike. */
export function documentedCalls(
  document: ReturnType<typeof openApiDocument>,
  count: number,
  seed: number,
): DocumentedCall[] {
  const paths = (document.paths ?? {}) as unknown as Record<string, Record<string, Operation>>;
  const each = Object.entries(paths).flatMap(([template, operations]) =>
    Object.entries(operations).map(([method, operation]) => callOf(template, method, operation)),
  );
  const samples = each.map((one, i) =>
    fc.sample(one, { numRuns: Math.ceil(count / each.length), seed: seed + i }),
  );
  // One of each, then the next of each: what writes and what reads meet.
  return Array.from({ length: samples[0]?.length ?? 0 }, (_, turn) =>
    samples.flatMap((of) => of.slice(turn, turn + 1)),
  ).flat();
}
