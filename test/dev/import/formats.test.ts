import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { bankTable, lowerCase, toCsv, workplace } from "./support.ts";

const place = workplace();

const COLUMNS = `to_char("TIMESTAMP" at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as at, "BANK_ID" as bank,
  "BANK_SOC" as soc, "BATTERY_STATUS_FOR_RUN" as run, "MASTER_RACK_COMMUNICATION_FAULT" as flags, "BANK_POWER" as power`;
const stored = () => place.query(`select ${COLUMNS} from bank order by "TIMESTAMP"`);

const json = '{"rack1":0,"rack2":1}';
const EXPECTED = [
  { at: "2022-05-09 15:00:00.000000", bank: 1, soc: 50, run: 0, flags: json, power: null },
  { at: "2022-05-09 15:00:01.000000", bank: 1, soc: 50.125, run: 1, flags: json, power: null },
  { at: "2022-05-09 15:00:02.000000", bank: 1, soc: 50.25, run: 0, flags: null, power: null },
  { at: "2022-05-09 15:00:03.000000", bank: 1, soc: 50.375, run: 1, flags: json, power: null },
  { at: "2022-05-09 15:00:04.000000", bank: 1, soc: null, run: 0, flags: json, power: null },
];

describe.each(["csv", "csv.gz", "parquet"])("a file that ends in .%s", (ending) => {
  test.each([
    ["original", bankTable(5)],
    ["lower-case", lowerCase(bankTable(5))],
  ])("is imported with %s names of columns", async (_, table) => {
    expect(await place.import(place.write(`names.${ending}`, table))).toEqual({
      rows: 5,
      inserted: 5,
      updated: 0,
      unchanged: 0,
      repeated: 0,
    });
    expect(await stored()).toEqual(EXPECTED);
  });

  test("is imported when it is longer than one batch", async () => {
    const summary = await place.import(place.write(`long.${ending}`, bankTable(5001)));
    expect(summary).toEqual({ rows: 5001, inserted: 5001, updated: 0, unchanged: 0, repeated: 0 });
    const [row] = await place.query(
      `select count(*)::int as rows, max("TIMESTAMP") - min("TIMESTAMP") = interval '5000 s' as all from bank`,
    );
    expect(row).toEqual({ rows: 5001, all: true });
  });

  test("holds columns in any order, and no rows at all", async () => {
    const { header, rows } = bankTable(5);
    const turned = { header: header.toReversed(), rows: rows.map((row) => row.toReversed()) };
    await place.import(place.write(`turned.${ending}`, turned));
    expect(await stored()).toEqual(EXPECTED);
    const none = { header, rows: [] };
    expect(await place.import(place.write(`none.${ending}`, none))).toEqual({
      rows: 0,
      inserted: 0,
      updated: 0,
      unchanged: 0,
      repeated: 0,
    });
    expect(await stored()).toEqual(EXPECTED);
  });
});

describe("a CSV file", () => {
  const text = toCsv(bankTable(5));

  test.each([
    ["a byte order mark", `\uFEFF${text.replace("TIMESTAMP", '"TIMESTAMP"')}`],
    ["lines that end in CRLF", text.replaceAll("\n", "\r\n")],
    ["no line end at its end", text.trimEnd()],
    ["empty lines", text.replaceAll("\n", "\n\n")],
    ["white space around fields", text.replaceAll(/,(?=[\d])/g, ", ")],
  ])("is imported with %s", async (_, content) => {
    await place.import(place.file("form.csv", content));
    expect(await stored()).toEqual(EXPECTED);
  });

  test("is imported from several gzip members in a row, as logs are put together", async () => {
    const [head = "", ...rest] = text.split(/(?<=\n)/);
    const members = [head, ...rest].map((line) => gzipSync(line));
    await place.import(place.file("members.csv.gz", Buffer.concat(members)));
    expect(await stored()).toEqual(EXPECTED);
  });
});

test.each([
  ["rack", "TIMESTAMP,BANK_ID,RACK_ID,RACK_SOC\n2022-05-10,1,9,55\n2022-05-10,2,8,56\n"],
  ["pcs", "TIMESTAMP\n2022-05-10\n2022-05-11\n"],
  ["etc", "TIMESTAMP,SENSOR1_TEMPERATURE\n2022-05-10,20\n2022-05-11,21\n"],
] as const)("rows of %s are imported by their own key", async (component, content) => {
  const path = place.file(`${component}.csv`, content);
  expect(await place.import(path, component)).toMatchObject({ inserted: 2, unchanged: 0 });
  expect(await place.import(path, component)).toMatchObject({ inserted: 0, unchanged: 2 });
});
