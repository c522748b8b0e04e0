import type { SchemaElement } from "hyparquet";
import { ByteWriter, type ColumnSource, parquetWrite } from "hyparquet-writer";
import { expect, test } from "vitest";
import { bankTable, workplace } from "./support.ts";

const place = workplace();

type Options = Partial<Parameters<typeof parquetWrite>[0]>;

function parquet(columnData: ColumnSource[], options: Options = {}): string {
  const writer = new ByteWriter();
  parquetWrite({ writer, columnData, ...options });
  return place.file("fixture.parquet", writer.getBytes());
}

const column = (name: string, type: SchemaElement["type"], more: Partial<SchemaElement> = {}) => ({
  name,
  type,
  repetition_type: "REQUIRED" as const,
  ...more,
});

type Unit = "MILLIS" | "MICROS" | "NANOS";

/** One row whose time is `value` in a column of Parquet's own type for times. */
const oneTime = (value: bigint, unit: Unit, isAdjustedToUTC: boolean): string =>
  parquet(
    [
      { name: "TIMESTAMP", data: [value] },
      { name: "BANK_ID", data: [1] },
    ],
    {
      schema: [
        { name: "root", num_children: 2 },
        column("TIMESTAMP", "INT64", {
          logical_type: { type: "TIMESTAMP", isAdjustedToUTC, unit },
        }),
        column("BANK_ID", "INT32"),
      ],
    },
  );

const storedTime = async () => {
  const [row] = await place.query(
    `select to_char("TIMESTAMP" at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as at from bank`,
  );
  return row?.at;
};

const MILLIS = BigInt(Date.parse("2022-05-10T09:30:00.125Z"));

test.each([
  ["MILLIS", MILLIS, "2022-05-10 09:30:00.125000"],
  ["MICROS", MILLIS * 1000n + 7n, "2022-05-10 09:30:00.125007"],
  ["NANOS", MILLIS * 1_000_000n + 7_999n, "2022-05-10 09:30:00.125007"],
] as const)("an instant in %s keeps its microseconds", async (unit, value, utc) => {
  await place.import(oneTime(value, unit, true));
  expect(await storedTime()).toBe(utc);
});

test.each([
  ["MILLIS", MILLIS, "2022-05-10 00:30:00.125000"],
  ["MICROS", MILLIS * 1000n + 7n, "2022-05-10 00:30:00.125007"],
  ["NANOS", MILLIS * 1_000_000n + 7_999n, "2022-05-10 00:30:00.125007"],
] as const)("a time without zone in %s is wall clock of the site", async (unit, value, utc) => {
  await place.import(oneTime(value, unit, false));
  expect(await storedTime()).toBe(utc);
});

test.each([true, false])("a time beyond every calendar is refused (instant: %s)", async (isUtc) => {
  await expect(place.import(oneTime(2n ** 62n, "MILLIS", isUtc))).rejects.toThrow(
    /fixture\.parquet, line 1, column TIMESTAMP: ".+" is not a time between 1990 and 2100/,
  );
});

test("rows are numbered through all row groups in messages", async () => {
  const { header, rows } = bankTable(30);
  const columnData = header.map((name, i) => ({ name, data: rows.map((row) => row[i] ?? null) }));
  const socs = columnData[2]?.data as unknown[];
  socs[24] = Number.POSITIVE_INFINITY;
  await expect(place.import(parquet(columnData, { rowGroupSize: 10 }))).rejects.toThrow(
    /fixture\.parquet, line 25, column BANK_SOC: "Infinity" is not a number/,
  );
  socs[24] = 50;
  const summary = await place.import(parquet(columnData, { rowGroupSize: 10 }));
  expect(summary).toMatchObject({ rows: 30, inserted: 30 });
});

test("integers of 64 bits, booleans and text are taken where they fit the column", async () => {
  const path = parquet([
    { name: "TIMESTAMP", data: ["2022-05-10"], type: "STRING" },
    { name: "BANK_ID", data: [2n], type: "INT64" },
    { name: "BANK_SOC", data: [55n], type: "INT64" },
    { name: "BANK_SOH", data: ["99.5"], type: "STRING" },
    { name: "BATTERY_STATUS_FOR_RUN", data: [true], type: "BOOLEAN" },
    { name: "EMERGENCY_STATUS", data: [3], type: "DOUBLE" },
    { name: "MASTER_RACK_COMMUNICATION_FAULT", data: [{ rack1: 0 }], type: "JSON" },
  ]);
  await place.import(path);
  const [row] = await place.query(
    `select "BANK_ID" as bank, "BANK_SOC" as soc, "BANK_SOH" as soh, "BATTERY_STATUS_FOR_RUN" as run,
      "EMERGENCY_STATUS" as emergency, "MASTER_RACK_COMMUNICATION_FAULT" as flags from bank`,
  );
  expect(row).toEqual({
    bank: 2,
    soc: 55,
    soh: 99.5,
    run: 1,
    emergency: 3,
    flags: '{"rack1":0}',
  });
});
