import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { askVia } from "../../dev/database/ask.ts";
import { migrate, withClient } from "../../dev/database/migrate.ts";
import { type NeonEndpoint, startNeonEndpoint } from "../../dev/neon-endpoint.ts";
import { CF_HEADER, type Runtime, startRuntime } from "../../dev/runtime/workerd.ts";
import { newKey } from "../../src/domain/access/key.ts";
import { SCOPES } from "../../src/domain/access/scopes.ts";
import { insertKey } from "../../src/store/access/keys.ts";
import { openReplicated } from "../support/replicated.ts";
import { bodyOf, problemOf } from "./support/access.ts";
import { send, taken } from "./support/ingest.ts";

/* A Postgres and a streaming replica of it that is held back, so that it shows who reads where. */

let servers: Awaited<ReturnType<typeof openReplicated>>;
let endpoint: NeonEndpoint;
let runtime: Runtime;
let writer: string;
let reader: string;
beforeAll(async () => {
  servers = await openReplicated();
  const { primary, replica } = servers;
  for (const [name, folders] of [
    ["ess_platform", ["platform"]],
    ["ess_site_2", ["sites", "site-2"]],
  ] as const) {
    await withClient(primary.url("postgres"), (client) => client.query(`create database ${name}`));
    await migrate(primary.url(name), folders);
  }
  [writer, reader] = [await makeKey(), await makeKey()];
  endpoint = await startNeonEndpoint((database, port) =>
    (Number(port) === replica.port ? replica : primary).url(database),
  );
  runtime = await startRuntime(inject("bundle"), bindings(), 2);
  await post("00:00:00");
  await servers.follow();
  await servers.hold();
});
afterAll(async () => {
  await runtime?.stop();
  await endpoint?.close();
  await servers?.stop();
});

const bindings = () => ({
  AUTH: "closed",
  DATABASE_URL: servers.primary.url("ess_platform"),
  READ_DATABASE_URLS: `AS=${servers.replica.url("any")} XXX=${servers.primary.url("any")}`,
  NEON_LOCAL_ENDPOINT: endpoint.url,
});

const makeKey = () =>
  withClient(servers.primary.url("ess_platform"), async (client) => {
    const { text, lookup, sha256 } = await newKey();
    await insertKey(askVia(client), { lookup, sha256, name: "test", scopes: SCOPES });
    return text;
  });

/** A row, ingested where its writer is. */
const post = (time: string, continent = "EU") =>
  taken(
    send(runtime.url, `timestamp,bank_id,bank_soc\r\n2026-01-05T${time},1,50\r\n`, {
      headers: { authorization: `Bearer ${writer}`, [CF_HEADER]: JSON.stringify({ continent }) },
    }),
  );

type Look = { cf?: object; key?: string; isolate?: number; path?: string };

/** Rows that are seen from somewhere; no tag, so that they are asked for. */
async function rowsSeen({ cf = { continent: "AS" }, key = reader, isolate = 0 }: Look = {}) {
  const path = `/api/ess/operating-sites/2/banks/1/?date=2026-01-05&page_size=${nextSize++}`;
  const response = await fetch(runtime.urls[isolate] + path, {
    headers: { authorization: `Bearer ${key}`, [CF_HEADER]: JSON.stringify(cf) },
  });
  return (await bodyOf<{ count: number }>(response)).count;
}
let nextSize = 1;

test("a region with a replica reads it, any other the primary; a data centre goes before its continent", async () => {
  await post("00:00:01");
  expect(await rowsSeen()).toBe(1);
  expect(await rowsSeen({ cf: { continent: "AS", colo: "ICN" } })).toBe(1);
  for (const cf of [{ continent: "EU" }, {}, { continent: "AS", colo: "XXX" }]) {
    expect(await rowsSeen({ cf }), JSON.stringify(cf)).toBe(2);
  }
});

test("who has written where a replica is read sees it at once, in every isolate, and nobody else does before", async () => {
  const before = await rowsSeen({ cf: {} });
  await post("00:00:02", "AS");
  for (const isolate of [0, 1]) {
    expect(await rowsSeen({ isolate, key: writer })).toBe(before + 1);
    expect(await rowsSeen({ isolate })).toBe(1);
  }
});

test("the tag of one is no proof of the rows of the other", async () => {
  const ask = async (key: string, etag = "") =>
    fetch(`${runtime.url}/api/ess/operating-sites/2/banks/1/?date=2026-01-05`, {
      headers: {
        authorization: `Bearer ${key}`,
        [CF_HEADER]: `{"continent":"AS"}`,
        ...(etag ? { "if-none-match": etag } : {}),
      },
    });
  const [ahead, behind] = [await ask(writer), await ask(reader)];
  const [etag, older] = [ahead, behind].map(({ headers }) => headers.get("etag") ?? "");
  expect(etag).not.toBe(older);
  expect((await ask(reader, etag)).status).toBe(200);
  expect((await ask(reader, older)).status).toBe(304);
  expect((await ask(writer, etag)).status).toBe(304);
});

test("when the replica has followed, all see the same", async () => {
  await servers.follow();
  const all = await rowsSeen({ cf: {} });
  expect(all).toBe(3);
  expect(await rowsSeen()).toBe(all);
});

/** Asks the primary with a tag. */
const askWith = (etag: string, isolate: number, date = "2026-01-05") =>
  fetch(`${runtime.urls[isolate]}/api/ess/operating-sites/2/banks/1/?date=${date}`, {
    headers: { authorization: `Bearer ${writer}`, "if-none-match": etag },
  });

test("who has written in one isolate is told in no other that all is as it was", async () => {
  const etag = (await askWith("", 1)).headers.get("etag") ?? "";
  expect((await askWith(etag, 1)).status).toBe(304);
  await post("00:00:03");
  const after = await askWith(etag, 1);
  expect(after.status).toBe(200);
  expect((await askWith(after.headers.get("etag") ?? "", 1)).status).toBe(304);
});

test("who repeats a request that was written elsewhere sees its rows at once", async () => {
  const again = { headers: { authorization: `Bearer ${writer}`, "idempotency-key": "elsewhere" } };
  const rows = "timestamp,bank_id,bank_soc\r\n2026-01-06T00:00:00,1,50\r\n";
  const there = await startRuntime(inject("bundle"), bindings());
  try {
    const etag = (await askWith("", 0, "2026-01-06")).headers.get("etag") ?? "";
    await taken(send(there.url, rows, again));
    await taken(send(runtime.url, rows, again));
    expect((await askWith(etag, 0, "2026-01-06")).status).toBe(200);
  } finally {
    await there.stop();
  }
});

test("where a replica does not answer, its primary is read a moment later", async () => {
  const all = await rowsSeen({ cf: {} });
  await servers.replica.stop();
  const first = await fetch(`${runtime.urls[0]}/api/ess/operating-sites/2/banks/1/?page_size=77`, {
    headers: { authorization: `Bearer ${reader}`, [CF_HEADER]: `{"continent":"AS"}` },
  });
  expect((await problemOf(first, 503)).code).toBe("database_unavailable");
  expect(await rowsSeen()).toBe(all);
});
