import { parseArgs } from "node:util";
import { rollUp } from "../../src/jobs/run.ts";
import { askNights, trainForecasts } from "../../src/jobs/train.ts";
import { findSite, sites } from "../../src/site/registry/registry.ts";
import { askProgress } from "../../src/store/models/models.ts";
import { forgetTraining } from "../../src/store/models/training.ts";
import { askVia, transactVia } from "../database/ask.ts";
import { withClient } from "../database/migrate.ts";
import { openPlatformTarget, openTarget } from "../import/target.ts";
import { doJobs } from "../jobs.ts";
import { main, progressBar, UsageError } from "../terminal.ts";

const USAGE = `Usage: npm run train -- --site 2 [--from-scratch]
Teaches the forecasting models of a site the days that are over and that they do not know, of the last month.
The worker does the same every night. --from-scratch forgets what was learnt before.
Works on the local databases, or where SITE_{s}_DATABASE_URL, PLATFORM_DATABASE_URL or DATABASE_URL point.`;

await main(async () => {
  const { values } = parseArgs({
    options: { site: { type: "string" }, "from-scratch": { type: "boolean", default: false } },
  });
  const site = findSite(Number(values.site));
  if (!site)
    throw new UsageError(`--site must be one of ${sites.map(({ id }) => id).join(", ")}\n${USAGE}`);
  const platform = await openPlatformTarget();
  const target = await openTarget(site.id);
  const urls = { site: target.url, platform: platform.url };
  const bar = progressBar(`site ${site.id}`, "nights");
  try {
    if (values["from-scratch"]) {
      await withClient(platform.url, (client) =>
        forgetTraining(transactVia(client), { site: site.id }),
      );
    }
    await doJobs(urls, site, { jobs: [rollUp] });
    const due = await withClient(platform.url, (other) =>
      withClient(target.url, (client) => {
        const known = { ask: askVia(other), transact: transactVia(other) };
        return askNights({ site, ask: askVia(client), now: Date.now() }, known);
      }),
    );
    let done = 0;
    const onStep = () => {
      done = Math.min(done + 1, due.length); // the last step finds nothing
      bar.update(done / due.length, done);
    };
    if (due.length > 0) await doJobs(urls, site, { jobs: [trainForecasts], onStep });
    bar.stop();
    const known = await withClient(platform.url, (other) => askProgress(askVia(other), site.id));
    for (const { component, target: name, through, live, served } of known) {
      const horizons = live ? `answers ${served.filter(Boolean).length} horizons` : "not live";
      console.log(`  ${component} ${name}: through ${through}, ${horizons}`);
    }
    if (known.length === 0) console.log("No day is over that could be learnt.");
  } finally {
    bar.stop();
    await target.close();
    await platform.close();
  }
});
