import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonArrayTexts, jsonRows } from "../../src/response/formats/json.ts";
import { double, integer, jsonText, timestamp } from "../../src/site/registry/columns/column.ts";
import { type Column, wireName } from "../../src/site/site.ts";

const time = timestamp("TIMESTAMP", "", "");
const count = integer("BANK_ID", "", "");
const soc = double("BANK_SOC", "", "");
const flags = jsonText("MASTER_RACK_COMMUNICATION_FAULT", "", "");
const columns = [time, count, soc, flags];

type Value = number | string | object | null;

/** The text that Postgres renders for a row: fields as they are, nothing for NULL. */
const field = (value: Value): string =>
  value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);

const chunk = (rows: readonly (readonly Value[])[]) => ({
  text: rows.map((row) => row.map(field).join("\t")).join("\n"),
  rows: rows.length,
});

const objects = (rows: readonly (readonly Value[])[], of: readonly Column[] = columns) =>
  rows.map((row) => Object.fromEntries(of.map((column, i) => [wireName(column), row[i]])));

/** The rows as their reader gets them. */
const parsed = (rows: readonly (readonly Value[])[], of: readonly Column[] = columns): unknown => {
  const text = jsonRows(chunk(rows), of, ",");
  try {
    return JSON.parse(`[${text}]`);
  } catch (error) {
    throw new Error(`${(error as Error).message}: ${text}`);
  }
};

const AT = "2022-05-10T00:00:00+09:00";

describe("jsonRows", () => {
  it("writes names in lower case in the order of the columns, and no white space", () => {
    expect(jsonRows(chunk([[AT, 1, 55.5, { rack1: 0 }]]), columns, ",")).toBe(
      `{"timestamp":"${AT}","bank_id":1,"bank_soc":55.5,"master_rack_communication_fault":{"rack1":0}}`,
    );
  });

  it("puts the separator between rows, and at no end", () => {
    expect(jsonRows(chunk([[1], [2], [3]]), [count], "\n")).toBe(
      '{"bank_id":1}\n{"bank_id":2}\n{"bank_id":3}',
    );
  });

  it("gives no text for no rows", () => {
    expect(jsonRows({ text: "", rows: 0 }, columns, ",")).toBe("");
  });

  it.each([
    ["the first", [null, 1, 55.5, { a: 1 }]],
    ["the middle", [AT, null, null, { a: 1 }]],
    ["the last", [AT, 1, 55.5, null]],
    ["every", [null, null, null, null]],
  ])("writes null in %s place", (_, row) => {
    expect(parsed([row])).toEqual(objects([row]));
    expect(parsed([row, row, row])).toEqual(objects([row, row, row]));
  });

  it.each([count, time, flags])("writes null in a row of one column ($type)", (column) => {
    const name = wireName(column);
    expect(parsed([[null]], [column])).toEqual([{ [name]: null }]);
    expect(parsed([[null], [null], [null]], [column])).toEqual(Array(3).fill({ [name]: null }));
  });

  it.each(["2022-05-10T00:00:00+09:00", "2022-05-10T00:00:00", "2022-05-10T00:00:00.25Z"])(
    "puts the time %s in quotes",
    (text) => {
      expect(jsonRows(chunk([[text]]), [time], ",")).toBe(`{"timestamp":"${text}"}`);
    },
  );

  it("writes milliseconds since 1970 as a number", () => {
    expect(jsonRows(chunk([[1652108400000]]), [time], ",")).toBe('{"timestamp":1652108400000}');
  });

  it.each(["0.1", "-0", "1e-05", "1.7976931348623157e+308"])(
    "writes the number %s as Postgres did",
    (text) => {
      expect(jsonRows({ text, rows: 1 }, [soc], ",")).toBe(`{"bank_soc":${text}}`);
    },
  );

  it("writes an object that is in the text as it is, also where it changes and comes again", () => {
    const [a, b] = [{ rack1: 0 }, { rack1: 1, rack2: { deep: [null] } }];
    expect(parsed([[a], [a], [b], [null], [a]], [flags])).toEqual(
      objects([[a], [a], [b], [null], [a]], [flags]),
    );
  });

  it.each(["rack1", '{"rack1":', "{'rack1': 0}", 'say "no"', "back\\slash", "{}x", "NaN"])(
    "writes the text %j, which is no JSON, as a string",
    (text) => {
      expect(parsed([[text], [{}], [text]], [flags])).toEqual(
        objects([[text], [{}], [text]], [flags]),
      );
    },
  );

  it("mixes up no two text columns", () => {
    const other = jsonText("OTHER", "", "");
    const rows = [
      [{ a: 1 }, { b: 2 }],
      [{ a: 1 }, { a: 1 }],
    ];
    expect(parsed(rows, [flags, other])).toEqual(objects(rows, [flags, other]));
  });

  it("equals the rows for any columns and values", () => {
    const optional = (value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 3 });
    const values: Record<Column["type"], fc.Arbitrary<Value>> = {
      timestamptz: optional(fc.constantFrom(AT, 1652108400000)),
      integer: optional(fc.integer()),
      "double precision": optional(
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
      ),
      text: optional(fc.dictionary(fc.stringMatching(/^\w+$/), fc.integer())),
    };
    const tables = fc
      .array(fc.constantFrom(time, count, soc, flags), { minLength: 1, maxLength: 8 })
      .map((some) => some.map((column, i) => ({ ...column, name: `${column.name}_${i}` })))
      .chain((of) => {
        const row = fc.tuple(...of.map(({ type }) => values[type]));
        return fc.tuple(fc.constant(of), fc.array(row, { maxLength: 6 }));
      });
    fc.assert(
      fc.property(tables, ([of, rows]) => {
        expect(parsed(rows, of)).toEqual(JSON.parse(JSON.stringify(objects(rows, of))));
      }),
    );
  });
});

describe("jsonArrayTexts", () => {
  const inBytes = (rows: readonly (readonly Value[])[]) => {
    const { text, rows: count } = chunk(rows);
    return { bytes: new TextEncoder().encode(text), rows: count };
  };

  async function* stream(chunks: readonly (readonly (readonly Value[])[])[]) {
    for (const rows of chunks) yield inBytes(rows);
  }

  const whole = async (chunks: readonly (readonly (readonly Value[])[])[]) =>
    (await Array.fromAsync(jsonArrayTexts([count, soc], stream(chunks)))).join("");

  it("is an empty array without a chunk", async () => {
    expect(await whole([])).toBe("[]");
  });

  it("is an array of the rows of one chunk", async () => {
    expect(await whole([[[1, 55.5]]])).toBe('[{"bank_id":1,"bank_soc":55.5}]');
  });

  it("is one array over many chunks, in their order", async () => {
    const chunks = Array.from({ length: 50 }, (_, i) =>
      Array.from({ length: 1 + (i % 3) }, (_, k) => [i, k % 2 ? null : k + 0.5]),
    );
    expect(JSON.parse(await whole(chunks))).toEqual(objects(chunks.flat(), [count, soc]));
  });

  it("gives each chunk on at once, before it asks for the next", async () => {
    const asked: string[] = [];
    async function* chunks() {
      asked.push("first");
      yield inBytes([[1, 2]]);
      asked.push("second");
      yield inBytes([[3, 4]]);
    }
    const texts = jsonArrayTexts([count, soc], chunks());
    expect((await texts.next()).value).toBe('[{"bank_id":1,"bank_soc":2}');
    expect(asked).toEqual(["first"]);
  });

  it("passes the failure of its chunks on, and does not close the array", async () => {
    async function* chunks() {
      yield inBytes([[1, 2]]);
      throw new Error("the database went away");
    }
    const texts = jsonArrayTexts([count, soc], chunks());
    await texts.next();
    await expect(texts.next()).rejects.toThrow("the database went away");
  });
});
