import { gzipSync } from "node:zlib";
import { expect } from "vitest";
import { withClient } from "../../../dev/database/migrate.ts";
import type { ProblemBody } from "../../support/http.ts";
import { createDatabase, startWorker } from "../../support/world.ts";

export type Ingested = {
  inserted: number;
  updated: number;
  unchanged: number;
  repeated: number;
  rejected: number;
  implausible: number;
  errors: { line: number; field: string; reason: string }[];
};

/** The answer to a body without rows. */
export const NOTHING: Ingested = {
  inserted: 0,
  updated: 0,
  unchanged: 0,
  repeated: 0,
  rejected: 0,
  implausible: 0,
  errors: [],
};

export const TYPES = { json: "application/json", ndjson: "application/x-ndjson", csv: "text/csv" };
export type Format = keyof typeof TYPES;

export type Options = {
  component?: string;
  format?: Format;
  gzip?: boolean;
  key?: string;
  query?: string;
  headers?: Record<string, string>;
};

type Value = string | number | boolean | null | object;
export type Rows = { header: readonly string[]; rows: readonly (readonly Value[])[] };

/** A service of its own for site 2, with an empty database of its own. */
export async function ingestWorld() {
  const database = await createDatabase("ess_site_2");
  const runtime = await startWorker({ SITE_2_DATABASE_URL: database.url });
  return {
    database,
    runtime,
    query: (text: string, values: unknown[] = []) =>
      withClient(database.url, async (client) => (await client.query(text, values)).rows),
    stop: async () => {
      await runtime.stop();
      await database.drop();
    },
  };
}

/** The body of rows in a format. */
export function bodyOf({ header, rows }: Rows, format: Format): string {
  if (format === "csv") {
    return [header, ...rows].map((fields) => `${fields.map(csvField).join(",")}\r\n`).join("");
  }
  const objects = rows.map((row) => JSON.stringify(Object.fromEntries(zip(header, row))));
  return format === "json" ? `[${objects.join(",\n")}]` : objects.map((o) => `${o}\n`).join("");
}

const zip = (names: readonly string[], values: readonly Value[]) =>
  names.map((name, i) => [name, values[i]] as const);

const csvField = (value: Value): string => {
  const text = typeof value === "object" ? JSON.stringify(value ?? "") : String(value);
  const plain = value === null ? "" : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};

/** Sends a body as it is. */
export function send(
  url: string,
  body: string | Uint8Array | ReadableStream,
  { component = "bank", format = "csv", gzip = false, key, query = "", headers = {} }: Options = {},
): Promise<Response> {
  const packed = gzip && !(body instanceof ReadableStream) ? gzipSync(body) : body;
  return fetch(`${url}/api/ess/operating-sites/2/${component}/readings/${query}`, {
    method: "POST",
    headers: {
      "content-type": TYPES[format],
      ...(gzip ? { "content-encoding": "gzip" } : {}),
      ...(key ? { "idempotency-key": key } : {}),
      ...headers,
    },
    body: packed as BodyInit,
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  } as RequestInit);
}

async function read<T>(response: Response, status: number): Promise<T> {
  const text = await response.text();
  expect(response.status, text.slice(0, 800)).toBe(status);
  return JSON.parse(text) as T;
}

/** What became of rows that must be taken. */
export const taken = async (response: Promise<Response>): Promise<Ingested> =>
  read<Ingested>(await response, 200);

/** The problem of a body that must be refused. */
export async function refused(response: Promise<Response>, status: number): Promise<ProblemBody> {
  const answer = await response;
  const problem = await read<ProblemBody>(answer, status);
  expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  return problem;
}
