/** `npm run bench`: bench/run.ts; `npm run bench -- NAME`: another file of bench/, one of these. */
const OWN = [
  "ingest",
  "sos",
  "rollups",
  "events",
  "forecast",
  "day-ahead",
  "cache",
  "load",
  "scale",
  "peers",
];
const own = OWN.find((name) => name === process.argv[2]);
await import(`../../bench/${own ?? "run"}.ts`);

export {};
