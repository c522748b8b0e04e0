import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { isStale, Statements } from "./neon-statements.ts";

/*
 * What Neon's HTTP endpoint does for `@neondatabase/serverless`, before a Postgres on this machine:
 * POST /sql with {query, params} or {queries: […]} (one transaction), results as text in arrays.
 * The driver asks for raw text and arrays always and parses types itself.
 */

type Query = { query: string; params?: string[] };
type Result = Pick<pg.QueryArrayResult, "command" | "rowCount" | "rows" | "fields">;

export type NeonEndpoint = { url: string; close: () => Promise<void> };

const TOO_LARGE = 64 * 1024 * 1024;
const rawText = {
  getTypeParser: () => (value: string) => value,
} as unknown as pg.CustomTypesConfig;

/** Connection string of a database; `port` is that of the server that was asked for. */
type UrlOf = (database: string, port?: string) => string;

/**
 * Serves the databases of a Postgres server, or of several, to callers that know its user and password.
 * `others` are servers elsewhere, by the connection string of any database.
 */
export async function startNeonEndpoint(
  url: UrlOf,
  port = 0,
  others: readonly string[] = [],
): Promise<NeonEndpoint> {
  const elsewhere = new Set(others.map((other) => serverOf(new URL(other))));
  const pools = new Map<string, pg.Pool>();
  const poolOf = (target: URL): pg.Pool | undefined => {
    const connectionString = elsewhere.has(serverOf(target))
      ? target.href
      : hasSameUser(target, new URL(url("")))
        ? url(decodeURIComponent(target.pathname.slice(1)), target.port)
        : undefined;
    if (connectionString === undefined) return undefined;
    let pool = pools.get(connectionString);
    if (!pool) {
      pool = new pg.Pool({ connectionString, max: 24, connectionTimeoutMillis: 5000 });
      pool.on("error", () => {}); // an idle session that was ended: the pool has dropped it
      // Plans are made for the values of each question, as Neon makes them; prepared statements save parsing.
      pool.on("connect", (client) => {
        client.query("set plan_cache_mode = force_custom_plan").catch(() => {});
      });
      pools.set(connectionString, pool);
    }
    return pool;
  };
  const statements = new Statements();
  const server = createServer((request, response) => {
    answer(request, response, poolOf, statements).catch((error) => sendError(response, error));
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}/sql`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all([...pools.values()].map((pool) => pool.end()));
    },
  };
}

const serverOf = ({ host, username, password }: URL): string => `${username}:${password}@${host}`;

const hasSameUser = (one: URL, other: URL): boolean =>
  one.username === other.username && one.password === other.password;

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  poolOf: (target: URL) => pg.Pool | undefined,
  statements: Statements,
): Promise<void> {
  if (request.method !== "POST" || request.url !== "/sql") {
    send(response, 404, { message: "not found" });
    return;
  }
  const target = new URL(String(request.headers["neon-connection-string"]));
  const pool = poolOf(target);
  // A page in a browser could be led here under another name: the address itself must be meant.
  if (!pool || !/^(127\.0\.0\.1|localhost):\d+$/.test(request.headers.host ?? "")) {
    send(response, 400, { message: "password authentication failed", code: "28P01" });
    return;
  }
  const body = JSON.parse(await text(request));
  const client = await pool.connect();
  // A session may be ended while it is ours; the query that runs reports it.
  const ignore = () => {};
  client.on("error", ignore);
  let finished = false;
  let cancelled: Promise<void> | undefined;
  response.once("close", () => {
    if (!finished) cancelled = cancel(client, pool);
  });
  let failure: unknown;
  let isWorn = false;
  const answerWith = (run: Run) =>
    Array.isArray(body.queries)
      ? transaction(client, body.queries, request.headers, run)
      : run(body).then(encode);
  try {
    const result = await answerWith((query) =>
      ask(client, query, statements.nameIn(client, query.query)),
    ).catch((error) => {
      if (!isStale(error) || cancelled) throw error;
      isWorn = true;
      return answerWith((query) => ask(client, query));
    });
    finished = true;
    sendText(response, result);
  } catch (error) {
    finished = true;
    failure = error;
    sendError(response, error);
  } finally {
    // A session that is being cancelled may not be used again: the signal could end somebody else's query.
    await cancelled;
    client.off("error", ignore);
    client.release(
      isWorn ||
        statements.isFull(client) ||
        cancelled !== undefined ||
        (failure !== undefined && !isSqlError(failure)),
    );
  }
}

async function transaction(
  client: pg.PoolClient,
  queries: Query[],
  headers: IncomingMessage["headers"],
  run: Run,
): Promise<string> {
  const isolation = headers["neon-batch-isolation-level"];
  const level = isolation
    ? ` isolation level ${String(isolation).replace(/([a-z])([A-Z])/g, "$1 $2")}`
    : "";
  await client.query(
    `begin${level}${headers["neon-batch-read-only"] === "true" ? " read only" : ""}`,
  );
  try {
    const results: string[] = [];
    for (const query of queries) results.push(encode(await run(query)));
    await client.query("commit");
    return `{"results":[${results.join(",")}]}`;
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  }
}

type Run = (query: Query) => Promise<Result>;

function ask(client: pg.PoolClient, { query, params = [] }: Query, name?: string): Promise<Result> {
  // The extended protocol, as Neon uses it: two statements in one query are an error.
  const config = {
    text: query,
    name,
    values: params,
    rowMode: "array",
    types: rawText,
    queryMode: "extended",
  };
  return client.query(config as unknown as pg.QueryArrayConfig);
}

const encode = ({ command, rowCount, rows, fields }: Result): string =>
  JSON.stringify({ command, rowCount, rows, fields, rowAsArray: true });

async function cancel(client: pg.PoolClient, pool: pg.Pool): Promise<void> {
  const { processID } = client as unknown as { processID: number };
  await pool.query("select pg_cancel_backend($1)", [processID]).catch(() => {});
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

const isSqlError = (error: unknown): error is pg.DatabaseError =>
  error instanceof pg.DatabaseError && !["57P01", "57P02", "57P03"].includes(error.code ?? "");

function sendError(response: ServerResponse, error: unknown): void {
  if (error instanceof pg.DatabaseError) {
    send(response, 400, { ...error, message: error.message });
  } else {
    send(response, 500, { message: `connection failed: ${(error as Error).message}` });
  }
}

const send = (response: ServerResponse, status: number, body: object): void => {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
};

function sendText(response: ServerResponse, body: string): void {
  if (body.length > TOO_LARGE) {
    send(response, 507, { message: "response is too large (64 MB)" });
  } else if (!response.destroyed) {
    response.writeHead(200, { "content-type": "application/json" }).end(body);
  }
}
