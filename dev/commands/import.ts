import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { findSite, sites } from "../../src/site/registry/registry.ts";
import { COMPONENTS, type Component } from "../../src/site/site.ts";
import { withClient } from "../database/migrate.ts";
import { openCsv } from "../import/csv.ts";
import { load } from "../import/load.ts";
import { openParquet } from "../import/parquet.ts";
import { openTarget } from "../import/target.ts";
import { doJobsAfter } from "../jobs.ts";
import { main, progressBar, UsageError } from "../terminal.ts";

const USAGE = `Usage: npm run import -- --site 2 --component bank FILE…
FILE is CSV (.csv, .csv.gz) or Parquet (.parquet), with the columns' names as in the database or in lower case.
Writes into the local database, or where SITE_{s}_DATABASE_URL or DATABASE_URL point. A file is taken whole or not at all.`;

await main(async () => {
  const { values, positionals } = parseArgs({
    options: { site: { type: "string" }, component: { type: "string" } },
    allowPositionals: true,
  });
  const site = findSite(Number(values.site));
  const component = COMPONENTS.find((name) => name === values.component) as Component | undefined;
  if (!site)
    throw new UsageError(`--site must be one of ${sites.map(({ id }) => id).join(", ")}\n${USAGE}`);
  if (!component)
    throw new UsageError(`--component must be one of ${COMPONENTS.join(", ")}\n${USAGE}`);
  if (positionals.length === 0) throw new UsageError(`No file is named\n${USAGE}`);
  for (const file of positionals) {
    if (!existsSync(file)) throw new UsageError(`${file}: there is no such file`);
    if (!/\.(csv|csv\.gz|parquet)$/.test(file)) {
      throw new UsageError(`${file}: must end in .csv, .csv.gz or .parquet`);
    }
  }
  const target = await openTarget(site.id);
  try {
    await withClient(target.url, async (client) => {
      for (const file of positionals) {
        const started = Date.now();
        const source = file.endsWith(".parquet") ? await openParquet(file) : await openCsv(file);
        const bar = progressBar(file);
        try {
          let read = 0;
          const onProgress = (rows: number) => {
            read = rows;
            bar.update(source.progress(), rows);
          };
          const onRead = () => {
            bar.update(1, read);
            bar.stop();
            console.error("Writing what is new or has changed …");
          };
          const summary = await load(client, site, component, source, onProgress, onRead);
          const seconds = (Date.now() - started) / 1000;
          const { rows, inserted, updated, unchanged, repeated } = summary;
          console.log(
            `${file}: ${rows} rows in ${seconds.toFixed(1)} s (${Math.round(rows / seconds)} rows/s): ` +
              `${inserted} inserted, ${updated} updated, ${unchanged} unchanged, 0 rejected` +
              (repeated > 0
                ? `, ${repeated} repeated (of rows with one key the last one counts)`
                : ""),
          );
        } finally {
          bar.stop();
        }
      }
    });
    await doJobsAfter(site, target);
  } finally {
    await target.close();
  }
});
