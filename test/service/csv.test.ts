import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import { expect, inject, test } from "vitest";
import { sites } from "../../src/site/registry/registry.ts";
import { COMPONENTS } from "../../src/site/site.ts";
import { getJson, getProblem, type Row } from "../support/http.ts";
import { answerOf, LISTS, namesOf } from "./support/lists.ts";

const FILES = sites.flatMap((site) =>
  COMPONENTS.map((component) => ({
    site,
    component,
    name: `${component} of site ${site.id}`,
    path: `/api/ess/download/operating-sites/${site.id}/${component}/`,
    rows: LISTS.filter((list) => list.site === site && list.component === component)
      .filter(({ path }) => component !== "rack" || path.endsWith("/racks/"))
      .reduce((sum, { rows }) => sum + rows, 0),
  })),
);

const at = (path: string) => new URL(path, inject("worker")).href;

/** Strict reading: CRLF alone ends a record, every record has the header's length. */
const records = (text: string): string[][] => parse(text, { record_delimiter: "\r\n" });

test.for(FILES)("the file of $name is RFC 4180 with every row, in order", async (file) => {
  const { response, text, whole } = await answerOf(at(file.path));
  expect(response.status, whole).toBe(200);
  expect(response.headers.get("content-type"), whole).toMatch(/^text\/csv; charset=utf-8/);
  const header = namesOf(file).join(",");
  expect(text.startsWith(`${header}\r\n`), whole).toBe(true);
  expect(text.endsWith("\r\n") && !text.endsWith("\r\n\r\n"), whole).toBe(true);
  expect(text.replaceAll("\r\n", ""), whole).not.toMatch(/[\r\n]/);
  const [, ...rows] = records(text);
  expect(rows, whole).toHaveLength(file.rows);
  expect(response.headers.get("ess-rows"), whole).toBe(String(file.rows));
  expect(response.headers.get("ess-columns"), whole).toBe(header);
  const order = rows.map(([time = "", bank = "", rack = ""]) =>
    file.component === "rack"
      ? `${time} ${bank.padStart(3)} ${rack.padStart(3)}`
      : file.component === "bank"
        ? `${time} ${bank.padStart(3)}`
        : time,
  );
  expect(order).toEqual(order.toSorted());
  expect(new Set(order).size).toBe(order.length);
});

test.for(FILES)("the file of $name has the values of the lists", async (file) => {
  const range = "start-time=2026-01-05T12:00&end-time=2026-01-05T13:00";
  const lists = LISTS.filter(
    (list) =>
      list.site === file.site &&
      list.component === file.component &&
      (file.component !== "rack" || list.path.endsWith("/racks/")),
  );
  const listed = await Promise.all(
    lists.map(({ path }) => getJson<Row[]>(`${path}?no_page&${range}`)),
  );
  const { text, whole } = await answerOf(at(`${file.path}?${range}`));
  const rows = parse(text, { columns: true, record_delimiter: "\r\n" }) as Record<string, string>[];
  const seen = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => {
        if (value === "") return [name, null];
        return [name, name === "timestamp" ? value : JSON.parse(value)];
      }),
    ),
  );
  const place = (row: Row) =>
    `${row["timestamp"]} ${row["bank_id"]} ${String(row["rack_id"]).padStart(3)}`;
  const expected = listed.flat().toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
  expect(seen, whole).toEqual(expected);
});

test.for(FILES)(
  "the file of $name is an attachment named after site, component and range",
  async (file) => {
    const name = `ess-site-${file.site.id}-${file.component}`;
    const of = async (query: string) =>
      (await answerOf(at(file.path + query), { method: "HEAD" })).response.headers.get(
        "content-disposition",
      );
    expect(await of("")).toBe(`attachment; filename="${name}.csv"`);
    expect(await of("?date=2026-01-05")).toBe(
      `attachment; filename="${name}_20260104T150000Z_20260105T150000Z.csv"`,
    );
  },
);

test("the last record of a file with trailer=1 tells its rows and the SHA-256 of all before it", async () => {
  const path = "/api/ess/download/operating-sites/2/bank/?trailer=1";
  const { response, text, whole } = await answerOf(at(path));
  const start = text.lastIndexOf("_end,");
  const [, rows, sha256] = text.slice(start, -2).split(",");
  expect(text.endsWith("\r\n"), whole).toBe(true);
  expect(text.slice(0, start).endsWith("\r\n"), whole).toBe(true);
  expect(rows, whole).toBe("1152");
  expect(response.headers.get("ess-rows"), whole).toBe(rows);
  expect(sha256, whole).toBe(createHash("sha256").update(text.slice(0, start)).digest("hex"));
  const plain = await answerOf(at(path.replace("?trailer=1", "")));
  expect(plain.text === text.slice(0, start), "the trailer changes nothing before it").toBe(true);
  const without = await answerOf(at(path.replace("trailer=1", "trailer=0")));
  expect(without.text === plain.text, "trailer=0 is as if it were not there").toBe(true);
});

test("an empty range is the header alone, and its trailer says 0", async () => {
  const path = "/api/ess/download/operating-sites/3/etc/?date=2020-01-01&fields=timestamp";
  const { response, text } = await answerOf(at(path));
  expect(text).toBe("timestamp\r\n");
  expect(response.headers.get("ess-rows")).toBe("0");
  const digest = createHash("sha256").update(text).digest("hex");
  expect((await answerOf(at(`${path}&trailer=1`))).text).toBe(`timestamp\r\n_end,0,${digest}\r\n`);
});

test("fields and omit choose the columns of the file and of ESS-Columns", async () => {
  const { response, text, whole } = await answerOf(
    at(
      "/api/ess/download/operating-sites/2/rack/?date=2026-01-05&fields=rack_soc,timestamp,rack_id",
    ),
  );
  expect(response.headers.get("ess-columns"), whole).toBe("timestamp,rack_id,rack_soc");
  const [header, ...rows] = records(text);
  expect(header).toEqual(["timestamp", "rack_id", "rack_soc"]);
  expect(rows).toHaveLength(288 * 17);
});

test("an object in a file is JSON in one quoted field", async () => {
  const { text } = await answerOf(
    at("/api/ess/download/operating-sites/2/rack/?date=2026-01-05&fields=rack_module_fault"),
  );
  const [first] = text.split("\r\n").slice(1);
  expect(first).toMatch(/^"\{""module1"":\s?\d+.*\}"$/);
  const [, [field] = []] = records(text);
  expect(JSON.parse(field ?? "")).toHaveProperty("module1");
});

test.for(["xyz", "CSV", "", "json"])("format=%s is 400 and names what there is", async (format) => {
  const { errors } = await getProblem(
    `/api/ess/download/operating-sites/2/bank/?format=${format}`,
    400,
  );
  expect(errors).toMatchObject([{ in: "query", name: "format", code: "not_allowed" }]);
  expect(errors[0]?.allowed).toContain("csv");
});

test("format=csv is what is given without it", async () => {
  const path = "/api/ess/download/operating-sites/1/etc/?date=2026-01-05";
  const named = await answerOf(at(`${path}&format=csv`));
  expect(named.text).toBe((await answerOf(at(path))).text);
});

test.for(["page=1", "page_size=10", "no_page", "cursor=x"])(
  "a file knows no pages: %s is 400",
  async (query) => {
    const { errors } = await getProblem(`/api/ess/download/operating-sites/2/bank/?${query}`, 400);
    expect(errors).toMatchObject([{ name: query.split("=")[0], code: "unknown_parameter" }]);
  },
);

test("a component that there is not is 400 and the four are named", async () => {
  const { errors } = await getProblem("/api/ess/download/operating-sites/2/banks/", 400);
  expect(errors).toMatchObject([
    { in: "path", name: "component", code: "not_allowed", allowed: COMPONENTS },
  ]);
});
