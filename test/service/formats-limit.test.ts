import { expect, test } from "vitest";
import { mostParquetRows } from "../../src/response/formats/parquet/file.ts";
import { Problem } from "../../src/response/problem.ts";
import type { Rows } from "../../src/routes/operating-data/rows.ts";
import { refuseTooMany } from "../../src/routes/operating-data/stream.ts";
import { RAW } from "../../src/routes/operating-data/view.ts";
import { panli } from "../../src/site/registry/2-panli.ts";

const HOUR = 3_600_000_000;
const START = Date.parse("2022-05-10T00:00:00+09:00") * 1000;
const columns = panli.components.bank;
const MOST = mostParquetRows(columns.length);

const rows = (format: Rows["format"]): Rows => ({
  selection: { site: panli, component: "bank" },
  columns,
  view: RAW,
  format,
  query: {},
});

/** Hours with 7200 rows each: two banks at 1 Hz. */
const hours = Array.from({ length: 24 * 60 }, (_, i) => ({ start: START + i * HOUR, rows: 7200 }));

test("more rows than a Parquet file may have are refused, and the end that works is told", () => {
  const fits = Math.floor(MOST / 7200);
  const end = new Date((START + fits * HOUR) / 1000 + 9 * 3_600_000).toISOString().slice(0, 19);
  let problem: unknown;
  try {
    refuseTooMany(rows("parquet"), hours.length * 7200, hours);
  } catch (error) {
    problem = error;
  }
  expect(problem).toBeInstanceOf(Problem);
  expect(problem).toMatchObject({ code: "range_too_long" });
  expect((problem as Problem).detail.en).toContain(`Use end-time=${end}+09:00,`);
  expect((problem as Problem).detail.en).toContain("format=csv or csv.gz");
  expect(() => refuseTooMany(rows("parquet"), fits * 7200, hours.slice(0, fits))).not.toThrow();
});

test("of the other formats there may be any number", () => {
  expect(() => refuseTooMany(rows("csv.gz"), hours.length * 7200, hours)).not.toThrow();
});
