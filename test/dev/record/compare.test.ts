import { describe, expect, test } from "vitest";
import { differences, type Recording } from "../../../dev/record/compare.ts";

const problem = (detail: string, code = "not_found") => JSON.stringify({ detail, code });

const recording = (...entries: Partial<Recording["entries"][number]>[]): Recording => ({
  operations: [],
  entries: entries.map((entry, i) => ({
    request: `open GET /${i}`,
    status: 200,
    headers: ["content-type: application/json", "etag: a"],
    body: '{"a":1}',
    ...entry,
  })),
});

const found = (after: Recording, texts = false, before = recording({}, {})) =>
  differences(before, after, { texts }).found;

describe("a comparison of recordings", () => {
  test("finds nothing between equal ones", () => {
    expect(found(recording({}, {}))).toEqual([]);
  });

  test.each([
    ["a byte of a body", recording({}, { body: '{"a":2}' }), /\/1\n {2}body\n.*at 5/],
    ["a status", recording({ status: 404 }, {}), /\/0\n {2}status\n {2}- 200\n {2}\+ 404/],
    [
      "a header's value",
      recording({}, { headers: ["content-type: application/json", "etag: b"] }),
      /\/1\n {2}headers\n {2}- etag: a\n {2}\+ etag: b/,
    ],
    [
      "a missing header",
      recording({}, { headers: ["etag: a"] }),
      /\/1\n {2}headers\n {2}- content-type/,
    ],
    [
      "a repeated header",
      recording({}, { headers: ["content-type: application/json", "etag: a", "etag: a"] }),
      /\/1\n {2}headers/,
    ],
    ["a missing request", recording({}), /^open GET \/1\n {2}missing$/],
    ["a new request", recording({}, {}, {}), /^open GET \/2\n {2}new$/],
  ])("finds %s", (_, after, line) => {
    for (const texts of [false, true]) {
      expect(found(after, texts)).toEqual([expect.stringMatching(line)]);
    }
  });

  test("allows other texts where it is told to, and nothing else", () => {
    const before = recording({ body: problem("no such bank") });
    const reworded = recording({ body: problem("There is no such bank") });
    expect(differences(before, reworded, { texts: true })).toEqual({
      found: [],
      rewritten: new Map([["no such bank", "There is no such bank"]]),
    });
    expect(found(reworded, false, before)).toHaveLength(1);
    expect(found(recording({ body: problem("other", "gone") }), true, before)).toHaveLength(1);
    expect(found(recording({ body: '{"code":"not_found"}' }), true, before)).toHaveLength(1);
  });

  test("allows another length only of other words", () => {
    const of = (body: string, length: number) =>
      recording({ body, headers: [`content-length: ${length}`] });
    const before = of(problem("a"), 1);
    expect(found(of(problem("bb"), 2), true, before)).toEqual([]);
    expect(found(of(problem("a"), 2), true, before)).toHaveLength(1);
  });

  test("finds members in another order", () => {
    const before = recording({ body: '{"a":1,"b":2}' });
    expect(found(recording({ body: '{"b":2,"a":1}' }), true, before)).toHaveLength(1);
  });
});
