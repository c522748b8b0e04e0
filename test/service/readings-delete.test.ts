import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { doJobs, PRODUCT_JOBS } from "../../dev/jobs.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import { utcText } from "../../src/time/instant.ts";
import {
  type ProtectionService,
  protectionService,
  rackSeconds,
  WARNING,
} from "./protection/service.ts";
import { bodyOf, openService, type Service } from "./support/access.ts";
import { answerOf } from "./support/lists.ts";

/* Rows that are deleted leave nothing behind: the oracle is a twin into which they were never written. */

let service: ProtectionService;
let twin: ProtectionService;
beforeAll(async () => {
  [service, twin] = [await protectionService(), await protectionService()];
});
afterAll(async () => {
  await service?.stop();
  await twin?.stop();
});
beforeEach(async () => {
  for (const world of [service, twin]) {
    await world.onSite[2]?.(
      "truncate bank, rack, pcs, etc, ess_due, ess_dirty, ess_socp_day, ess_sol_forecast",
    );
    await world.onPlatform(
      "truncate protection_event, protection_delivery, protection_checkpoint, protection_unit, audit",
    );
    await jobs(world);
  }
});

const jobs = ({ databases }: ProtectionService) =>
  doJobs({ site: databases.two.url, platform: databases.platform.url }, panli, {
    jobs: PRODUCT_JOBS,
  });
const RACK = "/api/ess/operating-sites/2/rack/readings/";
const ALL = "?start-time=2025-06-01&end-time=2025-07-02";
const remove = (query: string, path = RACK) =>
  fetch(service.url + path + query, { method: "DELETE" });
const stored = async (world = service) =>
  (await world.onSite[2]?.(`select "TIMESTAMP", "RACK_ID" from rack order by 1, 2`)) ?? [];

/** What a database holds, without numbers and times of writing; a day kept as one without sums is no day. */
async function state({ onSite, onPlatform }: ProtectionService) {
  const site = onSite[2];
  if (!site) throw new Error("no database of site 2");
  const tables = await site(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
     and relname not in ('ess_write', 'ess_idempotency', 'ess_migrations', 'ess_sol_forecast') order by 1`,
  );
  const all: Record<string, unknown> = {};
  for (const { name } of tables) {
    all[String(name)] = await site(
      `select row from (select to_jsonb(t) - 'ess_written' - 'made_at' - 'id' as row from "${name}" t where to_jsonb(t) -> 'sums' is distinct from 'null') as rows order by row::text`,
    );
  }
  all["events"] = await onPlatform(
    `select site, bank, rack, code, level, start_at, end_at, source, peak_at, peak_value from protection_event where withdrawn_at is null order by 1, 2, 3, 4, 6`,
  );
  all["checkpoints"] = await onPlatform(
    "select site, bank, rack, day, at, state from protection_checkpoint order by 1, 2, 3, 4",
  );
  return all;
}

/** Answers about all that is made of rows. */
async function answers(world: ProtectionService) {
  const at = "/api/ess/operating-sites/2/";
  const paths = [
    `${at}banks/1/racks/1/latest/`,
    `${at}banks/1/racks/1/?date=2025-06-01`,
    `${at}banks/1/racks/2/?date=2025-06-01`,
    `${at}banks/1/racks/1/`,
    `${at}rack/gaps/?date=2025-06-01`,
    `${at}`,
    `/api/ess-feature/protectionmap/operating-sites/2/`,
  ];
  return Promise.all(
    paths.map(async (path) => {
      const response = await fetch(world.url + path);
      const text = (await response.text())
        .replaceAll(world.url, "")
        .replace(/"(id|request_id)":"?[\w-]+"?/g, "");
      return [path, response.status, text];
    }),
  );
}

const flags = (...values: number[]) =>
  values.map((value, i) => ({ [WARNING]: value, RACK_SOC: 50 + i, RACK_SOH: 97 }));
const KEPT = rackSeconds("2025-06-01T10:00:00+09:00", flags(0, 0, 1, 1, 0, 0));
const OTHER = rackSeconds("2025-06-01T10:00:00+09:00", flags(0, 1, 0), 2);

test.each<[string, ReturnType<typeof rackSeconds>, string]>([
  [
    "after all others",
    rackSeconds("2025-07-01T10:00:00+09:00", flags(0, 1, 1, 0)),
    "?date=2025-07-01",
  ],
  [
    "between others",
    rackSeconds("2025-06-01T10:00:02.500+09:00", flags(0)),
    "?start-time=2025-06-01T10:00:02.5&end-time=2025-06-01T10:00:02.6&rack=1",
  ],
  [
    "before all others",
    rackSeconds("2025-06-01T09:00:00+09:00", flags(1, 1, 1)),
    "?start-time=2025-06-01T09:00&end-time=2025-06-01T10:00&bank=1",
  ],
  [
    "of another rack",
    rackSeconds("2025-06-01T10:00:00+09:00", flags(1, 0, 1), 3),
    "?date=2025-06-01&rack=3&bank=1",
  ],
])(
  "rows %s that are deleted leave what a twin has that never had them",
  async (_, extra, query) => {
    for (const world of [service, twin]) {
      await world.post(2, "rack", KEPT);
      await world.post(2, "rack", OTHER);
      await jobs(world);
    }
    await service.post(2, "rack", extra);
    await jobs(service);
    expect(await state(service)).not.toEqual(await state(twin));
    const { count } = await service.answer<{ count: number }>(remove(query));
    expect(count).toBe(extra.length);
    await service.answer(remove(`${query}&confirm=${count}`));
    for (const world of [service, twin]) await jobs(world);
    expect(await state(service)).toEqual(await state(twin));
    expect(await answers(service)).toEqual(await answers(twin));
  },
);

test("without confirm nothing is deleted; a count that no longer matches is 409 and names the present one", async () => {
  await service.post(2, "rack", KEPT);
  expect(await service.answer(remove(ALL))).toEqual({ count: 6, deleted: 0, dry_run: true });
  await service.post(2, "rack", OTHER);
  const problem = await service.answer<{ code: string; detail: string }>(
    remove(`${ALL}&confirm=6`),
    409,
  );
  expect(problem.code).toBe("count_changed");
  expect(problem.detail).toContain("confirm=9");
  expect(await stored()).toHaveLength(9);
  expect(await service.answer(remove(`${ALL}&confirm=9`))).toEqual({
    count: 9,
    deleted: 9,
    dry_run: false,
  });
  expect(await stored()).toEqual([]);
  expect(
    await service.onPlatform(
      "select action, site, rows::int, query, range_start, outcome from audit where action like 'delete%'",
    ),
  ).toEqual([
    {
      action: "delete readings rack",
      site: 2,
      rows: 9,
      query: "",
      range_start: new Date("2025-05-31T15:00:00Z"),
      outcome: "complete",
    },
  ]);
});

test("a list is another one at once, and events that its rows began are gone", async () => {
  await service.post(2, "rack", KEPT);
  const path = `${service.url}/api/ess/operating-sites/2/banks/1/racks/1/?date=2025-06-01`;
  const before = await answerOf(path);
  const etag = before.response.headers.get("etag") ?? "";
  expect(etag).not.toBe("");
  expect(await service.items("", "/api/ess-feature/protectionmap/operating-sites/2/")).toHaveLength(
    1,
  );
  await service.answer(remove(`${ALL}&confirm=6`));
  const after = await fetch(path, { headers: { "if-none-match": etag } });
  expect(after.status).toBe(200);
  expect(after.headers.get("etag")).not.toBe(etag);
  expect(await after.json()).toMatchObject({ count: 0 });
  expect(await service.items("", "/api/ess-feature/protectionmap/operating-sites/2/")).toEqual([]);
});

test.each([
  ["", ["start-time", "end-time"]],
  ["?start-time=2025-06-01", ["end-time"]],
  ["?date=2025-06-01&confirm=all", ["confirm"]],
  ["?date=2025-06-01&bank=9", ["bank"]],
])("%j is 400 and names %j", async (query, names) => {
  const { errors } = await service.answer<{ errors: { name: string }[] }>(remove(query), 400);
  expect(errors.map(({ name }) => name)).toEqual(names);
});

test("more rows than are deleted at once are refused, and the answer names the limit", async () => {
  await service.onSite[2]?.(`select ess_ensure_month('rack', '2025-06-01', 'Asia/Seoul')`);
  await service.onSite[2]?.(
    `insert into rack ("TIMESTAMP", "BANK_ID", "RACK_ID") select '2025-06-01 00:00+09'::timestamptz + n * interval '1 second', 1, 1 from generate_series(0, 100000) as n`,
  );
  const problem = await service.answer<{ code: string; detail: string }>(remove(ALL), 422);
  expect(problem).toMatchObject({ code: "range_too_long" });
  expect(problem.detail).toContain("100000 rows");
});

test("rows of a clock that is wrong are rejected by their code, in both modes", async () => {
  const post = (query: string) =>
    fetch(service.url + RACK + query, {
      method: "POST",
      headers: { "content-type": "text/csv" },
      body: "timestamp,bank_id,rack_id\n2099-01-01T00:00:00Z,1,1\n2009-12-31T23:59:59,1,1\n2022-05-10,1,1\n",
    });
  const problem = await service.answer<{ errors: unknown[] }>(post(""), 422);
  expect(problem.errors).toMatchObject([
    { line: 2, name: "TIMESTAMP", code: "in_the_future" },
    { line: 3, name: "TIMESTAMP", code: "before_site" },
  ]);
  const answer = await service.answer<{ inserted: number; rejected: number; errors: unknown[] }>(
    post("?on-error=skip"),
  );
  expect(answer).toMatchObject({
    inserted: 1,
    rejected: 2,
    errors: [{ code: "in_the_future" }, { code: "before_site" }],
  });
  const soon = utcText((Date.now() + 200_000) * 1000);
  const ok = await fetch(service.url + RACK, {
    method: "POST",
    headers: { "content-type": "text/csv" },
    body: `timestamp,bank_id,rack_id\n${soon},1,1\n`,
  });
  expect(ok.status).toBe(200);
});

test("only a key with the scope admin deletes", async () => {
  const access: Service = await openService();
  try {
    const path = `${RACK}?date=2020-01-01`;
    const writer = await access.makeKey({ scopes: ["ingest"] });
    const admin = await access.makeKey({ scopes: ["admin"] });
    const elsewhere = await access.makeKey({ scopes: ["admin"], sites: [1] });
    expect((await access.ask(path, undefined, { method: "DELETE" })).status).toBe(401);
    expect((await access.ask(path, writer, { method: "DELETE" })).status).toBe(403);
    expect((await access.ask(path, elsewhere, { method: "DELETE" })).status).not.toBe(200);
    expect(await bodyOf(await access.ask(path, admin, { method: "DELETE" }))).toMatchObject({
      count: 0,
    });
  } finally {
    await access.worker.stop();
    await access.client.end();
    await access.platform.drop();
  }
});
