import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MOST_REJECTED, MOST_ROWS } from "../../src/ingest/batch.ts";
import { type Format, ingestWorld, refused, send } from "./support/ingest.ts";

/* Bodies whose rows are many, bad or both: reading stops at a limit, and other requests are answered meanwhile. */

let world: Awaited<ReturnType<typeof ingestWorld>>;
beforeAll(async () => {
  world = await ingestWorld();
});
afterAll(() => world?.stop());
const url = () => world.runtime.url;

const MIB = 1024 * 1024;
const HEADER = "timestamp,bank_id,bank_soc\n";
const BAD = `timestamp,bank_id\n${",\n".repeat(1_000_000)}`;

/** The least time of five runs: what else the machine does only adds to it. */
async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 1; ; run++) {
    const begun = performance.now();
    const value = await work();
    least = Math.min(least, performance.now() - begun);
    if (run === 5) return [value, least];
  }
}

test.each(["", "?on-error=skip"])(
  "a million bad lines are refused after a fixed number (query %j)",
  async (query) => {
    const problem = await refused(send(url(), BAD, { query, gzip: true }), 422);
    expect(problem).toMatchObject({ code: "rejected_rows" });
    expect(problem.detail).toContain(`more than ${MOST_REJECTED} rejected rows`);
    expect(problem.errors).toHaveLength(100);
  },
);

test("a body may have so many rows, and the answer to more names the number", async () => {
  const row = "2022-05-10,1,50\n";
  const problem = await refused(
    send(url(), HEADER + row.repeat(MOST_ROWS + 1), { gzip: true }),
    413,
  );
  expect(problem).toMatchObject({ code: "payload_too_large" });
  expect(problem.detail).toContain(`at most ${MOST_ROWS} rows`);
  expect(await world.query("select from bank")).toEqual([]);
});

test("bad lines of CSV cost no more than three times those of NDJSON", async () => {
  const csv = () => refused(send(url(), BAD), 422);
  const ndjson = () => send(url(), ",\n".repeat(1_000_000), { format: "ndjson" });
  await csv();
  await ndjson();
  const [, csvMs] = await timed(csv);
  const [, ndjsonMs] = await timed(ndjson);
  expect(csvMs / ndjsonMs).toBeLessThan(3);
});

test("twice as many columns in the first line do not take more than three times as long", async () => {
  const header = (columns: number) =>
    refused(send(url(), `${Array.from({ length: columns }, (_, i) => `c${i}`).join(",")}\n`), 422);
  await header(10_000);
  const [, once] = await timed(() => header(16_000));
  const [problem, twice] = await timed(() => header(32_000));
  expect(twice / once).toBeLessThan(3);
  expect(problem.errors).toHaveLength(100);
});

test("a number of a quarter of a megabyte that is none takes no more than three times one half as long", async () => {
  const number = (digits: number) =>
    refused(send(url(), `${HEADER}2022-05-10,1,${"1".repeat(digits)}x\n`), 422);
  await number(1000);
  const [, once] = await timed(() => number(100_000));
  const [, twice] = await timed(() => number(200_000));
  expect(twice / once).toBeLessThan(3);
});

const good = Array.from(
  { length: 200_000 },
  (_, i) => `${new Date(Date.UTC(2022, 0, 1) + i * 1000).toISOString()},7,50\n`,
).join("");

/** Bodies that hold an isolate as long as possible. */
const heavy: [string, Format, string | (() => string)][] = [
  ["16 MiB of empty lines", "csv", () => `${HEADER}${"\n".repeat(15 * MIB)}`],
  ["16 MiB of empty lines", "ndjson", () => "\n".repeat(15 * MIB)],
  ["rows of a bank that does not exist", "csv", () => HEADER + good],
  [
    "rows that are right, again and again",
    "csv",
    () => HEADER + "2022-05-10T00:00:00Z,1,50\n".repeat(500_000),
  ],
  [
    "objects with names of their own",
    "ndjson",
    () => Array.from({ length: 200_000 }, (_, i) => `{"a${i}":1,"b${i}":2}\n`).join(""),
  ],
  ["deep arrays", "json", () => `[${`${"[".repeat(1000)}${"]".repeat(1000)},`.repeat(8000)}1]`],
  ["lines of 250,000 commas", "csv", () => `${HEADER}${`${",".repeat(250_000)}\n`.repeat(60)}`],
  ["a quotation mark that stays open", "csv", () => `${HEADER}"${"x\n".repeat(7 * MIB)}`],
  ["doubled quotation marks", "csv", () => `${HEADER}${`"${'""'.repeat(100_000)}"\n`.repeat(70)}`],
];

test.each(heavy)("%s (%s): /healthz is answered before the body is", async (_, format, body) => {
  const packed = gzipSync(typeof body === "string" ? body : body());
  let isDone = false;
  const sent = send(url(), packed, { format, headers: { "content-encoding": "gzip" } }).then(
    async (response) => {
      await response.text();
      isDone = true;
      return response.status;
    },
  );
  let answeredBefore = 0;
  while (!isDone) {
    await (await fetch(`${url()}/healthz`)).text();
    if (!isDone) answeredBefore++;
  }
  expect([200, 400, 413, 422]).toContain(await sent);
  expect(answeredBefore).toBeGreaterThan(0);
});
