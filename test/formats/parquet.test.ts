import fc from "fast-check";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { describe, expect, it, test } from "vitest";
import { mostParquetRows, parquetPieces } from "../../src/response/formats/parquet/file.ts";
import { keyValues, type Table } from "../../src/response/formats/parquet/metadata.ts";
import { numberAt } from "../../src/response/formats/parquet/values.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import { double, integer, jsonText, timestamp } from "../../src/site/registry/columns/column.ts";

const columns = [
  timestamp("TIMESTAMP", "", ""),
  integer("BANK_ID", "", ""),
  double("BANK_SOC", "", "", "%"),
  jsonText("FAULT", "", ""),
];
const table: Table = { site: panli, component: "bank", columns };
const T = 1_652_108_400_123_456;

const chunk = (...lines: string[]) => ({
  bytes: new TextEncoder().encode(lines.join("\n")),
  rows: lines.length,
});

async function fileOf(of: Table, ...chunks: ReturnType<typeof chunk>[]) {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const source = (async function* () {
    // The memory of a chunk is written over by the next one.
    const memory = new Uint8Array(Math.max(...chunks.map(({ bytes }) => bytes.length), 0));
    for (const { bytes, rows } of chunks) {
      memory.set(bytes);
      yield { bytes: memory.subarray(0, bytes.length), rows };
      memory.fill(0);
    }
  })();
  for await (const piece of parquetPieces(of, source)) pieces.push(new Uint8Array(piece));
  return new Blob(pieces).arrayBuffer();
}

const rowsIn = (file: ArrayBuffer) => parquetReadObjects({ file, compressors });

describe("a Parquet file", () => {
  it("is read back by another reader as the rows that went in", async () => {
    const file = await fileOf(
      table,
      chunk(`${T}\t1\t55.2\t{"rack1":0}`, `${T}\t2\t-0.001\t{"rack1":1}`),
      chunk(`${T + 1_000_000}\t1\t1.5e-07\t`, `${T + 1_000_000}\t\t\t{"뱅크":0}`),
    );
    const at = (micros: number) => new Date(Math.floor(micros / 1000));
    expect(await rowsIn(file)).toEqual([
      { timestamp: at(T), bank_id: 1, bank_soc: 55.2, fault: '{"rack1":0}' },
      { timestamp: at(T), bank_id: 2, bank_soc: -0.001, fault: '{"rack1":1}' },
      { timestamp: at(T + 1e6), bank_id: 1, bank_soc: 1.5e-7, fault: null },
      { timestamp: at(T + 1e6), bank_id: null, bank_soc: null, fault: '{"뱅크":0}' },
    ]);
  });

  it("takes texts from memory that the next ones are written into", async () => {
    const texts = [0, 1, 0, 2].map((flag) => `{"rack1":${flag}}`);
    const file = await fileOf(table, ...texts.map((text) => chunk(`${T}\t1\t1\t${text}`)));
    expect((await rowsIn(file)).map((row) => row["fault"])).toEqual(texts);
  });

  it("keeps the microseconds of times, as instants of UTC", async () => {
    const file = await fileOf(table, chunk(`${T}\t1\t1\t`));
    const [row] = await parquetReadObjects({
      file,
      compressors,
      parsers: { timestampFromMicroseconds: (micros: bigint) => micros },
    });
    expect(row?.["timestamp"]).toBe(BigInt(T));
    const element = parquetMetadata(file).schema.find(({ name }) => name === "timestamp");
    expect(element?.logical_type).toMatchObject({ isAdjustedToUTC: true, unit: "MICROS" });
  });

  it("without a row has its columns", async () => {
    const file = await fileOf(table);
    const { num_rows, schema } = parquetMetadata(file);
    expect(num_rows).toBe(0n);
    expect(schema.slice(1).map(({ name, type }) => `${name} ${type}`)).toEqual([
      "timestamp INT64",
      "bank_id INT32",
      "bank_soc DOUBLE",
      "fault BYTE_ARRAY",
    ]);
  });

  it("holds rows of one column, the missing ones at its end too", async () => {
    const [, , soc = double("", "", "")] = columns;
    const file = await fileOf({ ...table, columns: [soc] }, chunk("1", "", ""), chunk(""));
    expect(await rowsIn(file)).toEqual([1, null, null, null].map((value) => ({ bank_soc: value })));
  });

  it("begins to go out before the rows have ended, one row group after the other", async () => {
    const lines = Array.from({ length: 50_000 }, (_, i) => `${T + i}\t1\t${i / 10}\t`);
    let asked = 0;
    const source = (async function* () {
      for (; asked < 5; asked++) yield chunk(...lines);
    })();
    const pieces = parquetPieces(table, source);
    await pieces.next();
    expect(asked).toBe(1); // the second chunk fills the first group
    const sizes: number[] = [];
    for await (const piece of pieces) sizes.push(piece.length);
    expect(sizes).toHaveLength(2);
    const file = await fileOf(table, ...Array.from({ length: 5 }, () => chunk(...lines)));
    expect(parquetMetadata(file).row_groups.map(({ num_rows }) => num_rows)).toEqual([
      100_000n,
      100_000n,
      50_000n,
    ]);
    const rows = await rowsIn(file);
    expect(rows).toHaveLength(250_000);
    expect(rows.at(-1)).toMatchObject({ bank_soc: 4999.9 });
  });

  it("passes the failure of its rows on", async () => {
    const source = (async function* () {
      yield chunk(`${T}\t1\t1\t`);
      throw new Error("the database went away");
    })();
    await expect(Array.fromAsync(parquetPieces(table, source))).rejects.toThrow("went away");
  });

  it("may have the fewer rows the more columns it has", () => {
    expect(mostParquetRows(51)).toBeGreaterThan(2_400_000);
    expect(mostParquetRows(51)).toBeLessThan(mostParquetRows(50));
    expect(mostParquetRows(1)).toBe(mostParquetRows(2));
  });
});

describe("what a Parquet file says of itself", () => {
  const read = (of: Table) =>
    Object.fromEntries(keyValues(of).map(({ key, value }) => [key, JSON.parse(value ?? "null")]));

  it("is its site, its source, its range and its units", async () => {
    const of = { ...table, bank: 1, start: T, end: T + 1 };
    expect(read(of)).toEqual({
      "ess.site": { id: 2, name: panli.name, time_zone: "Asia/Seoul" },
      "ess.source": { component: "bank", bank_id: 1, rack_id: null },
      "ess.range": { start: "2022-05-09T15:00:00.123456Z", end: "2022-05-09T15:00:00.123457Z" },
      "ess.units": { bank_soc: "%" },
      "ess.deidentified": false,
    });
    const { key_value_metadata } = parquetMetadata(await fileOf(of));
    expect(key_value_metadata).toEqual(keyValues(of));
  });

  it("tells nothing of hidden columns, whose names stand nowhere in the file", async () => {
    const hidden = {
      ...double("RACK_FAULT_LIMIT", "한계", "Limit of a fault", "V"),
      wire: "bk_1a2b",
    };
    const of = { ...table, columns: [...columns, hidden], isDeidentified: true };
    expect(read(of)["ess.units"]).toEqual({ bank_soc: "%" });
    const text = new TextDecoder("latin1").decode(await fileOf(of, chunk(`${T}\t1\t1\t\t2`)));
    expect(text).toContain("bk_1a2b");
    expect(text.toLowerCase()).not.toContain("limit");
  });
});

test("numbers are read as Number reads them", () => {
  const read = (text: string) =>
    numberAt(new TextEncoder().encode(`x${text}y`), 1, text.length + 1);
  for (const text of [
    "0",
    "-0",
    "-12.5",
    "0.1",
    "1e-05",
    "1.7976931348623157e+308",
    "123456789.123456789",
    "-999999999999999",
    "5e-324",
  ]) {
    expect(read(text), text).toBe(Number(text));
  }
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(read(String(value))).toBe(Number(String(value)));
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.nat(9), (digits, places) => {
      const text = (digits / 10 ** places).toFixed(places);
      expect(read(text)).toBe(Number(text));
    }),
  );
});
