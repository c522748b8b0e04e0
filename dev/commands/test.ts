import { runVitest, vitestCalls } from "../vitest.ts";

/** `npm test -- FILE …`: vitest, which starts its own Postgres and runtime; without a file, all but test/e2e. */
runVitest(vitestCalls("run", process.argv.slice(2)));
