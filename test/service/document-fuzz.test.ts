import { Ajv2020, type AnySchema } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openApiDocument } from "../../dev/build/openapi.ts";
import type { Runtime } from "../../dev/runtime/workerd.ts";
import { seedOfThisRun } from "../support/seed.ts";
import { createDatabase, startWorker } from "../support/world.ts";
import { type DocumentedCall, documentedCalls } from "./support/document-calls.ts";

/*
 * A second fuzzer, which knows the service by its OpenAPI document alone and validates with Ajv: every request is
 * answered as the document says, in status, type and shape, and none with a failure. Each run asks others, `SEED` the
 * same again; `THOROUGH=1` asks forty times as many.
 */

const REQUESTS = process.env.THOROUGH ? 20_000 : 500;
const AT_ONCE = 16;
const SEED = seedOfThisRun();

const DOCUMENT = openApiDocument("0.0.0");
const RESPONSES = (DOCUMENT.components?.responses ?? {}) as Record<string, { content?: object }>;
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(DOCUMENT as AnySchema, "document");

/* What writes does so where no other test reads. */
let databases: Awaited<ReturnType<typeof createDatabase>>[];
let writing: Runtime;
beforeAll(async () => {
  const platform = await createDatabase("ess_platform");
  const sites = await Promise.all(
    ([1, 2, 3] as const).map((site) => createDatabase(`ess_site_${site}`)),
  );
  databases = [platform, ...sites];
  writing = await startWorker({
    PLATFORM_DATABASE_URL: platform.url,
    ...Object.fromEntries(sites.map(({ url }, i) => [`SITE_${i + 1}_DATABASE_URL`, url])),
    LINK_KEY: "a secret that signs the links of the tests",
    WEBHOOK_KEY: "a secret that signs the webhooks of the tests",
    DEID_MODE: "plain",
  });
});
afterAll(async () => {
  await writing?.stop();
  for (const { drop } of databases ?? []) await drop();
});

const statuses = new Map<number, number>();

const pointer = (...parts: string[]): string =>
  parts
    .map((part) => `/${encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))}`)
    .join("");

/** What is wrong with an answer; undefined if nothing is. */
async function faultOf(call: DocumentedCall, path: string): Promise<string | undefined> {
  const { operation, method, target, headers, body } = call;
  const base = method === "GET" || method === "HEAD" ? inject("worker") : writing.url;
  const leaving = new AbortController();
  const response = await fetch(base + target, {
    method,
    headers,
    signal: leaving.signal,
    ...(body === undefined ? {} : { body }),
  });
  const { status } = response;
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
  const type = response.headers.get("content-type")?.split(";")[0] ?? "";
  if (type === "text/event-stream") {
    leaving.abort(); // it goes on for minutes
    return status === 200 ? undefined : `a stream with ${status}`;
  }
  const given = await response.text();
  if (status >= 500) return `${status}: ${given.slice(0, 300)}`;
  const documented = operation.responses[status];
  if (documented === undefined) return `${status} is not documented`;
  const component = documented.$ref?.split("/").at(-1);
  const place = component
    ? ["components", "responses", component]
    : ["paths", path, method.toLowerCase(), "responses", String(status)];
  const content = component ? RESPONSES[component]?.content : documented.content;
  if (method === "HEAD" || content === undefined)
    return given === "" ? undefined : `a body with ${method} and ${status}`;
  if (!(type in content)) return `${type} is not documented for ${status}`;
  if (type === "application/x-ndjson") return faultOfLines(given);
  if (!/json$/.test(type)) return undefined;
  const where = pointer(...place, "content", type, "schema");
  const validate = ajv.getSchema(`document#${where}`) ?? ajv.compile({ $ref: `document#${where}` });
  const value: unknown = JSON.parse(given);
  if (!validate(value)) return `${ajv.errorsText(validate.errors)}: ${given.slice(0, 300)}`;
  const told = (value as { status?: number }).status;
  return type === "application/problem+json" && told !== status
    ? `${told} told as ${status}`
    : undefined;
}

function faultOfLines(text: string): string | undefined {
  const wrong = text
    .split("\n")
    .slice(0, -1)
    .find((line) => JSON.parse(line) === null || typeof JSON.parse(line) !== "object");
  return wrong === undefined ? undefined : `no row: ${wrong.slice(0, 100)}`;
}

test(`${REQUESTS} requests by the document are answered by the document`, async () => {
  const calls = documentedCalls(DOCUMENT, REQUESTS, SEED);
  const paths = new Map(
    Object.entries(DOCUMENT.paths ?? {}).flatMap(([path, operations]) =>
      Object.values(operations as Record<string, { operationId: string }>).map(
        ({ operationId }) => [operationId, path],
      ),
    ),
  );
  const faults: string[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let call = calls[next++]; call && faults.length < 20; call = calls[next++]) {
        const fault = await faultOf(call, paths.get(call.operation.operationId) ?? "").catch(
          (error: unknown) => String(error),
        );
        if (fault)
          faults.push(
            `${call.method} ${call.target} ${JSON.stringify(call.headers)} ${call.body ?? ""}\n  ${fault}`,
          );
      }
    }),
  );
  console.log(
    `${calls.length} requests of ${paths.size} operations (seed ${SEED})`,
    Object.fromEntries([...statuses].sort()),
  );
  expect(faults).toEqual([]);
  expect(calls.length).toBeGreaterThanOrEqual(REQUESTS);
}, 900_000);
