import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWorker } from "../dev/build/worker.ts";
import { openLocalDatabases } from "../dev/database/local.ts";
import { withClient } from "../dev/database/migrate.ts";
import { startNeonEndpoint } from "../dev/neon-endpoint.ts";
import { startRuntime } from "../dev/runtime/workerd.ts";
import { panli } from "../src/site/registry/2-panli.ts";
import { EXSOS_COUNTS, measuredColumns, STATISTICS, statisticName } from "../src/site/rollup.ts";
import { KINDS, ORIGIN_HOURS, readDays, replay } from "../test/support/day-ahead.ts";
import { PANLI_DAYS_NAME, panliDates } from "../test/support/panli-days.ts";
import { cpuSeconds, median, ms, secondsOf } from "./measure.ts";

/*
 * How good the forecast of the day ahead is: real days of 2023 of bank 1 of site 2, each forecast from all earlier
 * files, which may be months older, to its end; mean absolute errors of ten-minute means beside those of the last
 * day and of the mean day. Then what it costs over HTTP, from the minute rollups of nine racks.
 */

const ROUNDS = 15;
const DAYS = 33;

if (panliDates.length === 0) console.log(`errors: skipped, ${PANLI_DAYS_NAME} is not there`);
else await errors();
await times();

async function errors(): Promise<void> {
  const days = await readDays();
  console.log(
    "MAE of last day / mean day / analogs; RMSE of the analogs; 90 % interval: coverage, mean width",
  );
  for (const kind of KINDS) {
    console.log(`${kind.name}, ${kind.unit}`);
    for (const hour of ORIGIN_HOURS) {
      const { last, mean, analog, rmse, coverage, width } = replay(days, kind, hour);
      const text = (value: number) => value.toFixed(kind.decimals);
      console.log(
        `  ${String(hour).padStart(2, "0")}:00  ${[last, mean, analog].map(text).join(" / ")}; ${text(rmse)}; ${coverage.toFixed(2)}, ${text(width)}`,
      );
    }
  }
}

async function times(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "ess-edge-bench-"));
  const postgres = await openLocalDatabases({ directory, settings: { fsync: "off" } });
  const endpoint = await startNeonEndpoint(postgres.url);
  const bundle = await buildWorker(join(directory, "worker"));
  const database = postgres.url("ess_site_2");
  await fillMinutes(database);
  const runtime = await startRuntime(bundle.file, {
    SITE_2_DATABASE_URL: database,
    NEON_LOCAL_ENDPOINT: endpoint.url,
    AUTH: "open",
  });
  try {
    for (const [what, rack] of [
      ["one rack", "3/"],
      ["nine racks", ""],
    ]) {
      const url = `${runtime.url}/api/ess/stats/multi-step-forecasting-max-cell-voltage/operating-sites/2/banks/1/racks/${rack}?origin=2022-06-02T16:00`;
      const answer = async () => (await fetch(url)).text();
      const bytes = (await answer()).length;
      const before = cpuSeconds(runtime.pid);
      const seconds: number[] = [];
      for (let i = 0; i < ROUNDS; i++) seconds.push(await secondsOf(answer));
      const cpu = (cpuSeconds(runtime.pid) - before) / ROUNDS;
      console.log(
        `the day ahead of ${what} from 30 days of minutes: ${ms(median(seconds))}, of it CPU of the runtime ${ms(cpu)}; ${(bytes / 1024).toFixed(0)} KiB`,
      );
    }
  } finally {
    await runtime.stop();
    await endpoint.close();
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Minutes of nine racks as if their rows had been given up. */
async function fillMinutes(database: string): Promise<void> {
  const measured = measuredColumns(panli, "rack");
  const columns = measured.flatMap((column) =>
    STATISTICS.map((statistic) => statisticName(column, statistic)),
  );
  const values = measured.flatMap((column, i) => {
    const level = column.includes("CELL_VOLTAGE_GAP")
      ? "0.02"
      : column === "RACK_VOLTAGE"
        ? "864"
        : `${3.2 + i / 100}`;
    const value = `(${level}::float8 * (1 + 0.05 * sin(minute * 2 * pi() / 1440) + 0.001 * (minute / 1440 % 7)))`;
    return ["60", `60 * ${value}`, value, value];
  });
  await withClient(database, async (client) => {
    await client.query(
      `insert into ess_rack_minute (bank, rack, at, rows, minutes, ${[...columns, ...EXSOS_COUNTS].join(", ")})
       select 1, rack, '2022-05-01 00:00+09'::timestamptz + minute * interval '1 minute', 60, 1, ${[...values, ...EXSOS_COUNTS.map(() => 20)].join(", ")}
       from generate_series(1, 9) as rack, generate_series(0, ${DAYS * 1440 - 1}) as minute`,
    );
    await client.query("vacuum analyze ess_rack_minute");
  });
}
