/** `npm run bench`: bench/run.ts; `npm run bench -- ingest`, `… -- sos`, `… -- rollups`, `… -- events`, `… -- forecast`: the files of these names. */
const own = ["ingest", "sos", "rollups", "events", "forecast"].find(
  (name) => name === process.argv[2],
);
await import(`../../bench/${own ?? "run"}.ts`);

export {};
