import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openApiDocument } from "../../dev/build/openapi.ts";
import { lintOpenApi } from "../../dev/build/openapi-lint.ts";
import { askVia } from "../../dev/database/ask.ts";
import { withClient } from "../../dev/database/migrate.ts";
import type { Runtime } from "../../dev/runtime/workerd.ts";
import { createApp } from "../../src/app.ts";
import { insertKey } from "../../src/store/access/keys.ts";
import { onePerCodePath } from "../support/code-paths.ts";
import { getJson, type PageBody } from "../support/http.ts";
import { seedOfThisRun } from "../support/seed.ts";
import { createDatabase, startWorker } from "../support/world.ts";
import { answerOf } from "./support/lists.ts";

type Parameter = {
  in: string;
  name: string;
  required?: boolean;
  description?: string;
  schema: { example?: string | number; enum?: readonly string[] };
};
type Operation = {
  operationId?: string;
  summary?: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { example: unknown }> };
  responses: Record<
    string,
    { description?: string; content?: Record<string, unknown>; headers?: Record<string, unknown> }
  >;
};

const PATHS = (openApiDocument("0.0.0").paths ?? {}) as unknown as Record<
  string,
  Record<string, Operation>
>;
const OPERATIONS = Object.entries(PATHS).flatMap(([path, operations]) =>
  Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
);

/** The address of an operation with its own examples in place of what its path names. */
const exampleOf = (path: string, { parameters = [] }: Operation): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const found = parameters.find(
      (parameter) => parameter.in === "path" && parameter.name === name,
    );
    return String(found?.schema.example);
  });

/** What an operation needs that no single parameter can be called required for. */
const NEEDS: [request: RegExp, query: string][] = [
  [/\/gaps\/$/, "date=2022-05-10"],
  // Only to delete: a request that brings rows takes no such parameter.
  [/^delete .*\/readings\/$/, "start-time=2022-05-10&end-time=2022-05-11"],
  [/\/updates\/$/, "since=2022-05-10"],
  [/\/stats\/(sos|forecasting-(?!sol))/, "date=2026-01-05&interval=5min"],
  [/\/stream\/$/, "seconds=1"],
  [/\/forecasts\/backtest\/$/, "bank=1"],
];

const addressOf = (method: string, path: string, operation: Operation, query = ""): string => {
  const needed = NEEDS.find(([request]) => request.test(`${method} ${path}`))?.[1] ?? "";
  const given = new URLSearchParams(query);
  for (const [name, value] of new URLSearchParams(needed)) {
    // An origin stands in the place of a range.
    if (!given.has(name) && !(name === "date" && given.has("origin"))) given.set(name, value);
  }
  return `${exampleOf(path, operation)}${given.size > 0 ? `?${given}` : ""}`;
};

// What the examples write goes where no other test reads.
let own: { database: Awaited<ReturnType<typeof createDatabase>>; worker: Runtime };
beforeAll(async () => {
  const database = await createDatabase("ess_site_1");
  const bindings = {
    SITE_1_DATABASE_URL: database.url,
    PLATFORM_DATABASE_URL: `${inject("server")}ess_platform`,
    LINK_KEY: "a secret that signs the links of the examples",
    WEBHOOK_KEY: "a secret that signs the webhooks of the examples",
  };
  own = { database, worker: await startWorker(bindings) };
});
afterAll(async () => {
  await own?.worker.stop();
  await own?.database.drop();
});

async function expectAnswered(address: string, method: string, operation: Operation) {
  const bodies = Object.entries(operation.requestBody?.content ?? {}).map(
    ([type, { example }]): RequestInit => ({
      method,
      headers: { "content-type": type },
      body: typeof example === "string" ? example : JSON.stringify(example),
    }),
  );
  const base = method === "get" ? inject("worker") : own.worker.url;
  for (const init of bodies.length > 0 ? bodies : [{ method }]) {
    const { response, whole } = await answerOf(new URL(address, base).href, init);
    const success = Object.keys(operation.responses).find((status) => status.startsWith("2"));
    expect(String(response.status), whole).toBe(success);
    const type = response.headers.get("content-type")?.split(";")[0] ?? "";
    expect(Object.keys(operation.responses[success ?? ""]?.content ?? {}), whole).toContain(type);
  }
}

/** The key and the event that the document's examples name, and another event, so that there is a second page. */
beforeAll(() =>
  withClient(`${inject("server")}ess_platform`, async (client) => {
    const key = { lookup: "0a1b2c3d", sha256: "0".repeat(64), name: "Example", scopes: [] };
    await insertKey(askVia(client), key);
    await client.query(
      `insert into protection_event (id, site, bank, rack, code, level, start_at, end_at, source, peak_at, description, description_eng, began_change)
       overriding system value select id, 1, 1, 8, 6, 1, at, at + interval '2 s', 'flag', at, '', '', 1
       from (values (1, timestamptz '2022-05-10T09:00+09'), (2, '2022-05-10T10:00+09')) as event (id, at)`,
    );
  }),
);

test("the document has no fault by Redocly's recommended rules", async () => {
  expect(await lintOpenApi()).toEqual([]);
});

test("the document has every route that is answered, and no other", () => {
  const answered = createApp()
    .router.routes.filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path}`);
  const described = OPERATIONS.map(
    ({ method, path }) =>
      `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1").replace(/\/$/, "")}`,
  );
  expect(described.toSorted()).toEqual([...new Set(answered)].toSorted());
});

test.for(OPERATIONS)(
  "$method $path names what its path holds, and says what it answers",
  ({ path, operation }) => {
    const whole = JSON.stringify(operation);
    const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(
      inPath.map(({ name }) => name),
      whole,
    ).toEqual(names);
    expect(
      inPath.every(({ required }) => required),
      whole,
    ).toBe(true);
    expect(operation.summary, whole).toMatch(/\S/);
    for (const { name, description } of operation.parameters ?? []) {
      expect(description, `${path} ${name}`).toMatch(/\S/);
    }
    expect(Object.keys(operation.responses["default"]?.content ?? {}), whole).toEqual([
      "application/problem+json",
    ]);
  },
);

test.for(OPERATIONS)(
  "the example of $method $path is answered as the document says",
  ({ path, method, operation }) =>
    expectAnswered(addressOf(method, path, operation), method, operation),
);

test.for(OPERATIONS.filter(({ method }) => method === "get"))(
  "$path has an ETag, and answers 304, if the document says so",
  async ({ path, method, operation }) => {
    const { response } = await answerOf(
      new URL(addressOf(method, path, operation), inject("worker")).href,
      {},
    );
    const described = ["200", "304"].map(
      (status) => "ETag" in (operation.responses[status]?.headers ?? {}),
    );
    expect(described).toEqual(Array(2).fill(response.headers.has("etag")));
  },
);

const SEED = seedOfThisRun();
const withQuery = OPERATIONS.filter(({ operation }) =>
  operation.parameters?.some((p) => p.in === "query"),
);

// One operation of each code path in each run: the seed in the name repeats it.
test.for(onePerCodePath(withQuery, ({ operation }) => operation.operationId ?? "", SEED))(
  `the example of each parameter of $method $path is answered as the document says (seed ${SEED})`,
  async ({ path, method, operation }) => {
    for (const { name, schema } of operation.parameters?.filter((p) => p.in === "query") ?? []) {
      if (name === "confirm") continue; // the number of rows that are there: readings-delete.test.ts
      if (name === "profile" && schema.enum?.includes("bdf")) continue; // nothing alone: bdf.test.ts
      // Only the service can make a cursor; that of the document shows what one looks like.
      const value =
        name === "cursor"
          ? await cursorOf(exampleOf(path, operation))
          : String(schema.example ?? "true");
      const query = `${name}=${encodeURIComponent(value)}`;
      await expectAnswered(addressOf(method, path, operation, query), method, operation);
    }
  },
);

async function cursorOf(address: string): Promise<string> {
  const { next } = await getJson<PageBody>(`${address}?page_size=1`);
  return new URL(next ?? "").searchParams.get("cursor") ?? "";
}

test.for(OPERATIONS)(
  "$method $path refuses a parameter that the document does not have",
  async ({ path, method, operation }) => {
    const { response, text, whole } = await answerOf(
      new URL(addressOf(method, path, operation, "undocumented=1"), inject("worker")).href,
      { method },
    );
    expect(response.status, whole).toBe(400);
    const described = (operation.parameters ?? []).filter((p) => p.in === "query");
    expect(JSON.parse(text).errors[0].allowed, whole).toEqual(described.map(({ name }) => name));
  },
);
