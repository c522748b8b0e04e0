import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCsv } from "../../src/ingest/csv.ts";
import { readJsonArray, readNdjson } from "../../src/ingest/json.ts";
import { MalformedError } from "../../src/ingest/malformed.ts";

type Found = [line: number, what: unknown];

function csv(text: string): Found[] {
  const found: Found[] = [];
  const turns = readCsv(text, {
    header: (names) => found.push([0, names]),
    row: (line, values) => found.push([line, values]),
  });
  for (const _ of turns);
  return found;
}

function json(text: string, read: typeof readJsonArray = readJsonArray): Found[] {
  const found: Found[] = [];
  const turns = read(text, {
    object: (line, object) => found.push([line, object]),
    refuse: (line, reason) => found.push([line, reason.en]),
  });
  for (const _ of turns);
  return found;
}

describe("CSV", () => {
  it("is a header and rows with the lines they stand on", () => {
    expect(csv('\ufeffa,b\r\n1,"x ""y"", z"\r\n\r\n"2",\r\n3\r\n')).toEqual([
      [0, ["a", "b"]],
      [2, ["1", 'x "y", z']],
      [4, ["2", ""]],
      [5, ["3"]],
    ]);
  });

  it.each([
    'a\n"',
    'a\n"b"c',
    'a\nb"c"',
    `a\n${",".repeat(300_000)}`,
    `a\n"${"x\n".repeat(150_000)}"`,
  ])("with quotation marks out of place or rows too long is refused (%#)", (text) =>
    expect(() => csv(text)).toThrow(MalformedError),
  );
});

describe("JSON", () => {
  const rows = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), {
    maxLength: 20,
  });

  it("of any objects is taken apart as JSON.parse would, however it is spaced", () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(undefined, 1, "\t"), (objects, space) => {
        expect(
          json(`\ufeff \n${JSON.stringify(objects, null, space)} \r\n`.replace("\ufeff", "")),
        ).toEqual(objects.map((object, i) => [i + 1, JSON.parse(JSON.stringify(object))]));
        const lines = objects.map((object) => JSON.stringify(object)).join("\r\n");
        expect(json(lines, readNdjson).map(([, object]) => object)).toEqual(
          objects.map((object) => JSON.parse(JSON.stringify(object))),
        );
      }),
    );
  });

  it("that JSON.parse refuses, or that is no array, is refused; what it takes is taken", () => {
    const char = fc.constantFrom(...'[]{}:,"\\ \n1-ea', "null", '"a":1', "{}", "[]");
    fc.assert(
      fc.property(fc.array(char, { maxLength: 12 }), (parts) => {
        const text = `[${parts.join("")}`;
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        if (valid) expect(() => json(text)).not.toThrow();
        else expect(() => json(text)).toThrow(MalformedError);
      }),
      { numRuns: 20_000 },
    );
  });

  it("refuses elements one by one: no objects, names twice, too deep, too long", () => {
    const deep = `{"a":${"[".repeat(8)}${"]".repeat(8)}}`;
    const long = `{"a":"${"x".repeat(300_000)}"}`;
    expect(json(`[1,{"a":1,"a":2},${deep},{"a":{"b":1,"b":2}},${long}]`)).toEqual([
      [1, "is not a JSON object"],
      [2, "has a duplicate name"],
      [3, "is nested more than 8 levels deep"],
      [4, { a: { b: 2 } }],
      [5, "is longer than 256 KiB"],
    ]);
  });

  it("counts lines of NDJSON, blank ones too", () => {
    expect(json('\n{"a":1}\r\n\n{\n{"a":"]"}', readNdjson)).toEqual([
      [2, { a: 1 }],
      [4, "line is not valid JSON"],
      [5, { a: "]" }],
    ]);
  });

  it("of a hundred thousand brackets, quotation marks or backslashes takes no time", () => {
    for (const piece of ["[", "{", '"', "\\", '\\"', '{"a":', "[]", ",", '""']) {
      const started = performance.now();
      expect(() => json(`[${piece.repeat(1_000_000)}`)).toThrow(MalformedError);
      expect(performance.now() - started, piece).toBeLessThan(3000);
    }
  });
});
