import pg from "pg";
import { expect, inject } from "vitest";
import { askVia } from "../../../dev/database/ask.ts";
import { newKey } from "../../../src/domain/access/key.ts";
import { SCOPES } from "../../../src/domain/access/scopes.ts";
import { insertKey, type NewKeyRecord } from "../../../src/store/access/keys.ts";
import type { ProblemBody } from "../../support/http.ts";
import { createDatabase, startWorker } from "../../support/world.ts";

/** What `test/support/global.ts` fills in: two days from 2026-01-05 in every site. */
export const FILE = "/api/ess/download/operating-sites/2/bank/";
export const BANK = "/api/ess/operating-sites/2/banks/1/";
export const LATEST = `${BANK}latest/`;
export const SECRET = "a secret of the tests, longer than 32 bytes";

export type TestKey = { text: string; lookup: string };
export type Service = Awaited<ReturnType<typeof openService>>;

/** A closed worker with keys and an audit of its own, before the data that all tests share. */
export async function openService(bindings: Record<string, string> = {}) {
  const platform = await createDatabase("ess_platform");
  const client = new pg.Client({ connectionString: platform.url });
  client.on("error", () => {});
  await client.connect();
  const ask = askVia(client);
  const worker = await startWorker({
    AUTH: "closed",
    DATABASE_URL: `${inject("server")}ess_platform`,
    PLATFORM_DATABASE_URL: platform.url,
    LINK_KEY: SECRET,
    DEID_MODE: "plain",
    ...bindings,
  });
  return {
    url: worker.url,
    worker,
    platform,
    client,
    /** A new key, by default with every scope at every site. */
    makeKey: async (given: Partial<NewKeyRecord> = {}): Promise<TestKey> => {
      const { text, lookup, sha256 } = await newKey();
      await insertKey(ask, { lookup, sha256, name: "test", scopes: SCOPES, ...given });
      return { text, lookup };
    },
    /** Asks with a key; a body goes as JSON. */
    ask: (
      path: string,
      key?: TestKey,
      { method, body }: { method?: string; body?: unknown } = {},
    ) =>
      fetch(worker.url + path, {
        method: method ?? (body === undefined ? "GET" : "POST"),
        headers: {
          ...(key ? { authorization: `Bearer ${key.text}` } : {}),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    close: async () => {
      await worker.stop();
      await client.end();
      await platform.drop();
    },
  };
}

/** The body of an answer that must have this status. */
export async function bodyOf<T = Record<string, unknown>>(
  response: Response,
  status = 200,
): Promise<T> {
  const text = await response.text();
  expect(response.status, `${response.url}: ${text.slice(0, 600)}`).toBe(status);
  return JSON.parse(text) as T;
}

/** The same for a problem. */
export const problemOf = (response: Response, status: number): Promise<ProblemBody> => {
  expect(response.headers.get("content-type"), response.url).toMatch(/^application\/problem\+json/);
  return bodyOf<ProblemBody>(response, status);
};
