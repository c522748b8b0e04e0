import { expect, inject, test } from "vitest";
import { withClient } from "../../dev/database/migrate.ts";
import { KEYS } from "../../src/site/site.ts";
import { getJson, type PageBody, type Row } from "../support/http.ts";
import { answerOf, LISTS, type List, namesOf } from "./support/lists.ts";

const at = (path: string) => new URL(path, inject("worker")).href;

/** Rows of a list as the database has them, by a statement that shares nothing with the service. */
function stored({ site, component, bank, rack }: List, limit: number): Promise<Row[]> {
  const conditions = [
    bank === undefined ? "true" : `"BANK_ID" = ${bank}`,
    rack === undefined ? "true" : `"RACK_ID" = ${rack}`,
  ];
  const order = KEYS[component].includes("RACK_ID") ? `"TIMESTAMP", "RACK_ID"` : `"TIMESTAMP"`;
  return withClient(`${inject("server")}ess_site_${site.id}`, async (client) => {
    const { rows } = await client.query(
      `select * from ${component} where ${conditions.join(" and ")} order by ${order} limit ${limit}`,
    );
    return rows;
  });
}

/** A stored row as it has to look on the wire with time-format=unix. */
function onTheWire(row: Row, { site, component }: List): Row {
  return Object.fromEntries(
    site.components[component].map(({ name, type }) => {
      const value = row[name];
      if (value instanceof Date) return [name.toLowerCase(), value.getTime()];
      return [name.toLowerCase(), type === "text" ? JSON.parse(String(value)) : value];
    }),
  );
}

test.for(LISTS)("$where has the stored rows in order, in the envelope", async (list) => {
  const size = 25;
  const { response, text, whole } = await answerOf(
    at(`${list.path}?page_size=${size}&time-format=unix`),
  );
  expect(response.status, whole).toBe(200);
  expect(response.headers.get("content-type"), whole).toBe("application/json");
  const page = JSON.parse(text) as PageBody;
  expect(Object.keys(page), whole).toEqual(["count", "next", "previous", "results"]);
  expect(page.count, whole).toBe(list.rows);
  expect(page.previous, whole).toBeNull();
  const expected = (await stored(list, size)).map((row) => onTheWire(row, list));
  expect(page.results, whole).toEqual(expected);
});

test.for(LISTS)("$where spells and orders its keys as the catalog does", async (list) => {
  const { text, whole } = await answerOf(at(`${list.path}?page_size=2`));
  const rows = text.slice(text.indexOf('"results":[') + '"results":['.length, -"]}".length);
  const keys = [...rows.replaceAll(/:\{[^}]*\}/g, ":{}").matchAll(/"([^"]+)":/g)].map(([, k]) => k);
  expect(keys, whole).toEqual([...namesOf(list), ...namesOf(list)]);
});

test("the misspelt names of the catalog are kept: clients know them so", async () => {
  const [rack] = (await getJson<PageBody>("/api/ess/operating-sites/2/banks/1/racks/1/")).results;
  expect(Object.keys(rack ?? {})).toContain("rack_tray_volatge_imbalance_warning");
  const [etc] = (await getJson<PageBody>("/api/ess/operating-sites/1/etc/")).results;
  expect(Object.keys(etc ?? {})).toContain("inv1_cumluative_power_generation");
});

test.for([
  ["banks/1/", "master_rack_communication_fault", "rack", { 2: 9, 3: 11 }],
  ["banks/1/racks/1/", "rack_module_fault", "module", undefined],
] as const)(
  "%s has %s as a JSON object of numbers at sites 2 and 3",
  async ([path, field, prefix, entries]) => {
    for (const site of [2, 3] as const) {
      const { results } = await getJson<PageBody>(
        `/api/ess/operating-sites/${site}/${path}?page_size=3`,
      );
      for (const row of results) {
        const object = row[field] as Record<string, unknown>;
        const whole = JSON.stringify(row);
        expect(Object.keys(object).length, whole).toBeGreaterThan(0);
        if (entries) expect(Object.keys(object).length, whole).toBe(entries[site]);
        for (const [key, value] of Object.entries(object)) {
          expect(key, whole).toMatch(new RegExp(`^${prefix}\\d+$`));
          expect(typeof value, whole).toBe("number");
        }
      }
    }
  },
);

test("the rows of all racks are ordered by time, then rack", async () => {
  const { results } = await getJson<PageBody>(
    "/api/ess/operating-sites/2/banks/2/racks/?page_size=100&fields=timestamp,rack_id&time-format=unix",
  );
  const places = results.map((row) => [Number(row["timestamp"]), Number(row["rack_id"])]);
  const sorted = places.toSorted(([a = 0, x = 0], [b = 0, y = 0]) => a - b || x - y);
  expect(places).toEqual(sorted);
  expect(places.slice(0, 9).map(([, rack]) => rack)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 1]);
});

test.for(LISTS)(
  "$where answers the same without its last slash, and does not redirect",
  async ({ path }) => {
    const query = "?page_size=2";
    const init = { redirect: "manual" } as const;
    const slash = await answerOf(at(path + query), init);
    const bare = await answerOf(at(path.replace(/\/$/, "") + query), init);
    expect([slash.response.status, bare.response.status], bare.whole).toEqual([200, 200]);
    const results = (text: string) => (JSON.parse(text) as PageBody).results;
    expect(results(bare.text), bare.whole).toEqual(results(slash.text));
  },
);

test("a page without parameters has 1000 rows, the oldest first", async () => {
  const page = await getJson<PageBody>("/api/ess/operating-sites/2/banks/1/racks/");
  expect(page.results).toHaveLength(1000);
  expect(page.results[0]).toMatchObject({ timestamp: "2026-01-05T00:00:00+09:00", rack_id: 1 });
});
