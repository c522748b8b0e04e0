import fc from "fast-check";
import { createApp } from "../../../src/app.ts";
import { HOSTILE, PLACES, RIGHT, TIMES } from "./values.ts";

/*
 * Generated requests: every route, every parameter, values that are right, nearly right and hostile. Paths
 * and queries are made as they stand on the wire, because what a client cannot encode is of interest too.
 */

export type Call = {
  method: string;
  /** The route that the path was made of. */
  route: string;
  /** Path and query as they are sent. */
  target: string;
  headers: Record<string, string>;
};

type Route = { path: string; names: string[]; method: string };

/** What writes has tests of its own: what is written here others would find. */
const ROUTES: readonly Route[] = createApp()
  .contracts.filter(({ method }) => method === "get")
  .map(({ path, method, request }) => ({
    path,
    method: method.toUpperCase(),
    names: Object.keys((request?.query as { shape?: object } | undefined)?.shape ?? {}),
  }));
const ALL_NAMES = [...new Set(ROUTES.flatMap(({ names }) => names))];

const encoded = (text: string): string =>
  Buffer.from(text).toString("hex").replaceAll(/../g, "%$&").toUpperCase();

const METHODS = ["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "PURGE"];

const anyText = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 2, arbitrary: fc.constantFrom(...TIMES) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 40 }).map(encoded) },
  { weight: 1, arbitrary: fc.double().map(String) },
  { weight: 1, arbitrary: fc.bigInt().map(String) },
  { weight: 1, arbitrary: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()) },
);

/** Cursors that are ours, cut, mixed and made up. */
function cursors(real: readonly string[]): fc.Arbitrary<string> {
  const part = fc.oneof(
    fc.integer(),
    fc.double(),
    fc.string(),
    fc.constant(null),
    fc.maxSafeInteger(),
  );
  const changed = fc
    .tuple(fc.constantFrom(...real), fc.nat(9), part, fc.boolean())
    .map(([cursor, at, value, insert]) => {
      const parts = JSON.parse(Buffer.from(cursor, "base64url").toString()) as unknown[];
      parts.splice(Math.min(at, parts.length), insert ? 0 : 1, value);
      return Buffer.from(JSON.stringify(parts)).toString("base64url");
    });
  const cut = fc
    .tuple(fc.constantFrom(...real), fc.nat(80))
    .map(([cursor, at]) => cursor.slice(0, at) + cursor.slice(at + 1));
  return fc.oneof(fc.constantFrom(...real), changed, cut, anyText);
}

function queryOf({ names }: Route, real: readonly string[]): fc.Arbitrary<string> {
  const value = (name: string): fc.Arbitrary<string> => {
    if (name === "cursor") return cursors(real);
    const right = fc.constantFrom(...(RIGHT[name] ?? ["1"]));
    return fc.oneof({ weight: 3, arbitrary: right }, { weight: 1, arbitrary: anyText });
  };
  const pair = (name: string) => value(name).map((text) => `${name}=${text}`);
  const known = names.length > 0 ? fc.constantFrom(...names).chain(pair) : fc.constant("");
  const other = fc.oneof(
    fc.constantFrom(...ALL_NAMES).chain(pair),
    fc.tuple(anyText, anyText).map(([name, text]) => `${name}=${text}`),
    anyText,
  );
  const parts = fc.array(
    fc.oneof({ weight: 9, arbitrary: known }, { weight: 1, arbitrary: other }),
    { maxLength: 4 },
  );
  // Most ask for twenty minutes only: it is the reading of requests that is tried, not the data.
  const usual = [
    "start-time=2026-01-05T10:00",
    "end-time=2026-01-05T10:20",
    "since=2026-01-05T10:00",
  ].filter((part) => names.includes(part.split("=")[0] ?? ""));
  const range = fc.oneof(
    { weight: 9, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constant([]) },
  );
  return fc.tuple(range, parts).map(([some, more]) => {
    const given = more.map((part) => part.split("=")[0]);
    // What has an origin has no range beside it.
    const free = given.includes("origin")
      ? []
      : some.filter((part) => !given.includes(part.split("=")[0]));
    const all = [...free, ...more].join("&");
    return all === "" ? "" : `?${all}`;
  });
}

/** Mostly none: a path of a rack is seldom one that there is, and each must be met. */
const pathEnd = fc.oneof(
  { weight: 9, arbitrary: fc.constant("") },
  { weight: 3, arbitrary: fc.constantFrom("x", "/", "%00") },
);

function pathOf({ path }: Route): fc.Arbitrary<string> {
  const segments = path.split("/").map((segment) => {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (!name) return fc.constant(segment);
    return fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...(PLACES[name] ?? ["1"])) },
      // A path of two dots is another path before it is sent.
      { weight: 1, arbitrary: anyText.filter((text) => !/^\.|[?#/]/.test(text)) },
    );
  });
  return fc.tuple(fc.tuple(...segments), pathEnd).map(([parts, end]) => parts.join("/") + end);
}

const headers: fc.Arbitrary<Record<string, string>> = fc.dictionary(
  fc.constantFrom(
    "accept",
    "accept-language",
    "authorization",
    "cf-ray",
    "content-type",
    "cookie",
    "if-none-match",
    "range",
    "x-forwarded-host",
  ),
  fc.oneof(
    fc.constantFrom(
      "",
      "*/*",
      "ko;q=0.5,en;q=x",
      ";,;q=,=",
      "bytes=0-1",
      "Bearer x",
      "text/html",
      "a\tb",
      "\u00e9\u00ff",
    ),
    fc.string({ unit: "grapheme-ascii", maxLength: 30 }),
  ),
  { maxKeys: 2 },
);

/** The list that a cursor came from, asked with the cursor changed: no other list looks into it. */
const atHome = (real: readonly RealCursor[]): fc.Arbitrary<Call> =>
  fc.constantFrom(...real).chain(({ route, address, cursor }) =>
    cursors([cursor]).map((changed) => ({
      method: "GET",
      route,
      target: `${address}&cursor=${changed}`,
      headers: {},
    })),
  );

/** A cursor that the service gave, and the address that it gave it for. */
export type RealCursor = { route: string; address: string; cursor: string };

/** Requests to every route; `real` are cursors that the service gave. */
export const calls = (real: readonly RealCursor[]): fc.Arbitrary<Call> =>
  fc.oneof(
    { weight: 9, arbitrary: anywhere(real.map(({ cursor }) => cursor)) },
    { weight: 1, arbitrary: atHome(real) },
  );

function anywhere(real: readonly string[]): fc.Arbitrary<Call> {
  const method = (usual: string) =>
    fc.oneof(
      { weight: 9, arbitrary: fc.constant(usual) },
      { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
    );
  return fc.constantFrom(...ROUTES).chain((route) =>
    fc
      .tuple(method(route.method), pathOf(route), queryOf(route, real), headers)
      .map(([verb, path, query, some]) => ({
        method: verb,
        route: route.path,
        target: path + query,
        headers: some,
      })),
  );
}

export const routes = ROUTES.map(({ path }) => path);
