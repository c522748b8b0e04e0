import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bankTable, lowerCase } from "../dev/import/support.ts";
import {
  bodyOf,
  type Format,
  ingestWorld,
  NOTHING,
  refused,
  send,
  taken,
} from "./support/ingest.ts";

/* Readings over HTTP into an empty database of site 2: what is taken, in which form, and what becomes of it. */

let world: Awaited<ReturnType<typeof ingestWorld>>;
beforeAll(async () => {
  world = await ingestWorld();
});
afterAll(() => world?.stop());
beforeEach(() => world.query("truncate bank, rack, pcs, etc"));

const FORMATS: Format[] = ["json", "ndjson", "csv"];
const url = () => world.runtime.url;
const stored = (columns: string) =>
  world.query(`select ${columns} from bank order by "TIMESTAMP", "BANK_ID"`);
const csv = (...lines: string[]) => lines.map((line) => `${line}\n`).join("");
const SOC = "timestamp,bank_id,bank_soc";

describe("rows that are right", () => {
  test.each(
    FORMATS.flatMap((format) =>
      [false, true].flatMap((gzip) => [false, true].map((lower) => ({ format, gzip, lower }))),
    ),
  )(
    "are taken as $format, gzip $gzip, names in lower case $lower",
    async ({ format, gzip, lower }) => {
      const table = lower ? lowerCase(bankTable(50)) : bankTable(50);
      const answer = await taken(send(url(), bodyOf(table, format), { format, gzip }));
      expect(answer).toEqual({ ...NOTHING, inserted: 50 });
      const rows = await stored(
        `to_char("TIMESTAMP" at time zone 'Asia/Seoul', 'HH24:MI:SS') as at, "BANK_SOC" as soc, "BATTERY_STATUS_FOR_RUN" as run, "MASTER_RACK_COMMUNICATION_FAULT" as fault`,
      );
      expect(rows).toHaveLength(50);
      expect(rows[3]).toEqual({
        at: "00:00:03",
        soc: 50.375,
        run: 1,
        fault: '{"rack1":0,"rack2":1}',
      });
      expect(rows[4]).toMatchObject({ soc: null });
    },
  );

  test.each([
    ["rack", "timestamp,bank_id,rack_id,rack_soc", "2022-05-10,2,8,50"],
    ["pcs", "timestamp,ai_pac", "2022-05-10,50"],
    ["etc", "timestamp,sensor1_temperature", "2022-05-10,20"],
  ])("are taken of %s", async (component, header, row) => {
    expect(await taken(send(url(), csv(header, row), { component }))).toEqual({
      ...NOTHING,
      inserted: 1,
    });
    expect(await world.query(`select from ${component}`)).toHaveLength(1);
  });

  test("are served at once by the lists", async () => {
    await taken(send(url(), csv(SOC, "2022-05-10T12:00:00Z,1,55.5")));
    const latest = await fetch(
      `${url()}/api/ess/operating-sites/2/banks/1/latest/?fields=timestamp,bank_soc`,
    );
    expect(await latest.json()).toEqual({ timestamp: "2022-05-10T21:00:00+09:00", bank_soc: 55.5 });
  });

  test("are taken with a byte order mark, blank lines, and objects whose fields stand in another order", async () => {
    expect(await taken(send(url(), `\ufeff${csv(SOC, "", "2022-05-10,1,1", "")}`))).toMatchObject({
      inserted: 1,
    });
    const objects = `\ufeff\n{"timestamp":"2022-05-11","bank_id":1,"bank_soc":2}\r\n\n{"BANK_SOC":3,"BANK_ID":1,"TIMESTAMP":"2022-05-12"}`;
    expect(await taken(send(url(), objects, { format: "ndjson" }))).toMatchObject({ inserted: 2 });
    expect((await stored('"BANK_SOC" as soc')).map(({ soc }) => soc)).toEqual([1, 2, 3]);
  });

  test("may be none: an empty array, a header alone, blank lines", async () => {
    expect(await taken(send(url(), " [ ] ", { format: "json" }))).toEqual(NOTHING);
    expect(await taken(send(url(), csv(SOC)))).toEqual(NOTHING);
    expect(await taken(send(url(), "\n\n", { format: "ndjson" }))).toEqual(NOTHING);
  });

  test("make the months of the site's wall clock that they lie in", async () => {
    await taken(send(url(), csv(SOC, "2021-01-31T14:59:59Z,1,1", "2021-01-31T15:00:00Z,1,1")));
    const months = await world.query(
      "select tableoid::regclass::text as month from bank order by 1",
    );
    expect(months.map(({ month }) => month)).toEqual(["bank_202101", "bank_202102"]);
  });
});

describe("rows that are there already", () => {
  const rows = ["2022-05-10T00:00,1,50", "2022-05-10T00:01,1,51", "2022-05-10T00:00,2,60"];
  const log = () =>
    stored('"BANK_SOC" as soc, ess_revision as revision, ess_written as written, ess_quality as q');

  test.each(FORMATS)("change nothing as %s, and the answer says so", async (format) => {
    const body = bodyOf(bankTable(20), format);
    await taken(send(url(), body, { format }));
    const before = await world.query("select *, ctid from bank order by 1, 2");
    expect(await taken(send(url(), body, { format }))).toEqual({ ...NOTHING, unchanged: 20 });
    expect(await world.query("select *, ctid from bank order by 1, 2")).toEqual(before);
  });

  test("are corrected where a value differs: with a new revision and time, the others with none", async () => {
    await taken(send(url(), csv(SOC, ...rows)));
    const [, , untouched] = await log();
    const answer = await taken(send(url(), csv(SOC, "2022-05-10T00:01,1,52", ...rows.slice(0, 1))));
    expect(answer).toEqual({ ...NOTHING, updated: 1, unchanged: 1 });
    const after = await log();
    expect(after.map(({ soc, revision }) => [soc, revision])).toEqual([
      [50, 0],
      [60, 0],
      [52, 1],
    ]);
    expect(after[2]?.written.getTime()).toBeGreaterThan(untouched?.written.getTime());
    await taken(send(url(), csv(SOC, "2022-05-10T00:01,1,53")));
    expect((await log())[2]).toMatchObject({ soc: 53, revision: 2 });
  });

  test("keep the values of columns that the body does not name", async () => {
    await taken(send(url(), csv(`${SOC},bank_soh`, "2022-05-10,1,50,98")));
    expect(await taken(send(url(), csv(SOC, "2022-05-10,1,51")))).toMatchObject({ updated: 1 });
    expect(await taken(send(url(), csv("timestamp,bank_id", "2022-05-10,1")))).toMatchObject({
      unchanged: 1,
    });
    expect(await stored('"BANK_SOC" as soc, "BANK_SOH" as soh')).toEqual([{ soc: 51, soh: 98 }]);
  });

  test("come late and out of order like any other", async () => {
    await taken(send(url(), csv(SOC, "2022-06-10,1,2", "2022-04-10,1,1")));
    expect(
      await taken(send(url(), csv(SOC, "2022-05-10,1,3", "2020-01-01,2,0", "2022-06-09,1,4"))),
    ).toEqual({ ...NOTHING, inserted: 3 });
    expect(await stored("1")).toHaveLength(5);
  });

  test("count as one where a body has a key twice: the later row's values, wherever it stands", async () => {
    const many = Array.from({ length: 12_000 }, (_, i) => `${1_650_000_000_000 + i * 1000}`);
    const times = many.map((ms) => new Date(Number(ms)).toISOString());
    const first = times.map((time) => `${time},1,1`);
    const answer = await taken(
      send(url(), csv(SOC, ...first, `${times[0]},1,9`, `${times[11_999]},1,8`)),
    );
    expect(answer).toEqual({ ...NOTHING, inserted: 12_000, repeated: 2 });
    const rows = await stored('"BANK_SOC" as soc, ess_revision as revision');
    expect([rows[0], rows[1], rows[11_999]]).toEqual([
      { soc: 9, revision: 0 },
      { soc: 1, revision: 0 },
      { soc: 8, revision: 0 },
    ]);
  });
});

describe("a body with rows that cannot be taken", () => {
  const BAD = csv(
    SOC,
    "2022-05-10T00:00,1,50",
    "2022-05-10T00:01,1,=1+1",
    "yesterday,7,full",
    "2022-05-10T00:02,1",
    "2022-05-10T00:03,9,5",
    "2022-05-10T00:04,1,54",
  );
  const FAULTS = [
    [3, "BANK_SOC", '"=1+1" is not a number. Example: 3.721'],
    [
      4,
      "TIMESTAMP",
      '"yesterday" is not a time between 1990 and 2100. Example: 2022-05-10T09:30:00+09:00',
    ],
    [4, "BANK_SOC", '"full" is not a number. Example: 3.721'],
    [5, "", "has 2 values, but the header line has 3 columns"],
    [6, "BANK_ID", "site 2 has no bank 9. Available banks: 1, 2"],
  ];

  test("is refused as a whole, each fault by line and field, and nothing is written", async () => {
    const problem = await refused(send(url(), BAD), 422);
    expect(problem).toMatchObject({
      code: "rejected_rows",
      detail:
        "4 rows were rejected. Nothing was written. Use on-error=skip to write the valid rows only",
    });
    expect(problem.errors.map(({ line, name, detail }) => [line, name, detail])).toEqual(FAULTS);
    expect(problem.errors.every((error) => error.in === "body" && error.code === "rejected")).toBe(
      true,
    );
    expect(await stored("1")).toEqual([]);
  });

  test("is told of in Korean to who prefers it", async () => {
    const problem = await refused(send(url(), BAD, { headers: { "accept-language": "ko" } }), 422);
    for (const text of [problem.title, problem.detail, ...problem.errors.map((e) => e.detail)]) {
      expect(text).toMatch(/[가-힣]/);
    }
  });

  test("gives its good rows with on-error=skip, and reports the others", async () => {
    const answer = await taken(send(url(), BAD, { query: "?on-error=skip" }));
    expect(answer).toMatchObject({ inserted: 2, rejected: 4 });
    expect(answer.errors.map(({ line, field, reason }) => [line, field, reason])).toEqual(FAULTS);
    expect(await stored('"BANK_SOC" as soc')).toEqual([{ soc: 50 }, { soc: 54 }]);
  });

  test("reports its first hundred faults and the number of all rows", async () => {
    const lines = Array.from({ length: 300 }, (_, i) => `2022-05-10,1,${i % 2 ? "x" : i}`);
    const problem = await refused(send(url(), csv(SOC, ...lines)), 422);
    expect(problem.errors).toHaveLength(100);
    expect(problem.detail).toMatch(/^150 rows/);
    const answer = await taken(send(url(), csv(SOC, ...lines), { query: "?on-error=skip" }));
    expect(answer.errors).toHaveLength(100);
    expect(answer).toMatchObject({ rejected: 150, repeated: 149, inserted: 1 });
  });

  test("with a wrong header is refused in both modes", async () => {
    for (const query of ["", "?on-error=skip"]) {
      const problem = await refused(send(url(), csv("timestamp,bank_sco"), { query }), 422);
      expect(problem.errors.map(({ line, name, detail }) => [line, name, detail])).toEqual([
        [1, "bank_sco", "is not a column of bank at site 2. Did you mean BANK_SOC?"],
        [1, "BANK_ID", "key column is missing"],
      ]);
    }
  });

  test("of objects names the object, be it no object, deep, doubled or with other fields", async () => {
    const good = '{"timestamp":"2022-05-10","bank_id":1,"bank_soc":5}';
    const bad: [string, string, string][] = [
      [
        '{"timestamp":"2022-05-10","bank_id":1,"bank_soc":5,"bank_soc":6}',
        "",
        "has a duplicate name",
      ],
      ["[1]", "", "is not a JSON object"],
      ["null", "", "is not a JSON object"],
      [`{"a":${"[".repeat(50)}${"]".repeat(50)}}`, "", "is nested more than 8 levels deep"],
      [
        '{"timestamp":"2022-05-10","bank_id":1}',
        "BANK_SOC",
        "all rows of a body must have the same fields. Send null for missing values",
      ],
      [
        '{"timestamp":"2022-05-10","bank_id":1,"bank_soc":5,"BANK_SOC":6}',
        "BANK_SOC",
        "appears more than once",
      ],
      [
        '{"timestamp":"2022-05-10","bank_id":1,"bank_soc":{"toString":1,"valueOf":1}}',
        "BANK_SOC",
        '"{"toString":1,"valueOf":1}" is not a number. Example: 3.721',
      ],
      [
        '{"__proto__":{},"timestamp":"2022-05-10","bank_id":1,"bank_soc":1}',
        "__proto__",
        "is not a column of bank at site 2",
      ],
    ];
    const objects = [good, ...bad.map(([text]) => text)];
    for (const [format, body] of [
      ["json", `[${objects.join(",")}]`],
      ["ndjson", objects.join("\n")],
    ] as const) {
      const problem = await refused(send(url(), body, { format }), 422);
      expect(problem.errors.map(({ line, name, detail }) => [line, name, detail])).toEqual(
        bad.map(([, name, detail], i) => [i + 2, name, detail]),
      );
    }
    const lines = [good, "{", good].join("\n");
    expect(await taken(send(url(), lines, { format: "ndjson", query: "?on-error=skip" }))).toEqual({
      ...NOTHING,
      inserted: 1,
      repeated: 1,
      rejected: 1,
      errors: [{ line: 2, field: "", reason: "line is not valid JSON" }],
    });
  });
});

describe("values that cannot be true", () => {
  test("are stored as sent, marked in the row's mask, and counted", async () => {
    const header = "timestamp,bank_id,bank_soc,bank_dc_current,max_cell_voltage_of_bank";
    const rows = [
      "2022-05-10,1,101,0,4",
      "2022-05-10,2,100.5,-3601,9.9",
      "2022-05-11,1,,,",
      "2022-05-12,1,-0.5,3600,1",
    ];
    expect(await taken(send(url(), csv(header, ...rows)))).toEqual({
      ...NOTHING,
      inserted: 4,
      implausible: 2,
    });
    const values = await stored(
      '"BANK_SOC" as soc, "BANK_DC_CURRENT" as a, "MAX_CELL_VOLTAGE_OF_BANK" as v, ess_quality as mask',
    );
    expect(values).toEqual([
      { soc: 101, a: 0, v: 4, mask: "1" },
      { soc: 100.5, a: -3601, v: 9.9, mask: "12" },
      { soc: null, a: null, v: null, mask: "0" },
      { soc: -0.5, a: 3600, v: 1, mask: "0" },
    ]);
  });

  test("are marked whichever way they come in, NaN too", async () => {
    await taken(send(url(), csv(SOC, "2022-05-10,1,50")));
    await world.query(
      `insert into bank ("TIMESTAMP", "BANK_ID", "BANK_SOC", "BANK_SOH") values ('2022-05-10T12:00Z', 1, 'NaN', 'Infinity')`,
    );
    expect((await stored("ess_quality as mask")).map(({ mask }) => mask)).toEqual(["0", "3"]);
  });
});
