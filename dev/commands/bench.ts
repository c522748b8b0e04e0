/** `npm run bench`: see bench/run.ts; `npm run bench -- ingest`: see bench/ingest.ts. */
await import(process.argv[2] === "ingest" ? "../../bench/ingest.ts" : "../../bench/run.ts");

export {};
