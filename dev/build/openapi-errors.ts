import type * as z from "zod";
import type { Contract } from "../../src/request/route.ts";
import { PROBLEMS } from "../../src/response/problem.ts";

/*
 * The 4XX responses of an operation follow from its contract: from its address, its parameters and its body. This is
 * the only place that derives them. Each is a component that operations refer to.
 */

type ClientError = {
  /** Component under `#/components/responses/`. */
  name: string;
  text: string;
  isGivenBy: (operation: Operation) => boolean;
  headers?: Record<string, { schema: { type: "string" | "integer" }; description: string }>;
};

/** What decides which errors an operation gives. */
type Operation = {
  id: string;
  path: string;
  isApi: boolean;
  query: ReadonlySet<string>;
  hasBody: boolean;
};

const WRITES_ROWS = /\/readings\/$/;
/** The change log of a table tells what was updated. */
const NEEDS_CHANGE_LOG = /\/updates\/$/;
/** Their ranges are limited by a parameter's own rule (400), or not at all. */
const ANY_RANGE = /\/(gaps|audit)\/$|\/protectionmap\//;
/** Checks the download that it signs as if it were requested. */
const SIGNS_DOWNLOADS = "createDownloadLink";

const CLIENT_ERRORS: Readonly<Record<number, ClientError>> = {
  400: {
    name: "BadRequest",
    text: "A parameter or the body is invalid. `errors` lists every fault",
    isGivenBy: () => true,
  },
  401: {
    name: "Unauthorized",
    text: "The API key is missing or invalid",
    isGivenBy: ({ isApi }) => isApi,
    headers: {
      "WWW-Authenticate": {
        schema: { type: "string" },
        description: "The authentication scheme (RFC 6750)",
      },
    },
  },
  403: {
    name: "Forbidden",
    text: "The key lacks a scope or a site, or the signed link is invalid or expired",
    isGivenBy: ({ isApi }) => isApi,
  },
  404: {
    name: "NotFound",
    text: "The site, bank, rack, page, event or key does not exist, or has no data yet",
    isGivenBy: ({ id, path, query }) =>
      /\{(site|id|lookup)\}/.test(path) || query.has("page") || id === SIGNS_DOWNLOADS,
  },
  406: {
    name: "NotAcceptable",
    text: "None of the media types in `Accept` is available",
    isGivenBy: ({ id, query }) => query.has("format") || id === SIGNS_DOWNLOADS,
  },
  409: {
    name: "Conflict",
    text: "The table cannot do this, its month was removed by retention, or its rows have changed",
    isGivenBy: ({ path, query }) =>
      WRITES_ROWS.test(path) || NEEDS_CHANGE_LOG.test(path) || query.has("quality"),
  },
  413: {
    name: "ContentTooLarge",
    text: "The body is too large. Send it in several requests",
    isGivenBy: ({ hasBody }) => hasBody,
  },
  415: {
    name: "UnsupportedMediaType",
    text: "The `Content-Type` or `Content-Encoding` of the body is not supported",
    isGivenBy: ({ hasBody }) => hasBody,
  },
  422: {
    name: "UnprocessableContent",
    text: "The range is too long, rows were rejected, or the `Idempotency-Key` was used for another request",
    isGivenBy: ({ path, query }) =>
      WRITES_ROWS.test(path) ||
      ((query.has("start-time") || query.has("start-date")) && !ANY_RANGE.test(path)),
  },
  429: {
    name: "TooManyRequests",
    text: "Too many requests or open streams",
    isGivenBy: ({ isApi, path }) => isApi || path === "/readyz",
    headers: {
      "Retry-After": { schema: { type: "integer" }, description: "Seconds to wait" },
    },
  },
};

/** The codes of `errors[].code` … of a status, as docs/errors.md explains them. */
const codesOf = (status: number): string =>
  Object.entries(PROBLEMS)
    .filter(([, problem]) => problem.status === status)
    .map(([code]) => `\`${code}\``)
    .join(", ");

/** The responses that operations refer to, by component. */
export const errorComponents = () =>
  Object.entries(CLIENT_ERRORS).map(([status, { name, text, headers }]) => ({
    name,
    response: {
      description: `${text} (${codesOf(Number(status))})`,
      ...(headers ? { headers } : {}),
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    },
  }));

/** The 4XX responses of an operation, by status. */
export function errorResponses(contract: Contract): Record<string, { $ref: string }> {
  const operation = factsOf(contract);
  return Object.fromEntries(
    Object.entries(CLIENT_ERRORS)
      .filter(([, error]) => error.isGivenBy(operation))
      .map(([status, { name }]) => [status, { $ref: `#/components/responses/${name}` }]),
  );
}

function factsOf({ operationId = "", path, request }: Contract): Operation {
  const query = request?.query as z.ZodObject | undefined;
  return {
    id: operationId,
    path,
    isApi: path.startsWith("/api/"),
    query: new Set(Object.keys(query?.shape ?? {})),
    hasBody: request?.body !== undefined,
  };
}
