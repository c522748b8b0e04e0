import type { Site } from "../src/site/site.ts";
import { withClient } from "./database/migrate.ts";
import { loadSimulation } from "./import/simulation.ts";
import { localMidnight } from "./simulate/today.ts";
import { progressBar } from "./terminal.ts";

const SEED = 20220510;
const FILLING = "ess-edge fills in demo data";

/** A year and more in coarse steps, for what ages slowly; then the last days, today included, in fine ones. */
const HISTORY = { days: 400, stepSeconds: 21_600 };
const RECENT = { days: 4, stepSeconds: 60 };

/** Simulated data for each of these sites whose tables are empty. */
export async function fillDemoData(
  url: (database: string) => string,
  say: (text: string) => void,
  sites: readonly Site[],
): Promise<void> {
  for (const site of sites) {
    const name = `ess_site_${site.id}`;
    const database = url(name);
    if (!(await wantsDemo(database))) continue;
    say(`Filling site ${site.id} (${site.name.en}) with simulated data …`);
    const bar = progressBar(`  site ${site.id}`);
    const recent = localMidnight(site, 1 - RECENT.days);
    const history = localMidnight(site, 1 - RECENT.days - HISTORY.days);
    const all = HISTORY.days + RECENT.days;
    const first = await loadSimulation(
      database,
      site,
      { ...HISTORY, from: history, seed: SEED, anomalies: false },
      (share, rows) => bar.update((share * HISTORY.days) / all, rows),
    );
    const second = await loadSimulation(
      database,
      site,
      { ...RECENT, from: recent, seed: SEED, startDay: HISTORY.days, until: Date.now() },
      (share, rows) => bar.update((HISTORY.days + share * RECENT.days) / all, first.rows + rows),
    );
    bar.update(1, first.rows + second.rows);
    bar.stop();
    await withClient(database, (client) => client.query(`comment on database ${name} is null`));
  }
}

/**
 * Whether a site's database is empty, or a fill of it was interrupted: a comment on the database says so
 * from before the first row until after the last. Filling again changes nothing that is there.
 */
const wantsDemo = (database: string): Promise<boolean> =>
  withClient(database, async (client) => {
    const { rows } = await client.query(`
      select current_database() as name,
        shobj_description(oid, 'pg_database') is not distinct from '${FILLING}' as interrupted,
        not exists (select from bank) and not exists (select from rack)
          and not exists (select from pcs) and not exists (select from etc) as empty
      from pg_database where datname = current_database()`);
    const { name, interrupted, empty } = rows[0];
    if (empty) await client.query(`comment on database ${name} is '${FILLING}'`);
    return interrupted || empty;
  });
