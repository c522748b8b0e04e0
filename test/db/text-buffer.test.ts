import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TextBuffer } from "../../src/store/sql/text-buffer.ts";

const encoder = new TextEncoder();

/** A byte stream that gives `text` in pieces which end at `cuts`. */
function bodyOf(text: string, cuts: readonly number[] = []): ReadableStream {
  const bytes = encoder.encode(text);
  const ends = [...new Set([...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])]
    .filter((end) => end > 0)
    .toSorted((a, b) => a - b);
  let from = 0;
  return new ReadableStream({
    type: "bytes",
    pull(controller) {
      const end = ends.shift();
      if (end === undefined) {
        controller.close();
        controller.byobRequest?.respond(0);
      } else {
        controller.enqueue(bytes.slice(from, end));
        from = end;
      }
    },
  });
}

const answerOf = (text: string | null, rows = 3) =>
  JSON.stringify({
    command: "SELECT",
    fields: [{ name: "rows" }, { name: "text" }],
    rowCount: 1,
    rows: [[String(rows), text]],
    rowAsArray: true,
  });

const read = async (buffer: TextBuffer, json: string, cuts?: readonly number[]) => {
  const { rows, bytes } = await buffer.read(bodyOf(json, cuts));
  return { rows, text: new TextDecoder().decode(bytes) };
};

describe("TextBuffer", () => {
  it("gives the number and the text of the row, whatever the text and the pieces it comes in", async () => {
    const buffer = new TextBuffer(16);
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "grapheme", maxLength: 300 }),
        fc.nat(1e6),
        fc.array(fc.nat(1000)),
        async (text, rows, cuts) => {
          expect(await read(buffer, answerOf(text, rows), cuts)).toEqual({ rows, text });
        },
      ),
      { numRuns: 300 },
    );
  });

  it("reads every escape of JSON", async () => {
    const json = String.raw`{"rows":[["1","\"\\\/\b\f\n\r\t\u0001\u00e9\ud83d\udd0b\uac00"]]}`;
    expect(await read(new TextBuffer(), json)).toEqual({
      rows: 1,
      text: '"\\/\b\f\n\r\t\u0001é🔋가',
    });
  });

  it("reads answers with spaces and with the row before or after the fields", async () => {
    const text = "a,1\r\nb,2";
    for (const json of [
      JSON.stringify({ rows: [["2", text]], fields: [] }, null, 2),
      JSON.stringify({ fields: [{ name: "rows" }], rows: [["2", text]] }, null, 1),
    ]) {
      expect(await read(new TextBuffer(), json)).toEqual({ rows: 2, text });
    }
  });

  it("is empty where the text is null or empty", async () => {
    const buffer = new TextBuffer();
    expect(await read(buffer, answerOf(null, 0))).toEqual({ rows: 0, text: "" });
    expect(await read(buffer, answerOf("", 0))).toEqual({ rows: 0, text: "" });
  });

  it("takes a long answer after a short one and a short one after a long one", async () => {
    const buffer = new TextBuffer(8);
    for (const length of [3, 100_000, 5, 300_000, 0]) {
      const text = "가".repeat(length);
      expect(await read(buffer, answerOf(text))).toEqual({ rows: 3, text });
    }
  });

  it.for([
    ["", "no row"],
    ['{"rows":[]}', "no row"],
    ['{"rows":[["x","text"]]}', "no row"],
    ['{"message":"relation does not exist"}', "no row"],
    ['{"rows":[["1","text', "truncated"],
    ['{"rows":[["1","text\\', "truncated"],
    ['{"rows":[["1","te\\xt"]]}', "not valid JSON"],
    ['{"rows":[["1","te\\u12"]]}', "not valid JSON"],
  ] as const)("refuses %j: %s", async ([json, message]) => {
    await expect(read(new TextBuffer(), json)).rejects.toThrow(message);
  });
});
