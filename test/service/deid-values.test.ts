import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Runtime } from "../../dev/runtime/workerd.ts";
import { sites } from "../../src/site/registry/registry.ts";
import { COMPONENTS } from "../../src/site/site.ts";
import type { PageBody, Row } from "../support/http.ts";
import { expectedRow, jsonAt, mappingOf, startKeyed } from "./support/deid.ts";
import { answerOf, LISTS, rowsOf, walk } from "./support/lists.ts";

const RANGE = "start-time=2026-01-05T12:00&end-time=2026-01-05T13:00";
const FILES = sites.flatMap((site) =>
  COMPONENTS.map((component) => ({ site: site.id, component })),
);

let keyed: Runtime;
beforeAll(async () => {
  keyed = await startKeyed();
});
afterAll(() => keyed?.stop());

const hidden = (path: string) => path.replace("/operating-sites/", "/di/operating-sites/");

describe.each(["keyed", "plain"] as const)("%s mode", (mode) => {
  const base = () => (mode === "keyed" ? keyed.url : inject("worker"));

  test.for(LISTS)(
    "rows of $where are the raw rows, value by value, under other names",
    async ({ path, site, component }) => {
      const mapping = await mappingOf(base(), site.id, component);
      const raw = await jsonAt<Row[]>(`${base()}${path}?${RANGE}&no_page`);
      const place = { site: site.id, component, keyed: mode === "keyed" };
      const expected = raw.map((row) => expectedRow(row, mapping, place));
      expect(raw.length).toBeGreaterThan(0);

      const page = await jsonAt<PageBody>(`${base()}${hidden(path)}?${RANGE}&page_size=10000`);
      expect(page.results.map((row) => Object.entries(row))).toEqual(expected);
      expect(page.count).toBe(raw.length);
      const all = await jsonAt<Row[]>(`${base()}${hidden(path)}?${RANGE}&no_page`);
      expect(all.map((row) => Object.entries(row))).toEqual(expected);
    },
  );

  test.for(FILES)(
    "the file of $component of site $site has the values of the raw one",
    async (file) => {
      const mapping = await mappingOf(base(), file.site, file.component);
      const end = `operating-sites/${file.site}/${file.component}/?${RANGE}`;
      const [raw, shown] = [
        await answerOf(`${base()}/api/ess/download/${end}`),
        await answerOf(`${base()}/api/ess/download/di/${end}`),
      ];
      expect(shown.response.status, shown.whole).toBe(200);
      const header = mapping.map(({ identifier }) => identifier).join(",");
      expect(shown.text.split("\r\n")[0]).toBe(header);
      expect(shown.response.headers.get("ess-columns")).toBe(header);
      expect(shown.response.headers.get("ess-rows")).toBe(raw.response.headers.get("ess-rows"));
      expect(shown.response.headers.get("content-disposition")).toContain(
        `"ess-site-${file.site}-${file.component}-di_2026`,
      );
      const read = (text: string) =>
        (parse(text, { columns: true, record_delimiter: "\r\n" }) as Record<string, string>[]).map(
          (row): Row =>
            Object.fromEntries(
              Object.entries(row).map(([name, value]) => [
                name,
                value.startsWith("{") ? JSON.parse(value) : value,
              ]),
            ),
        );
      const place = { ...file, keyed: mode === "keyed" };
      expect(read(shown.text).map((row) => Object.entries(row))).toEqual(
        read(raw.text).map((row) => expectedRow(row, mapping, place)),
      );
    },
  );

  test("HEAD has the headers of the file, and the trailer its digest", async () => {
    const path = `${base()}/api/ess/download/di/operating-sites/2/bank/?${RANGE}`;
    const head = await answerOf(path, { method: "HEAD" });
    const whole = await answerOf(`${path}&trailer=1`);
    for (const name of ["ess-rows", "ess-columns", "content-disposition", "content-type"]) {
      expect(head.response.headers.get(name)).toBe(whole.response.headers.get(name));
    }
    expect(whole.text).toMatch(/\r\n_end,24,[0-9a-f]{64}\r\n$/);
  });

  test("fields and omit take the de-identified names and leave their order", async () => {
    const mapping = await mappingOf(base(), 2, "bank");
    const names = mapping.map(({ identifier }) => identifier);
    const some = names.filter((name) => name.startsWith("bk_")).slice(3, 6);
    const path = `${base()}/api/ess/di/operating-sites/2/banks/1/?${RANGE}&page_size=2`;
    const chosen = await jsonAt<PageBody>(`${path}&fields=${some.toReversed()},timestamp`);
    expect(Object.keys(chosen.results[0] ?? {})).toEqual(["timestamp", ...some]);
    const left = await jsonAt<PageBody>(`${path}&omit=${some}`);
    expect(Object.keys(left.results[0] ?? {})).toEqual(
      names.filter((name) => !some.includes(name)),
    );
    const refused = await answerOf(`${path}&fields=rack_over_voltage_protection_fault`);
    expect(refused.response.status, refused.whole).toBe(400);
  });

  test("times are written as they are asked for", async () => {
    const path =
      "operating-sites/2/banks/1/?date=2026-01-05&page_size=1&fields=timestamp&time-format=";
    for (const format of ["iso", "local", "utc", "unix"]) {
      const [raw, shown] = [
        await jsonAt<PageBody>(`${base()}/api/ess/${path}${format}`),
        await jsonAt<PageBody>(`${base()}/api/ess/di/${path}${format}`),
      ];
      expect(shown.results).toEqual(raw.results);
    }
  });

  test("pages are walked by cursor, and a cursor of the raw list leads to the same rows", async () => {
    const query = "date=2026-01-05&page_size=100&fields=timestamp,bank_id,bank_soc";
    const path = "operating-sites/2/banks/1/";
    const raw = await walk(`/api/ess/${path}?${query}`, "next", base());
    const shown = await walk(`/api/ess/di/${path}?${query}`, "next", base());
    expect(rowsOf(shown)).toEqual(rowsOf(raw));
    expect(shown[1]?.next).toContain("/api/ess/di/operating-sites/");
    const across = (raw[0]?.next ?? "").replace("/api/ess/", "/api/ess/di/");
    expect((await jsonAt<PageBody>(across)).results).toEqual(shown[1]?.results);
  });
});
