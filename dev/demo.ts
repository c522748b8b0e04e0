import { sites } from "../src/sites/index.ts";
import { withClient } from "./database/migrate.ts";
import { loadSimulation } from "./import/simulation.ts";
import { localMidnight } from "./simulate/today.ts";
import { progressBar } from "./terminal.ts";

const SEED = 20220510;

/** A year and more in coarse steps, for what ages slowly; then the last days, today included, in fine ones. */
const HISTORY = { days: 400, stepSeconds: 21_600 };
const RECENT = { days: 4, stepSeconds: 60 };

/** Simulated data for every site whose tables are empty. */
export async function fillDemoData(
  url: (database: string) => string,
  say: (text: string) => void,
): Promise<void> {
  for (const site of sites) {
    const database = url(`ess_site_${site.id}`);
    const empty = await withClient(database, async (client) => {
      const { rows } = await client.query("select not exists (select from bank) as empty");
      return rows[0].empty as boolean;
    });
    if (!empty) continue;
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
  }
}
