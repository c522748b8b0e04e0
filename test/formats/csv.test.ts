import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { csvHeader, csvPieces } from "../../src/response/formats/csv.ts";
import { double, integer, timestamp } from "../../src/site/registry/columns/column.ts";
import { sites } from "../../src/site/registry/registry.ts";
import { COMPONENTS } from "../../src/site/site.ts";

const columns = [
  timestamp("TIMESTAMP", "", ""),
  integer("BANK_ID", "", ""),
  double("BANK_SOC", "", ""),
];

const bytesOf = (text: string) => ({ bytes: new TextEncoder().encode(text) });

async function* stream(...texts: string[]) {
  for (const text of texts) yield bytesOf(text);
}

const textOf = (piece: string | Uint8Array | undefined) =>
  typeof piece === "string" ? piece : new TextDecoder().decode(piece);

const whole = async (...texts: string[]) =>
  (await Array.fromAsync(csvPieces(columns, stream(...texts)))).map(textOf).join("");

describe("csvPieces", () => {
  it("is the header alone, ended with CRLF, without a chunk", async () => {
    expect(await whole()).toBe("timestamp,bank_id,bank_soc\r\n");
  });

  it("ends every row with CRLF, within a chunk and between chunks", async () => {
    expect(await whole("a,1,2\r\nb,1,2", "c,1,", "d,1,\r\ne,1,")).toBe(
      "timestamp,bank_id,bank_soc\r\na,1,2\r\nb,1,2\r\nc,1,\r\nd,1,\r\ne,1,\r\n",
    );
  });

  it("is read by a CSV parser as the rows that went in", async () => {
    const text = await whole('2022-05-10,1,"{""rack1"":0}"', "2022-05-11,2,");
    expect(parse(text, { columns: true })).toEqual([
      { timestamp: "2022-05-10", bank_id: "1", bank_soc: '{"rack1":0}' },
      { timestamp: "2022-05-11", bank_id: "2", bank_soc: "" },
    ]);
  });

  it("gives the header before it asks for rows, and each chunk before it asks for the next", async () => {
    const asked: number[] = [];
    async function* chunks() {
      for (const text of ["a,1,2", "b,1,2"]) {
        asked.push(asked.length);
        yield bytesOf(text);
      }
    }
    const texts = csvPieces(columns, chunks());
    expect((await texts.next()).value).toBe("timestamp,bank_id,bank_soc\r\n");
    expect(asked).toEqual([]);
    expect(textOf((await texts.next()).value ?? undefined)).toBe("a,1,2");
    expect((await texts.next()).value).toBe("\r\n");
    expect(asked).toEqual([0]);
  });

  it("passes the failure of its chunks on", async () => {
    async function* chunks() {
      yield bytesOf("a,1,2");
      throw new Error("the database went away");
    }
    await expect(Array.fromAsync(csvPieces(columns, chunks()))).rejects.toThrow(
      "the database went away",
    );
  });
});

describe("csvHeader", () => {
  it("needs no quotes for any column of any site", () => {
    for (const site of sites) {
      for (const component of COMPONENTS) {
        expect(csvHeader(site.components[component])).toMatch(/^[a-z0-9_]+(,[a-z0-9_]+)*$/);
      }
    }
  });
});
