import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getJson, type PageBody } from "../support/http.ts";
import { ingestWorld, send, taken } from "./support/ingest.ts";
import { answerOf } from "./support/lists.ts";

/* The mask of implausible values beside the rows, and where each bit is explained. */

let world: Awaited<ReturnType<typeof ingestWorld>>;
beforeAll(async () => {
  world = await ingestWorld();
  const body =
    "timestamp,bank_id,bank_soc,bank_soh\n2022-05-10T00:00,1,50,98\n2022-05-10T00:01,1,-1,200\n";
  await taken(send(world.runtime.url, body));
});
afterAll(() => world?.stop());

const BANK = "/api/ess/operating-sites/2/banks/1/";
const FILE = "/api/ess/download/operating-sites/2/bank/";
const ask = (path: string) => answerOf(world.runtime.url + path);

test("quality=1 adds it as the last field of lists, newest rows and files", async () => {
  const expected = [
    { bank_soc: 50, quality: 0 },
    { bank_soc: -1, quality: 3 },
  ];
  const page = JSON.parse((await ask(`${BANK}?fields=bank_soc&quality=1`)).text) as PageBody;
  expect(page.results).toEqual(expected);
  expect(JSON.parse((await ask(`${BANK}?fields=bank_soc&quality=1&no_page`)).text)).toEqual(
    expected,
  );
  expect(JSON.parse((await ask(`${BANK}latest/?fields=bank_soc&quality=1`)).text)).toEqual(
    expected[1],
  );
  const { text, response } = await ask(`${FILE}?quality=1&trailer=1`);
  const [header = [], first = [], second = []] = parse(text, {
    relax_column_count: true,
  }) as string[][];
  expect([header.at(-1), first.at(-1), second.at(-1)]).toEqual(["quality", "0", "3"]);
  expect(header).toHaveLength(52);
  expect(response.headers.get("ess-columns")).toBe(header.join(","));
  const head = await ask(`${FILE}?quality=1&fields=timestamp`);
  expect(head.response.headers.get("ess-columns")).toBe("timestamp,quality");
});

test("without it, or with quality=0, rows are as ever", async () => {
  for (const query of ["", "?quality=0"]) {
    const { text } = await ask(`${BANK}${query}`);
    expect(Object.keys(JSON.parse(text).results[0])).toHaveLength(51);
    expect(text).not.toContain("quality");
  }
});

test("anything else is refused", async () => {
  for (const query of ["quality=2", "quality=", "fields=quality", "fields=ess_quality"]) {
    expect((await ask(`${BANK}?${query}`)).response.status, query).toBe(400);
  }
});

test("the description of a site tells each column's plausible range and bit", async () => {
  const { components } = await getJson<{
    components: Record<string, { columns: { name: string; plausible: unknown }[] }>;
  }>("/api/ess/operating-sites/2/");
  const of = (name: string) =>
    components["bank"]?.columns.find((column) => column.name === name)?.plausible;
  expect(of("bank_soc")).toEqual({ least: -0.5, most: 100.5, bit: 0 });
  expect(of("bank_soh")).toEqual({ least: -0.5, most: 100.5, bit: 1 });
  expect(of("bank_dc_current")).toEqual({ least: -3600, most: 3600, bit: 2 });
  expect(of("bank_power")).toBeNull();
  expect(
    Object.values(components).every(({ columns }) =>
      columns.every((c) => c.plausible !== undefined),
    ),
  ).toBe(true);
});
