import { createRandom, mixSeed } from "../dev/simulate/random.ts";
import type { Column } from "../src/site/site.ts";

/*
 * Made-up bank rows, each from its number alone, and the sending of them as unruly clients do: shuffled, in
 * batches of any size and format, some of them twice, some broken off and sent again.
 */

const FROM = Date.parse("2022-05-10T00:00:00+09:00");
const FLAGS = `{"rack1":0,"rack2":0,"rack3":0,"rack4":1}`;

export type Rows = { count: number; columns: readonly Column[]; seed: number };

/** Values of a row: banks in turn, a second for each pair. */
export function valuesOf({ columns, seed }: Rows, row: number): (string | number | null)[] {
  return columns.map(({ name, type }, column) => {
    if (name === "TIMESTAMP") return new Date(FROM + (row >> 1) * 1000).toISOString();
    if (name === "BANK_ID") return 1 + (row & 1);
    const dice = mixSeed(seed, row, column);
    if (dice % 50 === 0) return null;
    if (type === "text") return FLAGS;
    return type === "integer" ? dice % 2 : (dice % 1000) / 10;
  });
}

export const csvLine = (values: readonly (string | number | null)[]): string =>
  values.map((v) => (v === FLAGS ? `"${FLAGS.replaceAll('"', '""')}"` : (v ?? ""))).join(",");

type Body = { text: string; type: string };

function bodyOf(rows: Rows, numbers: readonly number[], format: number): Body {
  const names = rows.columns.map(({ name }) => name);
  if (format === 0) {
    const lines = numbers.map((row) => `${csvLine(valuesOf(rows, row))}\n`);
    return { text: `${names.join(",")}\n${lines.join("")}`, type: "text/csv" };
  }
  const objects = numbers.map((row) => {
    const values = valuesOf(rows, row);
    return JSON.stringify(Object.fromEntries(names.map((name, i) => [name, values[i]])));
  });
  return format === 1
    ? { text: objects.join("\n"), type: "application/x-ndjson" }
    : { text: `[${objects.join(",")}]`, type: "application/json" };
}

export type Sent = {
  requests: number;
  rows: number;
  retries: number;
  duplicates: number;
  /** From the first request to the last answer. */
  seconds: number;
};

/** Sends all rows until each of them was acknowledged. @throws where an answer is neither that nor a retry */
export async function sendAll(
  url: string,
  rows: Rows,
  {
    batchRows,
    clients,
    unruly,
  }: {
    batchRows: number;
    clients: number;
    /** Shuffled, repeated and broken off; otherwise in order, once. */
    unruly: boolean;
  },
): Promise<Sent> {
  const random = createRandom(rows.seed);
  const batches = cut(rows.count, batchRows, unruly ? random.unit : undefined);
  const bodyAt = (number: number) => bodyOf(rows, batches[number] ?? [], unruly ? number % 3 : 0);
  const sent: Sent = { requests: 0, rows: 0, retries: 0, duplicates: 0, seconds: 0 };
  // Orderly clients are measured: their bodies are made before. Those of the others would fill the memory.
  const ready = unruly ? undefined : batches.map((_, number) => bodyAt(number));
  const started = performance.now();
  let next = 0;
  const client = async () => {
    for (let number = next++; number < batches.length; number = next++) {
      const batch = batches[number] ?? [];
      const body = ready?.[number] ?? bodyAt(number);
      const times = unruly && random.unit() < 0.1 ? 2 : 1;
      sent.duplicates += times - 1;
      for (let time = 0; time < times; time++) {
        // The second time with another key, or with the same one: it must not matter.
        const key = `${rows.seed}-${number}-${time * Math.round(random.unit())}`;
        const breakOff = unruly && random.unit() < 0.15 ? random.between(0, 60) : undefined;
        if (breakOff !== undefined) {
          sent.retries++;
          await post(url, body, key, breakOff).catch(() => {});
        }
        await post(url, body, key);
        sent.requests++;
        sent.rows += batch.length;
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { ...sent, seconds: (performance.now() - started) / 1000 };
}

async function post(url: string, { text, type }: Body, key: string, breakOffMs?: number) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": type, "idempotency-key": key },
    body: text,
    ...(breakOffMs === undefined ? {} : { signal: AbortSignal.timeout(breakOffMs) }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${answer.slice(0, 500)}`);
}

/** Numbers of rows in batches, shuffled if there is a source of chance. */
function cut(count: number, size: number, unit?: () => number): number[][] {
  const numbers = Array.from({ length: count }, (_, i) => i);
  if (unit) {
    for (let i = count - 1; i > 0; i--) {
      const j = Math.floor(unit() * (i + 1));
      [numbers[i], numbers[j]] = [numbers[j] as number, numbers[i] as number];
    }
  }
  const batches: number[][] = [];
  for (let at = 0; at < count; ) {
    const length = unit ? Math.ceil(size * (0.2 + 1.6 * unit())) : size;
    batches.push(numbers.slice(at, at + length));
    at += length;
  }
  return batches;
}

/** The rows as an import takes them. */
export function* importBatches(rows: Rows) {
  for (let at = 0; at < rows.count; at += 2000) {
    const numbers = Array.from({ length: Math.min(2000, rows.count - at) }, (_, i) => at + i);
    yield { firstLine: at + 2, rows: numbers.map((row) => valuesOf(rows, row)) };
  }
}

/** A digest of all that a bank table holds, but when it was written. */
export const DIGEST = (columns: readonly Column[]) =>
  `select count(*)::int as rows, max(ess_revision) as revision, md5(string_agg(r, ';' order by r)) as digest
   from (select ess_revision, concat_ws('|', ${columns.map(({ name }) => `coalesce("${name}"::text, '-')`).join(", ")}) as r from bank) as t`;
