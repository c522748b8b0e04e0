import { runVitest, vitestCalls } from "../vitest.ts";

const args = process.argv.slice(2);
const hasFile = args.some((arg) => !arg.startsWith("-"));

/** `npm run test:watch -- FILE …`: runs again what a change concerns; without a file, the tests of pure code. */
runVitest(vitestCalls("watch", hasFile ? args : ["--project", "pure", ...args]));
