import { expect, test } from "vitest";
import { ndjsonTexts } from "../../src/response/formats/json.ts";
import { ROW_FORMATS } from "../../src/response/formats/row-formats.ts";
import { double, jsonText, timestamp } from "../../src/site/registry/columns/column.ts";

const columns = [
  timestamp("TIMESTAMP", "", ""),
  double("BANK_SOC", "", ""),
  jsonText("FAULT", "", ""),
];

async function* stream(...texts: string[]) {
  for (const text of texts) {
    yield { bytes: new TextEncoder().encode(text), rows: text.split("\n").length };
  }
}

test("every row is an object on a line of its own, within a chunk and between chunks", async () => {
  const texts = ndjsonTexts(columns, stream('a\t1\t{"x":0}\nb\t\t', "c\t2\tno JSON"));
  const text = (await Array.fromAsync(texts)).join("");
  expect(text.endsWith("\n")).toBe(true);
  expect(
    text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { timestamp: "a", bank_soc: 1, fault: { x: 0 } },
    { timestamp: "b", bank_soc: null, fault: null },
    { timestamp: "c", bank_soc: 2, fault: "no JSON" },
  ]);
});

test("without a row it is empty, and its last record is a line", async () => {
  expect(await Array.fromAsync(ndjsonTexts(columns, stream()))).toEqual([]);
  expect(ROW_FORMATS.ndjson.trailer?.record(0, "ab")).toBe('{"_end":{"rows":0,"sha256":"ab"}}\n');
});
