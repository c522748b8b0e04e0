import { describe, expect, test } from "vitest";
import { withClient } from "../../../dev/database/migrate.ts";
import { load } from "../../../dev/import/load.ts";
import { panli } from "../../../src/site/registry/2-panli.ts";
import { bankTable, type Table, toCsv, workplace } from "./support.ts";

const place = workplace();

/** Imports lines of CSV under a header of the bank's key and the columns named. */
const importLines = (columns: string, ...lines: string[]) =>
  place.import(
    place.file(
      "lines.csv",
      [`TIMESTAMP,BANK_ID${columns}`, ...lines].map((l) => `${l}\n`).join(""),
    ),
  );

const stored = (columns: string) =>
  place.query(`select ${columns} from bank order by "TIMESTAMP", "BANK_ID"`);

describe("a file that is imported again", () => {
  test.each(["csv", "csv.gz", "parquet"])("changes nothing as .%s", async (ending) => {
    const path = place.write(`same.${ending}`, bankTable(100));
    await place.import(path);
    const before = await place.state();
    expect(await place.import(path)).toEqual({
      rows: 100,
      inserted: 0,
      updated: 0,
      unchanged: 100,
      repeated: 0,
    });
    expect(await place.state()).toEqual(before);
  });

  test("changes nothing in another format with names in another case", async () => {
    await place.import(place.write("one.parquet", bankTable(20)));
    const { header, rows } = bankTable(20);
    const csv = place.write("two.csv", { header: header.map((n) => n.toLowerCase()), rows });
    expect(await place.import(csv)).toMatchObject({ inserted: 0, updated: 0, unchanged: 20 });
  });

  test("updates the rows whose values were corrected, and counts them", async () => {
    await place.import(place.write("first.csv", bankTable(10)));
    const { header, rows } = bankTable(10);
    const corrected = rows.map((row, i) => (i < 3 ? row.with(2, 99 + i) : row));
    expect(await place.import(place.write("second.csv", { header, rows: corrected }))).toEqual({
      rows: 10,
      inserted: 0,
      updated: 3,
      unchanged: 7,
      repeated: 0,
    });
    expect((await stored('"BANK_SOC" as soc')).slice(0, 4).map(({ soc }) => soc)).toEqual([
      99, 100, 101, 50.375,
    ]);
  });

  test("adds the rows that are new beside those that changed and those that did not", async () => {
    await place.import(place.write("first.csv", bankTable(10)));
    const next = bankTable(10, { from: 5, soc: 50.625 }); // five seconds on, so that values agree
    const rows = next.rows.map((row, i) => (i === 0 ? row.with(3, 7) : row.with(4, null)));
    const summary = await place.import(place.write("next.csv", { header: next.header, rows }));
    expect(summary.inserted).toBe(5);
    expect(summary.updated + summary.unchanged).toBe(5);
    expect(summary.updated).toBeGreaterThan(0);
    expect(await stored("1")).toHaveLength(15);
  });

  test("counts a value that goes missing, or comes, as an update", async () => {
    await importLines(",BANK_SOC", "2022-05-10,1,50", "2022-05-10,2,");
    expect(await importLines(",BANK_SOC", "2022-05-10,1,", "2022-05-10,2,60")).toMatchObject({
      updated: 2,
      unchanged: 0,
    });
    expect(await stored('"BANK_SOC" as soc')).toEqual([{ soc: null }, { soc: 60 }]);
  });

  test("leaves the revision and the time of a row that does not change, and counts a correction", async () => {
    await importLines(",BANK_SOC", "2022-05-10,1,50", "2022-05-10,2,60");
    const log = () => stored("ess_revision as revision, ess_written as written");
    const [first, second] = await log();
    await importLines(",BANK_SOC", "2022-05-10,1,50", "2022-05-10,2,61");
    const [one, two] = await log();
    expect(one).toEqual(first);
    expect(two?.revision).toBe(1);
    expect(two?.written.getTime()).toBeGreaterThan(second?.written.getTime());
  });

  test("leaves the columns alone that it does not have", async () => {
    await importLines(",BANK_SOC,BANK_SOH", "2022-05-10,1,50,98");
    expect(await importLines(",BANK_SOC", "2022-05-10,1,55")).toMatchObject({ updated: 1 });
    expect(await importLines("", "2022-05-10,1")).toMatchObject({ updated: 0, unchanged: 1 });
    expect(await stored('"BANK_SOC" as soc, "BANK_SOH" as soh')).toEqual([{ soc: 55, soh: 98 }]);
  });
});

describe("two rows with one key in a file", () => {
  test("count as one, whose values are the later row's", async () => {
    const lines = ["2022-05-10,1,50", "2022-05-10,2,60", "2022-05-10T00:00+09:00,1,51"];
    expect(await importLines(",BANK_SOC", ...lines)).toEqual({
      rows: 3,
      inserted: 2,
      updated: 0,
      unchanged: 0,
      repeated: 1,
    });
    expect(await stored('"BANK_SOC" as soc')).toEqual([{ soc: 51 }, { soc: 60 }]);
    expect(await importLines(",BANK_SOC", ...lines)).toEqual({
      rows: 3,
      inserted: 0,
      updated: 0,
      unchanged: 2,
      repeated: 1,
    });
  });

  test("are told apart by place, however far the one is from the other", async () => {
    const { header, rows } = bankTable(5000);
    const last = bankTable(1, { soc: 10 }).rows;
    await place.import(place.write("far.csv", { header, rows: [...rows, ...last] }));
    expect((await stored('"BANK_SOC" as soc'))[0]).toEqual({ soc: 10 });
    const turned: Table = { header, rows: [...last, ...rows] };
    await place.import(place.write("far.csv", turned));
    expect((await stored('"BANK_SOC" as soc'))[0]).toEqual({ soc: 50 });
  });
});

describe("the months of rows", () => {
  const partitions = async () =>
    (
      await place.query(
        `select tableoid::regclass::text as part, count(*)::int as rows from bank group by 1 order by 1`,
      )
    ).map(({ part, rows }) => `${part}: ${rows}`);

  test("get partitions by themselves, cut at midnight of the site's wall clock", async () => {
    await importLines(
      "",
      "2021-11-30T23:59:59.999999,1",
      "2021-12-01,1",
      "2021-12-31T23:59:59.999999,1",
      "2022-01-01T00:00+09:00,1",
      "2022-03-10,1",
      "2021-12-31T15:00:00Z,2",
    );
    expect(await partitions()).toEqual([
      "bank_202111: 1",
      "bank_202112: 2",
      "bank_202201: 2",
      "bank_202203: 1",
    ]);
  });

  test("may come in any order and from several imports at once", async () => {
    const months = Array.from(
      { length: 12 },
      (_, i) => `2019-${String(i + 1).padStart(2, "0")}-15`,
    );
    const orders = [months, months.toReversed(), months.toSorted(() => -1), months];
    const summaries = await Promise.all(
      orders.map((order, i) =>
        place.import(
          place.file(
            `at-once-${i}.csv`,
            toCsv({ header: ["TIMESTAMP", "BANK_ID"], rows: order.map((day) => [day, 1]) }),
          ),
        ),
      ),
    );
    expect(summaries.map(({ inserted }) => inserted).toSorted((a, b) => a - b)).toEqual([
      0, 0, 0, 12,
    ]);
    expect(await partitions()).toHaveLength(12);
  });
});

describe("an import that the database ends in the middle", () => {
  const whileImporting = (sql: string) =>
    withClient(place.url(), async (client) => {
      const { rows: found } = await client.query("select pg_backend_pid() as pid");
      const { header, rows } = bankTable(20_000, { from: 100 });
      async function* batches() {
        for (let i = 0; i < rows.length; i += 1000) {
          if (i === 10_000) await place.query(`select ${sql}(${found[0]?.pid})`);
          yield { firstLine: i + 2, rows: rows.slice(i, i + 1000) };
        }
      }
      const source = { name: "rows", header, batches: batches(), progress: () => 0 };
      return load(client, panli, "bank", source);
    });

  test.each([
    ["pg_cancel_backend", /canceling statement due to user request/],
    ["pg_terminate_backend", /terminat|EPIPE|ECONNRESET/],
  ])("by %s fails with the reason and changes nothing", async (sql, reason) => {
    await place.import(place.write("before.csv", bankTable(5)));
    const before = await place.state();
    await expect(whileImporting(sql)).rejects.toThrow(reason);
    expect(await place.state()).toEqual(before);
  });
});
