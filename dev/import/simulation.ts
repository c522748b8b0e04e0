import { once } from "node:events";
import { PassThrough } from "node:stream";
import { COMPONENTS, type Component, type Site } from "../../src/site/site.ts";
import { withClient } from "../database/migrate.ts";
import { type SimulateOptions, simulate } from "../simulate/index.ts";
import { load, type Summary } from "./load.ts";

type Progress = (share: number, rows: number) => void;

/**
 * Simulated days of a site, written as an import writes them: one pass of the simulator feeds one load per
 * component, each with its own connection to the database at `url`.
 */
export async function loadSimulation(
  url: string,
  site: Site,
  options: SimulateOptions & {
    /** Rows after this moment (epoch ms) are left out: a day that is not over yet. */
    until?: number;
  },
  onProgress: Progress = () => {},
): Promise<Summary> {
  const queues = Object.fromEntries(
    COMPONENTS.map((component) => [
      component,
      new PassThrough({ objectMode: true, highWaterMark: 8 }),
    ]),
  ) as Record<Component, PassThrough>;
  const loads = COMPONENTS.map((component) =>
    withClient(url, (client) =>
      load(client, site, component, {
        name: `simulated ${component} of site ${site.id}`,
        header: site.components[component].map(({ name }) => name),
        batches: queues[component],
        progress: () => 0,
      }),
    ),
  );
  try {
    const [summaries] = await Promise.all([
      Promise.all(loads),
      feed(queues, site, options, onProgress),
    ]);
    return summaries.reduce(add);
  } catch (error) {
    for (const queue of Object.values(queues)) queue.destroy();
    await Promise.allSettled(loads);
    throw error;
  }
}

async function feed(
  queues: Record<Component, PassThrough>,
  site: Site,
  options: SimulateOptions & { until?: number },
  onProgress: Progress,
): Promise<void> {
  const firstLine = { bank: 1, rack: 1, pcs: 1, etc: 1 };
  const { until = Number.POSITIVE_INFINITY } = options;
  let total = 0;
  for (const { component, rows: simulated } of simulate(site, options)) {
    const rows = simulated.filter(([time]) => Number(time) <= until);
    if (rows.length === 0) continue;
    const queue = queues[component];
    if (!queue.write({ firstLine: firstLine[component], rows })) await once(queue, "drain");
    firstLine[component] += rows.length;
    total += rows.length;
    const time = Number(rows.at(-1)?.[0] ?? options.from);
    onProgress((time - options.from) / (options.days * 86_400_000), total);
  }
  for (const queue of Object.values(queues)) queue.end();
}

const add = (a: Summary, b: Summary): Summary => ({
  rows: a.rows + b.rows,
  inserted: a.inserted + b.inserted,
  updated: a.updated + b.updated,
  unchanged: a.unchanged + b.unchanged,
  repeated: a.repeated + b.repeated,
});
