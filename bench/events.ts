import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWorker } from "../dev/build/worker.ts";
import { openLocalDatabases } from "../dev/database/local.ts";
import { startNeonEndpoint } from "../dev/neon-endpoint.ts";
import { startRuntime } from "../dev/runtime/workerd.ts";
import { simulate } from "../dev/simulate/index.ts";
import { panli } from "../src/site/registry/2-panli.ts";
import type { Component } from "../src/site/site.ts";

/*
 * What deriving events adds to a request that brings rows: the same bodies of quiet rows, in turn to a service
 * that has a platform database and to one that has none, each with a site of its own.
 */

const DAY = Date.parse("2026-01-05T00:00:00+09:00");
const ROUNDS = Number(process.env.ROUNDS ?? 40);
const directory = mkdtempSync(join(tmpdir(), "ess-edge-bench-"));
const postgres = await openLocalDatabases({ directory, settings: { fsync: "off" } });
const endpoint = await startNeonEndpoint(postgres.url);
const bundle = await buildWorker(join(directory, "worker"));

/** CSV bodies of so many seconds each, as the simulator makes them of the first bank. */
function* bodies(component: Component, seconds: number): Generator<string> {
  const names = panli.components[component].map(({ name }) => name);
  const bank = names.indexOf("BANK_ID");
  const until = (count: number) => DAY + count * seconds * 1000;
  let [lines, count] = [[] as string[], 1];
  const options = { from: DAY, days: 1, stepSeconds: 1, seed: 3, anomalies: false };
  for (const { component: of, rows } of simulate(panli, options)) {
    for (const row of of === component ? rows : []) {
      if (Number(row[0]) >= until(count)) {
        yield `${names.join(",")}\r\n${lines.join("")}`;
        [lines, count] = [[], count + 1];
      }
      if (row[bank] !== 1) continue;
      const cells = row.map((cell, i) => (i === 0 ? new Date(Number(cell)).toISOString() : cell));
      lines.push(
        `${cells.map((cell) => (typeof cell === "string" && cell.startsWith("{") ? `"${cell.replaceAll('"', '""')}"` : (cell ?? ""))).join(",")}\r\n`,
      );
    }
  }
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

async function compare(what: string, component: Component, seconds: number): Promise<void> {
  const common = { NEON_LOCAL_ENDPOINT: endpoint.url, AUTH: "open" };
  const site = (id: number) => ({ SITE_2_DATABASE_URL: postgres.url(`ess_site_${id}`) });
  const with_ = await startRuntime(bundle.file, {
    ...common,
    ...site(2),
    PLATFORM_DATABASE_URL: postgres.url("ess_platform"),
  });
  const without = await startRuntime(bundle.file, { ...common, ...site(3) });
  const times: Record<"with" | "without", number[]> = { with: [], without: [] };
  let round = 0;
  for (const body of bodies(component, seconds)) {
    if (++round > ROUNDS) break;
    for (const [name, { url }] of [
      ["with", with_],
      ["without", without],
    ] as const) {
      const started = performance.now();
      const answer = await fetch(`${url}/api/ess/operating-sites/2/${component}/readings/`, {
        method: "POST",
        headers: { "content-type": "text/csv" },
        body,
      });
      if (!answer.ok) throw new Error(await answer.text());
      await answer.text();
      if (round > 3) times[name].push(performance.now() - started);
    }
  }
  const [more, less] = [median(times.with), median(times.without)];
  console.log(
    `${what}: ${more.toFixed(1)} ms with events, ${less.toFixed(1)} ms without, ${(more - less).toFixed(1)} ms more`,
  );
  await with_.stop();
  await without.stop();
}

try {
  await compare("60 s of 9 racks, 540 rows", "rack", 60);
  await compare("5,000 rows of a bank", "bank", 5000);
} finally {
  await endpoint.close();
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}
