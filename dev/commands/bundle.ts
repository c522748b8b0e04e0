import { buildWorker } from "../build/worker.ts";
import { main, UsageError } from "../terminal.ts";

/** What a worker may weigh, KiB gzipped. Every isolate that starts cold reads all of it. */
const MOST = 284; // of which 18 write Parquet, 4 keep answers and choose replicas

/** `npm run bundle`: `wrangler deploy --dry-run` with the size of what it would upload. */
await main(async () => {
  const { report } = await buildWorker();
  const size = Number(/gzip: ([\d.]+) KiB/.exec(report)?.[1]);
  console.log(`The worker weighs ${size} KiB gzipped; at most ${MOST} are allowed.`);
  if (!(size <= MOST))
    throw new UsageError("The worker is too large: what has come in that it does not need?");
});
