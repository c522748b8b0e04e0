import pg from "pg";
import { askVia, transactVia } from "../../../dev/database/ask.ts";
import { simulate } from "../../../dev/simulate/index.ts";
import { TARGET_NAMES, type TargetName } from "../../../src/domain/forecast/targets.ts";
import type { Work } from "../../../src/jobs/job.ts";
import { rollUp, runJobs } from "../../../src/jobs/run.ts";
import { trainForecasts } from "../../../src/jobs/train.ts";
import { panli } from "../../../src/site/registry/2-panli.ts";
import type { RolledComponent } from "../../../src/site/rollup.ts";
import type { Site } from "../../../src/site/site.ts";
import type { Database } from "../../../src/store/backend.ts";
import type { Day } from "../../../src/time/days.ts";
import { createDatabase } from "../../support/world.ts";
import { indicatorsWorld } from "./indicators.ts";

export const FIRST_DAY = "2026-01-05";
const FROM = Date.parse(`${FIRST_DAY}T00:00:00+09:00`);
const DAY = 86_400_000;

/** The n-th simulated day, from 0. */
export const dayNumber = (n: number): string =>
  new Date(FROM + n * DAY + 9 * 3_600_000).toISOString().slice(0, 10);

/** The first moment at which the n-th day may be learnt: 70 minutes after it is over. */
export const learnableAt = (n: number): number => FROM + (n + 1) * DAY + 70 * 60_000;

export const dayOfNumber = (n: number): Day => ({
  start: (FROM + n * DAY) * 1000,
  end: (FROM + (n + 1) * DAY) * 1000,
});

/** The columns that forecasts read. */
const USED =
  /^(TIMESTAMP|(BANK|RACK)_ID|BANK_(DC_VOLT|DC_CURRENT|SOC)|RACK_(VOLTAGE|CURRENT|SOC)|.*M(AX|IN)_CELL_(VOLTAGE|TEMPERATURE)(_OF_BANK)?|RACK_CELL_.*_GAP)$/;

/** A bank, or a rack of it: 0 is the bank itself. */
export type Unit = readonly [bank: number, rack: number];

export type TrainingWorld = Awaited<ReturnType<typeof trainingWorld>>;

/**
 * A service of its own for site 2 with some simulated days of a few banks and racks, rolled up, and a platform's
 * database that knows no model yet.
 */
export async function trainingWorld({
  days,
  units,
  from = FROM,
  stepSeconds = 60,
}: {
  from?: number;
  days: number;
  units: readonly Unit[];
  stepSeconds?: number;
}) {
  const platform = await createDatabase("ess_platform");
  const world = await indicatorsWorld({ PLATFORM_DATABASE_URL: platform.url });
  const options = { from, days, stepSeconds, seed: 3, anomalies: false };
  for (const { component, rows } of simulate(panli, options)) {
    if (component !== "bank" && component !== "rack") continue;
    const all = panli.components[component].map(({ name }) => name);
    const used = all.flatMap((name, i) => (USED.test(name) ? [i] : []));
    const names = used.map((i) => all[i] as string);
    const [bank, rack, time] = ["BANK_ID", "RACK_ID", "TIMESTAMP"].map((name) =>
      names.indexOf(name),
    ) as [number, number, number];
    const cut = rows.map((row) => used.map((i) => row[i]));
    const chosen = cut.filter((row) =>
      units.some(([b, r]) => row[bank] === b && (r === 0 ? rack < 0 : row[rack] === r)),
    );
    if (chosen.length === 0) continue;
    await world.insert(
      component,
      names,
      chosen.map((row) =>
        row.map((value, i) =>
          i === time ? new Date(Number(value)).toISOString() : (value as number | string | null),
        ),
      ),
    );
  }
  const clients = [world.database.url, platform.url].map((url) => openClient(url));
  const [own, other] = (await Promise.all(clients)) as [Session, Session];
  const work = (now: number, more: Partial<Work> = {}): Work => ({
    site: panli,
    ...own.database,
    platform: other.database,
    now,
    ...more,
  });
  /** Runs jobs as the clock does. */
  const run = (now: number, more: Partial<Work> = {}, jobs = [rollUp, trainForecasts]) =>
    runJobs([work(now, more)], { until: Number.POSITIVE_INFINITY, steps: 10_000 }, () => {}, jobs);
  return {
    ...world,
    site: panli as Site,
    platform,
    work,
    run,
    /** Does one step of training. */
    step: (now: number, more: Partial<Work> = {}) => trainForecasts.step(work(now, more)),
    known: <R>(text: string, values: unknown[] = []) =>
      other.client.query(text, values).then(({ rows }) => rows as R[]),
    /** Leaves all targets of a component alone but these. */
    only: async (component: RolledComponent, targets: readonly TargetName[]) => {
      const others = TARGET_NAMES.filter((name) => !targets.includes(name));
      await other.client.query(
        `insert into forecast_target (site, component, target, through, latest, served, track)
         select 2, $1, target, '9999-12-31', 0, '[]', '[]' from unnest($2::text[]) as target`,
        [component, others],
      );
    },
    /** Another session with a database, the platform's by default. */
    session: (url = platform.url) => openClient(url),
    json: async <T>(path: string, status = 200): Promise<T> => {
      const response = await fetch(`${world.worker.url}${path}`);
      const text = await response.text();
      if (response.status !== status) throw new Error(`${response.status}: ${text.slice(0, 500)}`);
      return JSON.parse(text) as T;
    },
    stop: async () => {
      await Promise.all([own.client.end(), other.client.end()]);
      await world.stop();
      await platform.drop();
    },
  };
}

type Session = { client: pg.Client; database: Database };

export async function openClient(url: string): Promise<Session> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return { client, database: { ask: askVia(client), transact: transactVia(client) } };
}
