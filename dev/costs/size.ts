/** What a deployment holds and does in a month. Change the figures to those of yours. */
export type Size = {
  name: string;
  sites: number;
  /** Seconds between two rows of a bank, a rack, the PCS or the sensors. */
  step: number;
  /** Months whose rows are kept (`RAW_RETENTION`); rollups stay. */
  keptMonths: number;
  /** Months before those, of rows that are kept as Parquet in R2. */
  archivedMonths?: number;
  /** Years of rollups that there are. */
  years?: number;
  /** Compute of the databases, on the average of the month: what Neon's console shows. */
  computeUnits: number;
  /** Workers with a Neon project each; a schedule and a server carry some thirty sites. */
  deployments: number;
};

/** A site like Panli: 2 banks, 17 racks, PCS, sensors. */
const UNITS = 21;
/**
 * Bytes of such a row with its indexes: pg_total_relation_size of the four components over their rows, after
 * `npm run simulate -- --site 2 --days 1 --step 10s` (a rack 763, the PCS 545, a bank 506, the sensors 143).
 */
const ROW_BYTES = 700;
/** Bytes of its rollups in a year: 19 banks and racks by minute, hour and day. */
const ROLLUP_BYTES_YEAR = 19 * 525_600 * 1.02 * 490;

/**
 * Bytes of such a row as Parquet: far above the 4 of a bank of the real day (`npm run bench -- formats`), whose values
 * hardly change.
 */
const PARQUET_BYTES = 40;

const DAY_SECONDS = 86_400;
const MONTH_DAYS = 365 / 12;
const MONTH_HOURS = 730;
const GB = 1e9;

/** A site's readings come in a request each ten seconds and component; five people look at it in office hours. */
const INGEST_REQUESTS = (4 * DAY_SECONDS * MONTH_DAYS) / 10;
const READER_REQUESTS = (5 * 22 * 8 * 3600) / 5;
/** A day of its banks is downloaded every day. */
const DOWNLOAD_BYTES = 45e6;
const ANSWER_BYTES = 10e3;
const INGEST_CPU_MS = 10;
const ANSWER_CPU_MS = 5;
const DOWNLOAD_CPU_MS = 300;
/** Each minute of the schedule, and each night's training. */
const MINUTE_CPU_MS = 20;
const NIGHT_CPU_MS = 60_000;

export type Usage = {
  storageGb: number;
  archiveGb: number;
  historyGb: number;
  transferGb: number;
  cuHours: number;
  requests: number;
  cpuMs: number;
};

export function usageOf(size: Size): Usage {
  const {
    sites,
    step,
    keptMonths,
    archivedMonths = 0,
    years = 1,
    computeUnits,
    deployments,
  } = size;
  const rowsPerDay = (sites * UNITS * DAY_SECONDS) / step;
  const minutes = (deployments * MONTH_DAYS * DAY_SECONDS) / 60;
  const perSiteCpu =
    INGEST_REQUESTS * INGEST_CPU_MS +
    READER_REQUESTS * ANSWER_CPU_MS +
    MONTH_DAYS * (DOWNLOAD_CPU_MS / step + 1440 * MINUTE_CPU_MS + NIGHT_CPU_MS);
  return {
    storageGb:
      (rowsPerDay * MONTH_DAYS * keptMonths * ROW_BYTES + sites * years * ROLLUP_BYTES_YEAR) / GB,
    archiveGb: (rowsPerDay * MONTH_DAYS * archivedMonths * PARQUET_BYTES) / GB,
    historyGb: (rowsPerDay * ROW_BYTES) / GB, // a day of changes: the window of a paid plan unless you widen it
    transferGb:
      (sites * (MONTH_DAYS * (DOWNLOAD_BYTES / step) + READER_REQUESTS * ANSWER_BYTES)) / GB,
    cuHours: computeUnits * MONTH_HOURS,
    requests: sites * (INGEST_REQUESTS + READER_REQUESTS) + minutes,
    cpuMs: sites * perSiteCpu,
  };
}
