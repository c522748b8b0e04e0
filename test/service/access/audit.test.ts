import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type WatchedEndpoint, watchEndpoint } from "../../support/watched-endpoint.ts";
import {
  BANK,
  bodyOf,
  FILE,
  openService,
  problemOf,
  type Service,
  type TestKey,
} from "../support/access.ts";

const AUDIT = "/api/ess/audit/";
const DAY = "date=2026-01-05";

type Entry = Record<string, unknown> & {
  request_id: string;
  action: string;
  operating_site: number | null;
};
type Page = { next: string | null; results: Entry[] };

let endpoint: WatchedEndpoint;
let service: Service;
let admin: TestKey;
beforeAll(async () => {
  endpoint = await watchEndpoint();
  service = await openService({ NEON_LOCAL_ENDPOINT: endpoint.url });
  admin = await service.makeKey();
});
afterAll(async () => {
  await service?.close();
  endpoint?.close();
});

const pageOf = async (query = "", by = admin): Promise<Page> =>
  bodyOf<Page>(await service.ask(`${AUDIT}${query}`, by));

/** The entries of one key, when there are as many as expected and all have ended. */
async function entriesOf({ lookup }: TestKey, count: number): Promise<Entry[]> {
  for (let tries = 0; ; tries++) {
    const { results } = await pageOf(`?key=${lookup}`);
    if (results.length >= count && results.every(({ outcome }) => outcome !== null)) return results;
    if (tries === 60) throw new Error(`not ${count} entries: ${JSON.stringify(results)}`);
    await sleep(50);
  }
}

describe("who took what is written down", () => {
  test("for a download, with key, place, range, parameters, rows and bytes", async () => {
    const key = await service.makeKey({ scopes: ["raw:read"] });
    const response = await service.ask(`${FILE}?${DAY}&fields=timestamp`, key);
    const id = response.headers.get("x-request-id");
    const bytes = (await response.arrayBuffer()).byteLength;
    const [entry] = await entriesOf(key, 1);
    expect(entry).toEqual({
      at: expect.any(String),
      request_id: id,
      key: key.lookup,
      by_link: false,
      action: "download",
      route: "/api/ess/download/operating-sites/{site}/{component}/",
      operating_site: 2,
      start_time: "2026-01-04T15:00:00+00:00",
      end_time: "2026-01-05T15:00:00+00:00",
      query: `${DAY}&fields=timestamp`,
      rows: 576,
      bytes,
      outcome: "complete",
      ended_at: expect.any(String),
    });
  });

  test("for a list without pages, but not for a page, a newest row or a HEAD", async () => {
    const key = await service.makeKey();
    for (const path of [`${BANK}?page_size=1`, `${BANK}latest/`, `${BANK}?no_page&${DAY}`]) {
      await (await service.ask(path, key)).text();
    }
    for (const path of [`${FILE}?${DAY}`, `${BANK}?no_page`]) {
      await service.ask(path, key, { method: "HEAD" });
    }
    await sleep(200);
    expect(await entriesOf(key, 1)).toMatchObject([
      {
        route: "/api/ess/operating-sites/{site}/banks/{bank}/",
        rows: 288,
        query: `no_page=&${DAY}`,
      },
    ]);
  });

  test("for a link when it is made and when it is used, without its signature", async () => {
    const key = await service.makeKey();
    const made = await service.ask("/api/ess/download-links/", key, {
      body: { path: `${FILE}?${DAY}` },
    });
    const { url } = await bodyOf<{ url: string }>(made, 201);
    await (await fetch(url)).text();
    const entries = await entriesOf(key, 2);
    expect(entries).toMatchObject([
      { action: "download", by_link: true, operating_site: 2, rows: 576, query: DAY },
      { action: "create link", by_link: false, operating_site: 2, query: `${FILE}?${DAY}` },
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/signature/);
  });

  test("for readings sent and for a mapping that was looked at", async () => {
    const key = await service.makeKey();
    await bodyOf(await service.ask("/api/ess/di/mapping/operating-sites/2/pcs/", key));
    const sent = await fetch(`${service.url}/api/ess/operating-sites/2/etc/readings/`, {
      method: "POST",
      headers: { "x-api-key": key.text, "content-type": "text/csv" },
      body: "timestamp\n",
    });
    await bodyOf(sent);
    const entries = await entriesOf(key, 2);
    expect(entries.map(({ action, operating_site }) => [action, operating_site])).toEqual([
      ["ingest etc", 2],
      ["mapping pcs", 2],
    ]);
  });

  test("for keys made and revoked, and nothing for what was refused", async () => {
    const key = await service.makeKey({ scopes: ["admin"] });
    const body = { name: "x", scopes: ["di:read"] };
    const { lookup } = await bodyOf<{ lookup: string }>(
      await service.ask("/api/ess/keys/", key, { body }),
      201,
    );
    await service.ask(`/api/ess/keys/${lookup}/`, key, { method: "DELETE" });
    await service.ask("/api/ess/keys/00000000/", key, { method: "DELETE" });
    await service.ask("/api/ess/keys/", key, { body: {} });
    await sleep(200);
    const entries = await entriesOf(key, 2);
    expect(entries.map(({ action }) => action)).toEqual([
      `revoke key ${lookup}`,
      `create key ${lookup}`,
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/ess_[0-9a-z]{8}_/);
  });
});

describe("an admin of some sites", () => {
  test("sees what was taken from these, and nothing that names no site", async () => {
    const key = await service.makeKey();
    for (const site of [1, 2, 3]) {
      await (
        await service.ask(`/api/ess/download/operating-sites/${site}/etc/?${DAY}`, key)
      ).text();
    }
    await service.ask("/api/ess/keys/", key, { body: { name: "x", scopes: ["admin"] } });
    expect(await entriesOf(key, 4)).toHaveLength(4);
    const local = await service.makeKey({ scopes: ["admin"], sites: [2] });
    const { results } = await pageOf("?page_size=1000", local);
    expect(results.length).toBeGreaterThan(0);
    expect(new Set(results.map(({ operating_site }) => operating_site))).toEqual(new Set([2]));
    const nowhere = await service.makeKey({ scopes: ["admin"], sites: [] });
    expect((await pageOf("", nowhere)).results).toEqual([]);
  });
});

describe("the audit is read", () => {
  test("in pages, newest first, each entry once", async () => {
    const key = await service.makeKey({ scopes: ["raw:read"] });
    for (let i = 0; i < 5; i++)
      await (await service.ask(`${FILE}?date=2020-01-0${i + 1}`, key)).text();
    const all = await entriesOf(key, 5);
    const seen: Entry[] = [];
    for (let next: string | null = `${service.url}${AUDIT}?key=${key.lookup}&page_size=2`; next; ) {
      const page: Page = await bodyOf<Page>(
        await fetch(next, { headers: { "x-api-key": admin.text } }),
      );
      expect(page.results.length).toBeLessThanOrEqual(2);
      seen.push(...page.results);
      next = page.next;
    }
    expect(seen).toEqual(all);
  });

  test("for a range of time", async () => {
    expect((await pageOf("?end-time=2020-01-01")).results).toEqual([]);
    expect((await pageOf("?start-time=2020-01-01&page_size=1")).results).toHaveLength(1);
  });

  test("with all that is wrong told at once", async () => {
    const query = "?key=x&page_size=1001&before=0&start-time=y&date=z&site=2";
    const { errors } = await problemOf(await service.ask(AUDIT + query, admin), 400);
    expect(errors.map(({ name }) => name).toSorted()).toEqual([
      "before",
      "date",
      "key",
      "page_size",
      "site",
      "start-time",
    ]);
  });
});

describe("a download does not wait for its entry", () => {
  test("when the platform's database is slow", async () => {
    const key = await service.makeKey();
    await (await service.ask(`${BANK}latest/`, key)).text(); // the key is known from here on
    endpoint.delay(service.platform.name, 3000);
    try {
      const started = Date.now();
      const response = await service.ask(`${FILE}?${DAY}`, key);
      const text = await response.text();
      expect(Date.now() - started).toBeLessThan(2000);
      expect(text.split("\r\n")).toHaveLength(578);
    } finally {
      endpoint.delay(service.platform.name, 0);
    }
    await sleep(3000);
    expect(await entriesOf(key, 1)).toMatchObject([{ rows: 576, outcome: "complete" }]);
  });

  test("when it fails, and the log says that the entry was lost", async () => {
    const key = await service.makeKey();
    await (await service.ask(`${BANK}latest/`, key)).text();
    await service.client.query("alter table audit rename to audit_away");
    try {
      const response = await service.ask(`${FILE}?${DAY}`, key);
      expect((await response.text()).split("\r\n")).toHaveLength(578);
      const id = response.headers.get("x-request-id") ?? "none";
      await sleep(300);
      const lines = service.worker
        .log()
        .split("\n")
        .filter((line) => line.includes(id));
      expect(lines.some((line) => line.includes('"audit_lost"'))).toBe(true);
      expect(lines.filter((line) => line.includes('"level":"info"'))).toHaveLength(1);
    } finally {
      await service.client.query("alter table audit_away rename to audit");
    }
  });
});
