import { E2E_CONFIG, runVitest } from "../vitest.ts";

/** `npm run test:e2e -- FILE …`: the web in a real Chromium, before a Postgres and a worker of its own. */
runVitest([["run", "--config", E2E_CONFIG, ...process.argv.slice(2)]]);
