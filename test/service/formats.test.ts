import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { parquetMetadata } from "hyparquet";
import { describe, expect, inject, test } from "vitest";
import {
  FILE_FORMATS,
  LIST_FORMATS,
  ROW_FORMATS,
  type RowFormatName,
} from "../../src/response/formats/row-formats.ts";
import { sites } from "../../src/site/registry/registry.ts";
import { COMPONENTS } from "../../src/site/site.ts";
import { getProblem, type Row } from "../support/http.ts";
import { LISTS, namesOf } from "./support/lists.ts";
import { readRows } from "./support/read-rows.ts";

const HOUR = "start-time=2026-01-05T12:00&end-time=2026-01-05T13:00";
const FILE = "/api/ess/download/operating-sites/2/bank/";
const BANK = "/api/ess/operating-sites/2/banks/1/";
const OTHERS = ["csv.gz", "ndjson", "parquet"] as const;

async function bodyOf(path: string, init?: RequestInit) {
  const response = await fetch(new URL(path, inject("worker")), init);
  const body = await response.arrayBuffer();
  expect(response.status, `${path}: ${new TextDecoder().decode(body.slice(0, 500))}`).toBe(200);
  return { headers: response.headers, body };
}

const rowsAt = async (path: string, format: RowFormatName): Promise<Row[]> =>
  readRows(format, (await bodyOf(`${path}&format=${format}`)).body);

const FILES = sites.flatMap((site) =>
  COMPONENTS.flatMap((component) =>
    ["", "di/"].map((view) => ({
      site,
      component,
      path: `/api/ess/download/${view}operating-sites/${site.id}/${component}/`,
    })),
  ),
);

test.for(FILES)(
  "the file $path has the same rows in every format, as other readers read them",
  async ({ path }) => {
    const rows = await rowsAt(`${path}?${HOUR}`, "csv");
    expect(rows.length).toBeGreaterThan(0);
    for (const format of OTHERS) {
      expect(await rowsAt(`${path}?${HOUR}`, format), format).toEqual(rows);
    }
  },
);

test.for(LISTS.filter(({ site }) => site.id === 2))(
  "the list $where has the same rows in every format, as a page and streamed",
  async ({ path }) => {
    const rows = await rowsAt(`${path}?${HOUR}&no_page`, "json");
    for (const format of FILE_FORMATS) {
      expect(await rowsAt(`${path}?${HOUR}&no_page`, format), format).toEqual(rows);
      expect(await rowsAt(`${path}?${HOUR}&page_size=10000`, format), format).toEqual(rows);
    }
  },
);

test.for(FILE_FORMATS)(
  "pages of %s lead through the whole list by their Link, to and fro",
  async (format) => {
    const path = `${BANK}?date=2026-01-05&page_size=100&fields=timestamp,bank_soc`;
    const follow = async (first: string, relation: string) => {
      const rows: Row[] = [];
      let last = first;
      for (let next: string | undefined = first; next; ) {
        const { headers, body } = await bodyOf(next);
        const page = await readRows(format, body);
        expect(headers.get("ess-rows")).toBe(String(page.length));
        expect(headers.get("ess-count")).toBe("288");
        rows.push(...page);
        last = next;
        next = new RegExp(`<([^>]+)>; rel="${relation}"`).exec(headers.get("link") ?? "")?.[1];
      }
      return { rows, last };
    };
    const { rows, last } = await follow(`${path}&format=${format}`, "next");
    expect(rows).toEqual(await rowsAt(`${path.replace("page_size=100", "no_page")}`, "json"));
    const back = await follow(last, "previous");
    expect(back.rows.length).toBe(288);
  },
);

test("an empty range is a whole file without rows in every format", async () => {
  for (const format of FILE_FORMATS) {
    const { headers, body } = await bodyOf(`${FILE}?date=2020-01-01&format=${format}`);
    expect(await readRows(format, body), format).toEqual([]);
    expect(headers.get("ess-rows")).toBe("0");
    expect(await rowsAt(`${BANK}?date=2020-01-01`, format), format).toEqual([]);
  }
});

test.for(FILE_FORMATS)("%s is had by Accept too, and its answer says so", async (format) => {
  const { mediaTypes, contentType, extension } = ROW_FORMATS[format];
  const accept = `image/png, ${mediaTypes[0]};q=0.9`;
  for (const path of [`${FILE}?${HOUR}`, `${BANK}?${HOUR}&no_page`, `${BANK}?${HOUR}`]) {
    const { headers, body } = await bodyOf(path, { headers: { accept } });
    expect(headers.get("content-type")).toBe(contentType);
    expect(headers.get("vary")).toContain("accept");
    expect((await readRows(format, body)).length).toBeGreaterThan(0);
  }
  const { headers } = await bodyOf(`${FILE}?${HOUR}`, { headers: { accept } });
  expect(headers.get("content-disposition")).toMatch(new RegExp(`Z\\.${extension}"$`));
  const named = await bodyOf(`${FILE}?${HOUR}&format=csv`, { headers: { accept } });
  expect(named.headers.get("content-type"), "format wins").toContain("text/csv");
});

test("what Accept names and is not there is 406, and the detail says what is", async () => {
  const init = { headers: { accept: "text/html", "accept-language": "en" } };
  for (const path of [FILE, BANK, `${BANK}?no_page`]) {
    const { code, detail } = await getProblem(path, 406, init);
    expect(code).toBe("not_acceptable");
    expect(detail).toContain("application/vnd.apache.parquet");
  }
  await bodyOf(`${BANK}?format=json&${HOUR}`, init);
});

test("an unknown format is 400 and names those that there are", async () => {
  const file = await getProblem(`${FILE}?format=json`, 400);
  expect(file.errors).toMatchObject([{ name: "format", allowed: [...FILE_FORMATS] }]);
  const list = await getProblem(`${BANK}?format=xlsx`, 400);
  expect(list.errors).toMatchObject([{ name: "format", allowed: [...LIST_FORMATS] }]);
});

test.for([
  ["format=parquet&trailer=1", "trailer", ""],
  ["format=parquet&time-format=local", "time-format", ""],
  ["time-format=local", "time-format", "application/vnd.apache.parquet"],
  ["trailer=1", "trailer", "application/vnd.apache.parquet"],
] as const)("%s contradicts what the format can do", async ([query, name, accept]) => {
  const init = accept ? { headers: { accept } } : {};
  const { errors } = await getProblem(`${FILE}?${query}`, 400, init);
  expect(errors).toMatchObject([{ in: "query", name, code: "contradiction" }]);
});

describe("the last record", () => {
  const digest = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

  test("of NDJSON tells rows and SHA-256 of all lines before it, in a stream unasked, on a page when asked", async () => {
    const ended = [`${FILE}?${HOUR}`, `${BANK}?${HOUR}&no_page`, `${BANK}?${HOUR}&trailer=1`];
    for (const path of ended) {
      const bytes = Buffer.from((await bodyOf(`${path}&format=ndjson`)).body);
      const at = bytes.lastIndexOf('{"_end"');
      const { _end } = JSON.parse(bytes.subarray(at).toString());
      const rows = bytes.subarray(0, at);
      expect(_end, path).toEqual({
        rows: rows.toString().split("\n").length - 1,
        sha256: digest(rows),
      });
    }
    for (const path of [`${FILE}?${HOUR}&trailer=0`, `${BANK}?${HOUR}`]) {
      const { body } = await bodyOf(`${path}&format=ndjson`);
      expect(Buffer.from(body).includes("_end"), path).toBe(false);
    }
  });

  test("of csv.gz is that of the CSV in it", async () => {
    const { body } = await bodyOf(`${FILE}?${HOUR}&format=csv.gz&trailer=1`);
    const csv = await bodyOf(`${FILE}?${HOUR}&trailer=1`);
    expect(gunzipSync(Buffer.from(body)).equals(Buffer.from(csv.body))).toBe(true);
  });
});

test("Parquet says its site, its units and whether names are hidden", async () => {
  const read = async (view: string) => {
    const { body } = await bodyOf(
      `/api/ess/download/${view}operating-sites/2/bank/?${HOUR}&format=parquet`,
    );
    const { key_value_metadata = [] } = parquetMetadata(body);
    return Object.fromEntries(
      key_value_metadata.map(({ key, value }) => [key, JSON.parse(value ?? "")]),
    );
  };
  const raw = await read("");
  expect(raw["ess.site"]).toMatchObject({ id: 2, time_zone: "Asia/Seoul" });
  expect(raw["ess.units"]).toMatchObject({ bank_soc: "%", bank_power: "kW" });
  expect(raw["ess.range"]).toEqual({
    start: "2026-01-05T03:00:00.000000Z",
    end: "2026-01-05T04:00:00.000000Z",
  });
  expect(raw["ess.deidentified"]).toBe(false);
  expect((await read("di/"))["ess.deidentified"]).toBe(true);
});

test("no file of hidden names holds one of the names that it hides, in any format", async () => {
  const [site] = sites.filter(({ id }) => id === 2);
  const path = `/api/ess/download/di/operating-sites/2/bank/?${HOUR}`;
  const header = (await bodyOf(path)).headers.get("ess-columns")?.split(",") ?? [];
  const hidden = site
    ? namesOf({ site, component: "bank" }).filter((name) => !header.includes(name))
    : [];
  expect(hidden.length).toBeGreaterThan(20);
  for (const format of FILE_FORMATS) {
    const { body } = await bodyOf(`${path}&format=${format}`);
    const bytes = Buffer.from(body);
    const text = (format === "csv.gz" ? gunzipSync(bytes) : bytes).toString("latin1").toLowerCase();
    expect(
      hidden.filter((name) => text.includes(name)),
      format,
    ).toEqual([]);
  }
});

test("quality is a column of every format", async () => {
  const csv = await rowsAt(`${BANK}?${HOUR}&quality=1&no_page`, "csv");
  expect(csv[0]).toHaveProperty("quality", 0);
  for (const format of OTHERS) {
    expect(await rowsAt(`${BANK}?${HOUR}&quality=1&no_page`, format), format).toEqual(csv);
  }
});
