import { expect } from "vitest";
import { withClient } from "../../../dev/database/migrate.ts";
import type { PageBody } from "../../support/http.ts";
import { createDatabase, startWorker } from "../../support/world.ts";

export const MAP = "/api/ess-feature/protectionmap/";
export const WARNING = "RACK_OVER_VOLTAGE_PROTECTION_WARNING";
export const FAULT = "RACK_OVER_VOLTAGE_PROTECTION_FAULT";

export type Item = {
  timestamp: string;
  bank_id: number;
  rack_id: number;
  operating_site: number;
  description: string;
  description_eng: string;
  error_code: { id: number; description: string; description_eng: string };
  level: { id: number; description: string };
  id: number;
  end: string | null;
  peak: { value: number | null; at: string; position: number | null };
  source: string;
  acknowledged: { at: string; by: string | null; comment: string } | null;
};

type Row = Record<string, string | number | null | object>;
export type ProtectionService = Awaited<ReturnType<typeof protectionService>>;

/** A service of its own with empty databases for sites 1 and 2 and the platform. */
export async function protectionService(bindings: Record<string, string> = {}) {
  const [one, two, platform] = [
    await createDatabase("ess_site_1"),
    await createDatabase("ess_site_2"),
    await createDatabase("ess_platform"),
  ];
  const runtime = await startWorker({
    SITE_1_DATABASE_URL: one.url,
    SITE_2_DATABASE_URL: two.url,
    PLATFORM_DATABASE_URL: platform.url,
    WEBHOOK_KEY: "a secret that signs the webhooks of the tests",
    ...bindings,
  });
  const answer = async <T>(response: Promise<Response>, status = 200): Promise<T> => {
    const got = await response;
    const text = await got.text();
    expect(got.status, `${got.url}: ${text.slice(0, 800)}`).toBe(status);
    return JSON.parse(text) as T;
  };
  const on =
    (url: string) =>
    (text: string, values: unknown[] = []) =>
      withClient(url, async (client) => (await client.query(text, values)).rows);
  const get = <T>(path: string, status = 200) => answer<T>(fetch(runtime.url + path), status);
  return {
    url: runtime.url,
    runtime,
    databases: { one, two, platform },
    onPlatform: on(platform.url),
    onSite: { 1: on(one.url), 2: on(two.url) } as Record<number, ReturnType<typeof on>>,
    get,
    answer,
    /** The items of a list's first page. */
    items: async (query = "", path = MAP) =>
      (await get<PageBody>(path + query)).results as unknown as Item[],
    /** Sends rows that must be taken. */
    post: (site: number, component: "bank" | "rack", rows: readonly Row[]) =>
      answer(
        fetch(`${runtime.url}/api/ess/operating-sites/${site}/${component}/readings/`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(sameFields(rows)),
        }),
      ),
    stop: async () => {
      await runtime.stop();
      for (const database of [one, two, platform]) await database.drop();
    },
  };
}

/** Rows of rack 1, one a second from a time (ISO 8601 with offset), each with what is not missing in it. */
export const rackSeconds = (start: string, changes: readonly Row[], rack = 1): Row[] =>
  changes.map((change, i) => ({
    BANK_ID: 1,
    RACK_ID: rack,
    TIMESTAMP: new Date(Date.parse(start) + i * 1000).toISOString(),
    ...change,
  }));

/** Rows of one body must have the same fields. */
function sameFields(rows: readonly Row[]): Row[] {
  const nothing = Object.fromEntries(rows.flatMap(Object.keys).map((name) => [name, null]));
  return rows.map((row) => ({ ...nothing, ...row }));
}
