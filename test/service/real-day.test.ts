import { Readable } from "node:stream";
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

const resultsIn = (page: string): string => page.slice(page.indexOf('"results":'));

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

    test("is downloaded with every cell of every row as it is in the file", async () => {
      const range = "start-time=2022-05-10&end-time=2022-05-11T00:00:01";
      const response = await fetch(
        `${worker.url}/api/ess/download/operating-sites/2/bank/?${range}`,
      );
      expect(response.status).toBe(200);
      expect(response.headers.get("ess-rows")).toBe(String(ROWS));
      const seen = new Set<string>();
      const wrong: string[] = [];
      let last = "";
      const body = Readable.fromWeb(response.body as never);
      for await (const row of body.pipe(parse({ columns: true })) as AsyncIterable<
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
    });

    test.for(["csv.gz", "ndjson", "parquet"] as const)(
      "is downloaded as %s with every cell of every row, as another reader reads it",
      async (format) => {
        const range = "start-time=2022-05-10&end-time=2022-05-11T00:00:01";
        const response = await fetch(
          `${worker.url}/api/ess/download/operating-sites/2/bank/?${range}&format=${format}`,
        );
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
      let rows = 0;
      for (const bank of [1, 2]) {
        const list = `${worker.url}/api/ess/operating-sites/2/banks/${bank}/?page_size=10000`;
        let next: string | null = list;
        for (let number = 1; next; number++) {
          const text = await (await fetch(next)).text();
          const byNumber = await (await fetch(`${list}&page=${number}`)).text();
          expect(resultsIn(byNumber) === resultsIn(text), `bank ${bank}, page ${number}`).toBe(
            true,
          );
          const page = JSON.parse(text) as PageBody;
          const wrong = page.results.flatMap((row) => {
            const key = `${Date.parse(String(row.timestamp))}/${row.bank_id}`;
            const want = expected.get(key);
            // What was listed is taken out, so that a second time would be found missing.
            expected.delete(key);
            return want ? differences(row, want) : [`${key}: not in the file, or listed before`];
          });
          expect(wrong.slice(0, 10)).toEqual([]);
          rows += page.results.length;
          next = page.next;
        }
      }
      expect(rows).toBe(ROWS);
      expect(expected.size).toBe(0);
    });
  },
);
