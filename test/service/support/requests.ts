import fc from "fast-check";
import { createApp } from "../../../src/app.ts";

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

type Route = { path: string; names: string[] };

const ROUTES: readonly Route[] = createApp().contracts.map(({ path, request }) => ({
  path,
  names: Object.keys((request?.query as { shape?: object } | undefined)?.shape ?? {}),
}));
const ALL_NAMES = [...new Set(ROUTES.flatMap(({ names }) => names))];

const encoded = (text: string): string =>
  Buffer.from(text).toString("hex").replaceAll(/../g, "%$&").toUpperCase();

/** What no client of good will sends. No text of it is one that a leaked error is known by. */
const HOSTILE = [
  "",
  "%",
  "%zz",
  "%00",
  "a%00b",
  "%ED%A0%80",
  "%ED%BF%BF",
  "%C0%AF",
  "%FF%FE",
  "%F0%9F%94%8B",
  "%E2%80%AE",
  "%0D%0Aset-cookie:%20a=b",
  "..%2F..%2F",
  "'%20or%201=1--",
  "%22;%20drop%20table%20bank;--",
  "1)%20union%20select%20null--",
  "$1",
  "$%7B7*7%7D",
  "{{7*7}}",
  "%3Cscript%3E",
  "null",
  "undefined",
  "NaN",
  "-Infinity",
  "[object%20Object]",
  "__proto__",
  "true",
  "0",
  "-1",
  "-0",
  "1e3",
  "0x10",
  "1.5",
  "%2B1",
  "%201%20",
  "2147483647",
  "2147483648",
  "9007199254740993",
  "9223372036854775808",
  "1".repeat(400),
  "x".repeat(6000),
  ",".repeat(2000),
  "%E1%84%80".repeat(600),
];

const TIMES = [
  "2026-02-30",
  "2026-01-05T24:00",
  "2026-01-05T25:61:61",
  "0000-00-00",
  "9999-12-31T23:59:59Z",
  "-000001-01-01",
  "+275760-09-13",
  "1969-12-31",
  "2100-12-31",
  "2026-01-05T00:00:00+99:99",
  "2026-01-05T00:00:00.000000000000000001",
  "infinity",
  "now",
  "P1D",
];

/** Values of each parameter that are right. */
const RIGHT: Record<string, string[]> = {
  "start-time": ["2026-01-05T10:00", "2026-01-05T01:00:00Z", "2026-01-05T10:00:00+09:00"],
  "end-time": ["2026-01-05T10:20", "2026-01-05T01:20:00Z", "2026-01-05%2010:20:00%2B09:00"],
  date: ["2026-01-05", "2020-01-01"],
  fields: ["timestamp", "timestamp,bank_soc", "TIMESTAMP"],
  omit: ["bank_soh", "timestamp"],
  "time-format": ["iso", "local", "utc", "unix"],
  page: ["1", "2", "last", "1000000000"],
  page_size: ["1", "7", "10000"],
  no_page: ["", "true", "0"],
  format: ["csv"],
  trailer: ["0", "1"],
};

const PLACES: Record<string, string[]> = {
  s: ["1", "2", "3", "4"],
  b: ["1", "2", "3"],
  r: ["1", "8", "12"],
  component: ["bank", "rack", "pcs", "etc", "banks"],
};

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
  const range = names.includes("start-time")
    ? fc.oneof(
        {
          weight: 9,
          arbitrary: fc.constant(["start-time=2026-01-05T10:00", "end-time=2026-01-05T10:20"]),
        },
        { weight: 1, arbitrary: fc.constant([]) },
      )
    : fc.constant([]);
  return fc.tuple(range, parts).map(([some, more]) => {
    const given = more.map((part) => part.split("=")[0]);
    const free = some.filter((part) => !given.includes(part.split("=")[0]));
    const all = [...free, ...more].join("&");
    return all === "" ? "" : `?${all}`;
  });
}

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
  return fc
    .tuple(fc.tuple(...segments), fc.constantFrom("", "", "", "x", "/", "%00"))
    .map(([parts, end]) => parts.join("/") + end);
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

/** Requests to every route; `real` are cursors that the service gave. */
export function calls(real: readonly string[]): fc.Arbitrary<Call> {
  const method = fc.oneof(
    { weight: 9, arbitrary: fc.constant("GET") },
    { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
  );
  return fc.constantFrom(...ROUTES).chain((route) =>
    fc
      .tuple(method, pathOf(route), queryOf(route, real), headers)
      .map(([verb, path, query, some]) => ({
        method: verb,
        route: route.path,
        target: path + query,
        headers: some,
      })),
  );
}

export const routes = ROUTES.map(({ path }) => path);
