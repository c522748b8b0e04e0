import { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Runtime } from "../../dev/runtime/workerd.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import { type Cells, differences, expectedRows } from "../support/cells.ts";
import type { PageBody } from "../support/http.ts";
import { hasRealDay, REAL_DAY, REAL_DAY_NAME } from "../support/real-day.ts";
import { createRealDayDatabase } from "../support/real-day-database.ts";
import { startWorker } from "../support/world.ts";
import { readRows } from "./support/read-rows.ts";

const ROWS = 168_601;

const PAGE = 10_000;

describe.skipIf(!hasRealDay)(
  `the real day of site 2 (skipped where ${REAL_DAY_NAME} is absent)`,
  () => {
    let database: Awaited<ReturnType<typeof createRealDayDatabase>>;
    let worker: Runtime;
    let expected: Map<string, Cells>;

    beforeAll(async () => {
      database = await createRealDayDatabase();
      worker = await startWorker({ SITE_2_DATABASE_URL: database.url });
      expected = await expectedRows(REAL_DAY);
    });

    afterAll(async () => {
      await worker.stop();
      await database.drop();
    });

    const download = (format: string) =>
      fetch(
        `${worker.url}/api/ess/download/operating-sites/2/bank/?start-time=2022-05-10&end-time=2022-05-11T00:00:01&format=${format}`,
      );

    test("a CSV download has every cell of every row, and gzip packs the same bytes", async () => {
      const response = await download("csv");
      expect(response.status).toBe(200);
      expect(response.headers.get("ess-rows")).toBe(String(ROWS));
      const csv = Buffer.from(await response.arrayBuffer());
      const seen = new Set<string>();
      const wrong: string[] = [];
      let last = "";
      for await (const row of Readable.from([csv]).pipe(parse({ columns: true })) as AsyncIterable<
        Record<string, string>
      >) {
        const key = `${Date.parse(String(row.timestamp))}/${row.bank_id}`;
        const want = expected.get(key);
        if (!want || Object.keys(want).length !== Object.keys(row).length)
          wrong.push(`${key}: not in the file`);
        else wrong.push(...differences(row, want).map((text) => `${key} ${text}`));
        if (key <= last) wrong.push(`${key} after ${last}`);
        last = key;
        seen.add(key);
      }
      expect(wrong.slice(0, 10)).toEqual([]);
      expect(seen.size).toBe(ROWS);
      const gzipped = await (await download("csv.gz")).arrayBuffer();
      expect(gunzipSync(gzipped).equals(csv), "the same bytes").toBe(true);
    });

    test.for(["ndjson", "parquet"] as const)(
      "is downloaded as %s with every cell of every row, as another reader reads it",
      async (format) => {
        const response = await download(format);
        expect(response.status).toBe(200);
        const rows = await readRows(format, await response.arrayBuffer());
        const seen = new Set<string>();
        const wrong = rows.flatMap((row) => {
          const key = `${row["timestamp"]}/${row["bank_id"]}`;
          seen.add(key);
          const want = expected.get(key);
          const timestamp = new Date(Number(row["timestamp"])).toISOString();
          return want ? differences({ ...row, timestamp }, want) : [`${key}: not in the file`];
        });
        expect(wrong.slice(0, 10)).toEqual([]);
        expect(seen.size).toBe(ROWS);
        expect(Object.keys(rows[0] ?? {}).length).toBe(panli.components.bank.length);
      },
    );

    test("is listed by cursor and by page with the same rows, once each, none missing", async () => {
      // Above, their cells were compared with the file.
      const lines = (await (await download("ndjson")).text()).split("\n");
      let count = 0;
      for (const bank of [1, 2]) {
        const own = lines.filter((line) => line.includes(`"bank_id":${bank},`));
        const list = `${worker.url}/api/ess/operating-sites/2/banks/${bank}/?page_size=${PAGE}`;
        let next: string | null = list;
        for (let number = 1; next; number++) {
          const text = await (await fetch(next)).text();
          const byNumber = await (await fetch(`${list}&page=${number}`)).text();
          const results = `"results":[${own.slice((number - 1) * PAGE, number * PAGE).join(",")}]}`;
          for (const page of [text, byNumber])
            expect(page.endsWith(results), `bank ${bank}, page ${number}`).toBe(true);
          next = (JSON.parse(text) as PageBody).next;
        }
        count += own.length;
      }
      expect(count).toBe(ROWS);
    });
  },
);
