import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Flaw, readHeader, readRow } from "../../src/ingest/reading.ts";
import type { RawValue } from "../../src/ingest/value.ts";
import { sionyu } from "../../src/site/registry/1-sionyu.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import { COMPONENTS, type Column, type Component, type Site } from "../../src/site/site.ts";

const TIME = "2022-05-10T00:00:00+09:00";
const UTC = "2022-05-09T15:00:00.000000Z";

type Flaws = { flaws: { field: string; reason: string }[] };

/** The English reasons of what is wrong; every one must have a Korean twin. */
function inEnglish<T extends object>(result: T | { flaws: Flaw[] }): T | Flaws {
  if (!("flaws" in result)) return result;
  const flaws = (result as { flaws: Flaw[] }).flaws.map(({ field, reason }) => {
    expect(reason.ko).toMatch(/[가-힣]/);
    return { field, reason: reason.en };
  });
  return { flaws };
}

const header = (names: readonly string[], component: Component = "bank", site: Site = panli) =>
  inEnglish<{ columns: Column[] }>(readHeader(site, component, names));

/** Reads a row given by the names of its columns. */
const read = (row: Record<string, RawValue>, component: Component = "bank", site: Site = panli) => {
  const result = header(Object.keys(row), component, site);
  if ("flaws" in result) throw new Error(JSON.stringify(result));
  return inEnglish<{ values: (string | null)[] }>(
    readRow(result.columns, Object.values(row), site, component),
  );
};

/** Reads one value of a bank's row; its text for the database, or the reason against it. */
const readValue = (column: string, value: RawValue): string | null | undefined => {
  const result = read({ TIMESTAMP: TIME, BANK_ID: 1, [column]: value });
  return "values" in result ? result.values[2] : `✗ ${result.flaws[0]?.reason}`;
};

describe("readHeader", () => {
  it.each(COMPONENTS)(
    "takes the columns of %s by their names in any case and order",
    (component) => {
      const columns = panli.components[component];
      const names = columns.map(({ name }) => name);
      expect(header(names, component)).toEqual({ columns });
      const lower = names.map((name) => name.toLowerCase());
      expect(header(lower, component)).toEqual({ columns });
      expect(header(names.toReversed(), component)).toEqual({ columns: columns.toReversed() });
    },
  );

  it("takes names with white space around them, and some of the columns", () => {
    expect(header([" timestamp", "bank_id ", "\tbank_soc"])).toMatchObject({
      columns: [{ name: "TIMESTAMP" }, { name: "BANK_ID" }, { name: "BANK_SOC" }],
    });
  });

  it("misses each key column that is not there", () => {
    const reason = "key column is missing";
    expect(header(["RACK_SOC", "BANK_ID"], "rack")).toEqual({
      flaws: [
        { field: "RACK_ID", reason },
        { field: "TIMESTAMP", reason },
      ],
    });
  });

  it("names an unknown column as it was given, and the one that may be meant", () => {
    expect(header(["TIMESTAMP", "BANK_ID", "bank_sco"])).toEqual({
      flaws: [
        {
          field: "bank_sco",
          reason: "is not a column of bank at site 2. Did you mean BANK_SOC?",
        },
      ],
    });
    expect(header(["TIMESTAMP", "BANK_ID", "weather"])).toEqual({
      flaws: [{ field: "weather", reason: "is not a column of bank at site 2" }],
    });
  });

  it("refuses a column that is there twice, be it in another case", () => {
    expect(header(["TIMESTAMP", "BANK_ID", "BANK_SOC", "bank_soc"])).toEqual({
      flaws: [{ field: "bank_soc", reason: "appears more than once" }],
    });
  });

  it("tells all that is wrong at once", () => {
    const result = header(["BANK_ID", "bank_id", "nonsense"]);
    expect("flaws" in result && result.flaws.map(({ field }) => field)).toEqual([
      "bank_id",
      "nonsense",
      "TIMESTAMP",
    ]);
  });
});

describe("readRow", () => {
  it("gives the values' texts in the order of the columns, times in UTC", () => {
    expect(read({ bank_soc: "55.5", BANK_ID: "2", TIMESTAMP: TIME })).toEqual({
      values: ["55.5", "2", UTC],
    });
  });

  it.each(["", "  ", "NaN", "nan", "NULL", "null", "None", null, undefined, Number.NaN])(
    "takes %j for a missing value",
    (missing) => {
      for (const column of [
        "BANK_SOC",
        "BATTERY_STATUS_FOR_RUN",
        "MASTER_RACK_COMMUNICATION_FAULT",
      ])
        expect(readValue(column, missing), column).toBeNull();
    },
  );

  it.each(["TIMESTAMP", "BANK_ID", "RACK_ID"])("refuses a missing %s", (key) => {
    const row = { TIMESTAMP: TIME, BANK_ID: 1, RACK_ID: 1, RACK_SOC: 5 };
    expect(read({ ...row, [key]: "" }, "rack")).toEqual({
      flaws: [{ field: key, reason: "key column must not be empty" }],
    });
  });

  it("tells all that is wrong with a row", () => {
    const result = read({ TIMESTAMP: "?", BANK_ID: 1.5, BANK_SOC: "full" });
    expect("flaws" in result && result.flaws.map(({ field }) => field)).toEqual([
      "TIMESTAMP",
      "BANK_ID",
      "BANK_SOC",
    ]);
  });
});

describe("a number", () => {
  it.each<[RawValue, string]>([
    ["55.5", "55.5"],
    [" 55.5 ", "55.5"],
    ["+5", "+5"],
    ["-.5", "-.5"],
    ["5.", "5."],
    ["1e3", "1e3"],
    ["1.5E-3", "1.5E-3"],
    [55.5, "55.5"],
    [7n, "7"],
    [true, "1"],
    [false, "0"],
    ["1e-400", "0"],
  ])("is read from %s", (value, text) => {
    expect(readValue("BANK_SOC", value)).toBe(text);
  });

  it.each<RawValue>([
    "full",
    "5 5",
    "5,5",
    "0x10",
    "1e",
    ".",
    "-",
    "Infinity",
    "1e400",
    Number.POSITIVE_INFINITY,
    "٣",
    new Date(0),
    { a: 1 },
  ])("is not read from %s", (value) => {
    expect(readValue("BANK_SOC", value)).toMatch(/^✗ ".+" is not a number\. Example: 3\.721$/);
  });

  it("keeps its value, whatever it is", () => {
    const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(numbers, fc.boolean(), (number, asText) => {
        const text = readValue("BANK_SOC", asText ? String(number) : number);
        expect(Number(text), String(text)).toBe(number + 0);
      }),
    );
  });
});

describe("a whole number", () => {
  it.each<[RawValue, string]>([
    ["1", "1"],
    ["1.0", "1"],
    ["-3", "-3"],
    ["1e2", "100"],
    [2_147_483_647, "2147483647"],
    [3n, "3"],
    [true, "1"],
  ])("is read from %s", (value, text) => {
    expect(readValue("BATTERY_STATUS_FOR_RUN", value)).toBe(text);
  });

  it.each<RawValue>([1.5, "1.5", "one", 2_147_483_648, "99999999999", "1e10", "0x1", { a: 1 }])(
    "is not read from %s",
    (value) => {
      expect(readValue("BATTERY_STATUS_FOR_RUN", value)).toMatch(
        /^✗ ".+" is not a 32-bit integer\. Example: 1$/,
      );
    },
  );
});

describe("a time", () => {
  const time = (value: RawValue) => {
    const result = read({ TIMESTAMP: value, BANK_ID: 1 });
    return "values" in result ? result.values[0] : `✗ ${result.flaws[0]?.reason}`;
  };

  it.each<[string, RawValue, string]>([
    ["text with an offset", TIME, UTC],
    ["wall clock of the site", " 2022-05-10 00:00:00 ", UTC],
    ["text with microseconds", "2022-05-10 00:00:00.000001", "2022-05-09T15:00:00.000001Z"],
    ["a Date", new Date(TIME), UTC],
    ["milliseconds since 1970", Date.parse(TIME), UTC],
    ["milliseconds with a fraction", Date.parse(TIME) + 0.125, "2022-05-09T15:00:00.000125Z"],
    ["milliseconds with dust", Date.parse(TIME) + 0.0003, UTC],
  ])("is read from %s", (_, value, text) => {
    expect(time(value)).toBe(text);
  });

  it.each<RawValue>([
    "yesterday",
    "2022-02-30",
    "2022-05-10T25:00",
    "1652108400",
    1_652_108_400,
    new Date(Number.NaN),
    new Date("1989-01-01"),
    new Date("2101-01-02"),
    Number.POSITIVE_INFINITY,
    1_652_108_400_000n,
    true,
    { at: 1 },
  ])("is not read from %s", (value) => {
    expect(time(value)).toMatch(
      /^✗ ".+" is not a time between 1990 and 2100\. Example: 2022-05-10T/,
    );
  });
});

describe("an object of flags", () => {
  const json = '{"rack1":0,"rack2":1}';
  const flags = (value: RawValue) => readValue("MASTER_RACK_COMMUNICATION_FAULT", value);

  it.each<[string, RawValue, string]>([
    ["JSON", '{"rack1": 0, "rack2": 1}', json],
    ["a Python literal", "{'rack1': 0, 'rack2': 1}", json],
    ["an object", { rack1: 0, rack2: 1 }, json],
    [
      "a Python literal with words",
      "{'a': None, 'b': True, 'c': False}",
      '{"a":null,"b":true,"c":false}',
    ],
    ["JSON with an apostrophe", `{"it's": 1}`, `{"it's":1}`],
    ["an empty object", "{}", "{}"],
  ])("is read from %s", (_, value, text) => {
    expect(flags(value)).toBe(text);
    expect(flags(value), "the second time").toBe(text);
  });

  it.each<RawValue>(["[1]", "5", "'rack1'", "{'rack1': }", "{rack1: 0}", 5, true, [1, 2]])(
    "is not read from %s",
    (value) => {
      const refused = /^✗ ".+" is not an object\. Example: \{"rack1": 0, "rack2": 0\}$/;
      expect(flags(value)).toMatch(refused);
      expect(flags(value), "the second time").toMatch(refused);
    },
  );

  it("is shown in a message no longer than a line", () => {
    expect(flags("x".repeat(10_000))?.length).toBeLessThan(150);
  });
});

describe("a bank or rack", () => {
  const at = (bank: RawValue, rack: RawValue) =>
    read({ TIMESTAMP: TIME, BANK_ID: bank, RACK_ID: rack }, "rack");

  it.each([
    [1, 1],
    [1, 9],
    [2, 8],
  ])("of the site is taken: bank %d, rack %d", (bank, rack) => {
    expect(at(bank, rack)).toEqual({ values: [UTC, String(bank), String(rack)] });
  });

  it.each([0, -1, 3])("that the site does not have is refused: bank %d", (bank) => {
    const flaws = [
      { field: "BANK_ID", reason: `site 2 has no bank ${bank}. Available banks: 1, 2` },
    ];
    expect(at(bank, 1)).toEqual({ flaws });
    expect(read({ TIMESTAMP: TIME, BANK_ID: bank })).toEqual({ flaws });
  });

  it.each([
    [1, 10, 9],
    [2, 9, 8],
    [1, 0, 9],
    [1, -1, 9],
  ])("that the site does not have is refused: bank %d, rack %d", (bank, rack, racks) => {
    const reason = `bank ${bank} has no rack ${rack}. Available racks: 1–${racks}`;
    expect(at(bank, rack)).toEqual({ flaws: [{ field: "RACK_ID", reason }] });
  });

  it("is not asked of a component that has none", () => {
    expect(read({ TIMESTAMP: TIME, ACTIVE_POWER_TOTAL: 1 }, "etc")).toEqual({ values: [UTC, "1"] });
  });

  it("may be missing where it is no key", () => {
    const row = { TIMESTAMP: TIME, BANK_ID: null, SENSOR1_TEMPERATURE: 20 };
    expect(read(row, "etc", sionyu)).toEqual({ values: [UTC, null, "20"] });
  });
});

describe("any row", () => {
  const raw = fc.oneof(
    fc.string(),
    fc.double(),
    fc.bigInt(),
    fc.boolean(),
    fc.date({ noInvalidDate: false }),
    fc.dictionary(fc.string(), fc.anything()),
    fc.constantFrom(null, undefined),
  );
  const columns = panli.components.rack as Column[];

  it("is read or refused with reasons, without a throw", () => {
    const rows = fc.array(raw, { minLength: columns.length, maxLength: columns.length });
    fc.assert(
      fc.property(rows, (row) => {
        const result = readRow(columns, row, panli, "rack");
        if ("values" in result) expect(result.values).toHaveLength(columns.length);
        else expect(result.flaws.every(({ field, reason }) => field && reason)).toBe(true);
      }),
    );
  });
});
