import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import { bankTable, type Table, toCsv, workplace } from "./support.ts";

const place = workplace();

beforeEach(async () => {
  await place.import(place.write("before.csv", bankTable(10)));
});

/** The message with which a file is refused; the database must be as before. */
async function refusal(path: string, component: "bank" | "rack" = "bank"): Promise<string> {
  const before = await place.state();
  let message = "(the file was taken)";
  try {
    await place.import(path, component);
  } catch (error) {
    expect((error as Error).name, String(error)).toBe("ImportError");
    message = (error as Error).message;
  }
  expect(await place.state(), message).toEqual(before);
  return message.replaceAll(path, basename(path));
}

/** Rows in a month that has no partition yet, a file of several batches: what is refused must leave no trace. */
const good = (rows: number): Table => {
  const table = bankTable(rows);
  const later = (time: string) => time.replace("2022-05", "2023-07");
  return { ...table, rows: table.rows.map((row) => row.with(0, later(String(row[0])))) };
};

const spoilt = (line: number, column: number, value: string | number): Table => {
  const { header, rows } = good(4500);
  return { header, rows: rows.map((row, i) => (i + 2 === line ? row.with(column, value) : row)) };
};

describe.each(["csv", "csv.gz"])("a .%s file is refused with file, line and column", (ending) => {
  test.each([
    ["text in a number", 2, 2, "full", 'column BANK_SOC: "full" is not a number. Example: 3.721'],
    [
      "a fraction in an integer",
      2001,
      3,
      1.5,
      'column BATTERY_STATUS_FOR_RUN: "1.5" is not a 32-bit integer',
    ],
    [
      "an impossible time",
      2002,
      0,
      "2023-02-30",
      'column TIMESTAMP: "2023-02-30" is not a time between',
    ],
    ["an empty key", 4001, 1, "", "column BANK_ID: key column must not be empty"],
    [
      "no object of flags",
      4501,
      4,
      "[1]",
      'column MASTER_RACK_COMMUNICATION_FAULT: "[1]" is not an object',
    ],
    [
      "a bank that there is not",
      3000,
      1,
      3,
      "column BANK_ID: site 2 has no bank 3. Available banks: 1, 2",
    ],
  ])("for %s in line %i", async (_, line, column, value, reason) => {
    const name = `spoilt.${ending}`;
    const message = await refusal(place.write(name, spoilt(line, column, value)));
    expect(message).toContain(`${name}, line ${line}, ${reason}`);
  });

  test("for several flaws in one line, all of them named", async () => {
    const { header, rows } = spoilt(100, 2, "full");
    const both = rows.map((row, i) => (i + 2 === 100 ? row.with(0, "noon") : row));
    const message = await refusal(place.write(`both.${ending}`, { header, rows: both }));
    expect(message.split("\n")).toEqual([
      expect.stringContaining(`both.${ending}, line 100, column TIMESTAMP: "noon" is not a time`),
      expect.stringContaining(`both.${ending}, line 100, column BANK_SOC: "full" is not a number`),
    ]);
  });

  test("for a key column that is missing", async () => {
    const { header, rows } = good(5);
    const without = { header: header.slice(1), rows: rows.map((row) => row.slice(1)) };
    expect(await refusal(place.write(`key.${ending}`, without))).toBe(
      `key.${ending}, line 1, column TIMESTAMP: key column is missing`,
    );
  });

  test("for an unknown column, and for one that is there twice", async () => {
    const { header, rows } = good(5);
    const unknown = place.write(`column.${ending}`, { header: header.with(2, "BANK_SCO"), rows });
    expect(await refusal(unknown)).toBe(
      `column.${ending}, line 1, column BANK_SCO: is not a column of bank at site 2. Did you mean BANK_SOC?`,
    );
    const twice = place.write(`column.${ending}`, { header: header.with(3, "bank_soc"), rows });
    expect(await refusal(twice)).toBe(
      `column.${ending}, line 1, column bank_soc: appears more than once`,
    );
  });

  test("for a file of another component", async () => {
    const message = await refusal(place.write(`other.${ending}`, good(5)), "rack");
    expect(message).toContain("column BANK_SOC: is not a column of rack at site 2");
    expect(message).toContain("column RACK_ID: key column is missing");
  });
});

describe("a CSV file is refused", () => {
  const lines = toCsv(good(4500)).split("\n");

  test.each([
    ["too few fields", "2023-07-10,1", 3000, /line 3000/],
    ["too many fields", "2023-07-10,1,50,1,,,", 3000, /line 3000/],
    ["a quote in the middle of a field", '2023-07-10,1,5"0,1,', 3000, /line 3000/],
    ["a quote that is not closed", '2023-07-10,1,"50,1,', 3000, /line 300\d/],
  ])("for %s", async (_, line, at, where) => {
    const text = lines.with(at - 1, line).join("\n");
    const message = await refusal(place.file("fields.csv", text));
    expect(message).toMatch(/^fields\.csv: /);
    expect(message).toMatch(where);
  });

  test("with the right line after lines that are empty or fields of several lines", async () => {
    const [header = "", first = "", second = "", third = ""] = lines;
    const wide = `${second.split(",").slice(0, 4).join(",")},"{""rack1"":\n\n0}"`;
    const text = [header, "", first, "", "", wide, third.replace(",1,", ",one,")].join("\n");
    expect(await refusal(place.file("gaps.csv", text))).toMatch(
      /^gaps\.csv, line 9, column BANK_ID: "one" is not a 32-bit integer/,
    );
  });

  test("where it is empty, or holds empty lines only", async () => {
    for (const text of ["", "\n\n", "\uFEFF"]) {
      expect(await refusal(place.file("empty.csv", text)), JSON.stringify(text)).toBe(
        "empty.csv: the file is empty; its first line must name the columns",
      );
    }
    expect(await refusal(place.file("empty.csv.gz", gzipSync("")))).toContain("the file is empty");
  });

  test("where it has no header", async () => {
    const message = await refusal(place.file("bare.csv", lines.slice(1).join("\n")));
    expect(message).toContain("bare.csv, line 1, column 2023-07-10 00:00:00: is not a column");
    expect(message).toContain("bare.csv, line 1, column TIMESTAMP: key column is missing");
  });
});

describe("a gzipped file is refused", () => {
  const gzipped = gzipSync(toCsv(good(4500)));

  test.each([0.2, 0.5, 0.99])("where it is cut off at %d of its length", async (share) => {
    const cut = gzipped.subarray(0, Math.floor(gzipped.length * share));
    expect(await refusal(place.file("cut.csv.gz", cut))).toMatch(
      /^cut\.csv\.gz: the gzip data ends too early: the file is cut off, after line \d+$/,
    );
  });

  test("where it is no gzip data at all", async () => {
    expect(await refusal(place.file("plain.csv.gz", toCsv(good(5))))).toMatch(
      /^plain\.csv\.gz: this is no valid gzip data/,
    );
  });

  test("where a byte of it is damaged", async () => {
    const damaged = Uint8Array.from(gzipped);
    damaged[damaged.length - 6] = (damaged.at(-6) ?? 0) ^ 0xff; // in the checksum at the end
    expect(await refusal(place.file("damaged.csv.gz", damaged))).toMatch(
      /^damaged\.csv\.gz: this is no valid gzip data.*, after line \d+$/,
    );
  });

  test("where it is empty", async () => {
    expect(await refusal(place.file("empty.csv.gz", ""))).toMatch(/^empty\.csv\.gz: /);
  });
});

describe("a Parquet file is refused", () => {
  const write = (name: string, table: Table) => place.write(name, table);

  test.each([
    ["text in a number", 2, "full", 'column BANK_SOC: "full" is not a number'],
    ["an impossible time", 0, "2023-02-30", 'column TIMESTAMP: "2023-02-30" is not a time'],
    ["an object that is none", 4, "x", 'column MASTER_RACK_COMMUNICATION_FAULT: "x" is not an'],
  ])("for %s, with file, row and column", async (_, column, value, reason) => {
    const { header, rows } = good(2500);
    const text = rows.map((row) =>
      row.with(column, row[column] === null ? null : String(row[column])),
    );
    const table = {
      header,
      rows: text.map((row, i) => (i === 2003 ? row.with(column, value) : row)),
    };
    expect(await refusal(write("spoilt.parquet", table))).toContain(
      `spoilt.parquet, line 2004, ${reason}`,
    );
  });

  test("for a column that is missing or unknown", async () => {
    const { header, rows } = good(5);
    const message = await refusal(write("names.parquet", { header: header.with(1, "bank"), rows }));
    expect(message.split("\n")).toEqual([
      "names.parquet, line 1, column bank: is not a column of bank at site 2",
      "names.parquet, line 1, column BANK_ID: key column is missing",
    ]);
  });

  test.each([0.01, 0.5, 0.999])("where it is cut off at %d of its length", async (share) => {
    const whole = readFileSync(write("whole.parquet", good(2500)));
    const cut = whole.subarray(0, Math.floor(whole.length * share));
    expect(await refusal(place.file("cut.parquet", cut))).toMatch(
      /^cut\.parquet: this is no complete Parquet file/,
    );
  });

  test("where its data are damaged though its footer is whole", async () => {
    const whole = Uint8Array.from(readFileSync(write("whole.parquet", good(2500))));
    whole.fill(0xff, 40, whole.length >> 1);
    expect(await refusal(place.file("damaged.parquet", whole))).toMatch(
      /^damaged\.parquet: rows \d+ to \d+, column [A-Z_]+ cannot be read/,
    );
  });

  test.each([
    ["empty", ""],
    ["a CSV file", toCsv(good(5))],
    ["its mark alone", "PAR1PAR1"],
    ["marks around nothing", `PAR1${"\0".repeat(20)}PAR1`],
  ])("where it is no Parquet file but %s", async (_, content) => {
    expect(await refusal(place.file("none.parquet", content))).toMatch(
      /^none\.parquet: this is no complete Parquet file/,
    );
  });
});
