import { parseArgs } from "node:util";
import { findSite, sites } from "../../src/site/registry/registry.ts";
import { parseDay } from "../../src/time/instant.ts";
import { loadSimulation } from "../import/simulation.ts";
import { openTarget } from "../import/target.ts";
import { doJobsAfter } from "../jobs.ts";
import { anomaliesOf } from "../simulate/index.ts";
import { localMidnight } from "../simulate/today.ts";
import { main, progressBar, UsageError } from "../terminal.ts";

const USAGE = `Usage: npm run simulate -- --site 1 --days 3 --step 10s [--from 2026-01-01] [--seed 1] [--no-anomalies]
Writes every component of the site for whole local days, by default those before today.
The same options write the same rows, so that running it twice changes nothing.`;

await main(async () => {
  const { values } = parseArgs({
    options: {
      site: { type: "string" },
      days: { type: "string", default: "3" },
      step: { type: "string", default: "10s" },
      from: { type: "string" },
      seed: { type: "string", default: "1" },
      "no-anomalies": { type: "boolean", default: false },
    },
  });
  const site = findSite(Number(values.site));
  if (!site)
    throw new UsageError(`--site must be one of ${sites.map(({ id }) => id).join(", ")}\n${USAGE}`);
  const days = whole("--days", values.days, 3650);
  const day = values.from === undefined ? undefined : parseDay(values.from, site.timeZone);
  if (values.from !== undefined && !day)
    throw new UsageError(`--from must be a day such as 2026-01-01\n${USAGE}`);
  const options = {
    from: day ? day[0] / 1000 : localMidnight(site, -days),
    days,
    stepSeconds: seconds(values.step),
    seed: whole("--seed", values.seed, 2 ** 31),
    anomalies: !values["no-anomalies"],
  };
  const target = await openTarget(site.id);
  const bar = progressBar(`site ${site.id}`);
  try {
    const summary = await loadSimulation(target.url, site, options, bar.update);
    bar.update(1, summary.rows);
    bar.stop();
    const { rows, inserted, updated, unchanged } = summary;
    console.log(`${rows} rows: ${inserted} inserted, ${updated} updated, ${unchanged} unchanged`);
    for (const { from, kind, description } of anomaliesOf(site, options)) {
      console.log(`  ${new Date(from).toISOString()} ${kind}: ${description}`);
    }
    await doJobsAfter(site, target);
  } finally {
    bar.stop();
    await target.close();
  }
});

function whole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new UsageError(`${name} must be a whole number from 1 to ${most}\n${USAGE}`);
}

function seconds(text: string): number {
  const match = /^(\d+)\s*(s|m|min|h)?$/.exec(text);
  const size = Number(match?.[1]) * { s: 1, m: 60, min: 60, h: 3600 }[(match?.[2] ?? "s") as "s"];
  if (match && size >= 1 && size <= 21_600) return size;
  throw new UsageError(`--step must be a duration from 1s to 6h, such as 10s\n${USAGE}`);
}
