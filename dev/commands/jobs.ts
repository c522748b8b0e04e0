import { parseArgs } from "node:util";
import { findSite, sites } from "../../src/site/registry/registry.ts";
import { openPlatformTarget, openTarget } from "../import/target.ts";
import { doJobs } from "../jobs.ts";
import { main, UsageError } from "../terminal.ts";

const USAGE = `Usage: npm run jobs [-- --site 2]
Does all that is due: rollups, daily products, events. The worker does the same every minute.
Works on the local databases, or where SITE_{s}_DATABASE_URL, PLATFORM_DATABASE_URL or DATABASE_URL point.`;

await main(async () => {
  const { values } = parseArgs({ options: { site: { type: "string" } } });
  const site = findSite(Number(values.site));
  if (values.site !== undefined && !site)
    throw new UsageError(`--site must be one of ${sites.map(({ id }) => id).join(", ")}\n${USAGE}`);
  const platform = await openPlatformTarget();
  try {
    for (const one of site ? [site] : sites) {
      const target = await openTarget(one.id);
      try {
        const started = Date.now();
        const steps = await doJobs({ site: target.url, platform: platform.url }, one);
        const seconds = ((Date.now() - started) / 1000).toFixed(1);
        console.log(`site ${one.id} (${one.name.en}): ${steps} steps in ${seconds} s`);
      } finally {
        await target.close();
      }
    }
  } finally {
    await platform.close();
  }
});
