import { bytesOf, cpuSeconds, curl, inTurn, ms, peakDuring, report, secondsOf } from "./measure.ts";
import { DAYS, type Service } from "./service.ts";

const PATH = "/api/ess/download/operating-sites/2/bank/";
const DAY = "date=2022-05-10";
const HALF = `start-time=2022-05-10&end-time=2022-05-${10 + DAYS / 2}`;
const ALL = `start-time=2022-05-10&end-time=2022-05-${10 + DAYS}`;

/** How long each format takes, as a multiple of CSV's time in the same run. */
const MOST_TIMES = { "csv.gz": 2.5, ndjson: 3, parquet: 4 };

/** What other formats than CSV promise, each as a ratio to CSV. */
export async function formats(service: Service): Promise<void> {
  const url = (format: string) => `${service.url}${PATH}?${DAY}&format=${format}`;
  for (const [format, most] of Object.entries(MOST_TIMES)) {
    const time = (name: string) => async () => secondsOf(() => curl(url(name)));
    const result = await inTurn(5, time(format), time("csv"));
    const note = `${ms(result.a)} against ${ms(result.b)}`;
    report(`${format} of a day / CSV of a day`, result.ratio, most, "×", note);
    const before = cpuSeconds(service.pid);
    for (let i = 0; i < 3; i++) await curl(url(format));
    console.log(`       CPU of the runtime for it: ${ms((cpuSeconds(service.pid) - before) / 3)}`);
  }
  await sizes(url);
  await memory(service);
}

async function sizes(url: (format: string) => string): Promise<void> {
  const csv = await bytesOf(url("csv"));
  for (const format of ["parquet", "csv.gz"]) {
    const bytes = await bytesOf(url(format));
    const note = `${bytes} against ${csv}`;
    report(`bytes of ${format} / bytes of CSV`, (100 * bytes) / csv, 15, " %", note);
  }
}

/**
 * Runtimes that nobody has asked anything yet, because a heap grows with its first traffic: it has its size after a
 * few days of rows, and what counts is what more of them add.
 */
async function memory(service: Service): Promise<void> {
  const peakOf = async (query: string, limits?: Parameters<typeof peakDuring>[2]) => {
    const runtime = await service.fresh();
    const peak = await peakDuring(runtime.pid, `${runtime.url}${PATH}?${query}`, limits);
    await runtime.stop();
    return peak;
  };
  for (const format of ["parquet", "csv.gz", "ndjson"]) {
    const half = await peakOf(`${HALF}&format=${format}`);
    const all = await peakOf(`${ALL}&format=${format}`);
    const note = `peak ${all.toFixed(0)} MiB, that of half of the days ${half.toFixed(0)}`;
    report(`memory of ${format}, ${DAYS} days − ${DAYS / 2}`, all - half, 32, " MiB", note);
  }
  const half = await peakOf(`${HALF}&format=parquet`);
  const slow = await peakOf(`${ALL}&format=parquet`, { limitRate: "100k", seconds: 20 });
  const note = `peak ${slow.toFixed(0)} MiB, at full speed ${half.toFixed(0)}`;
  report("memory of parquet, client at 100 KB/s − at full speed", slow - half, 32, " MiB", note);
}
