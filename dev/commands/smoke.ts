import { parseArgs } from "node:util";
import { smoke } from "../smoke/run.ts";
import { main, UsageError } from "../terminal.ts";

const USAGE = `Usage: npm run smoke -- https://ess-edge.example.workers.dev [--key ess_…] [--public]
Checks a service that runs: a line for each check, and exit status 1 where one fails. The key may also be in ESS_KEY, where
no other program sees it; without one only what needs none is checked. --public: it is meant to answer without a key.`;

await main(async () => {
  const { values, positionals } = parseArgs({
    options: { key: { type: "string" }, public: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const [given, ...more] = positionals;
  if (!given || more.length > 0 || !URL.canParse(given)) throw new UsageError(USAGE);
  const url = new URL(given);
  if (!/^https?:$/.test(url.protocol) || url.pathname !== "/") {
    throw new UsageError(
      `${given} must be an origin, such as https://ess-edge.example.workers.dev\n${USAGE}`,
    );
  }
  const key = values.key ?? process.env.ESS_KEY;
  const failed = await smoke(url.origin, { key, isPublic: values.public }, console.log);
  if (failed > 0) throw new UsageError(`${failed} of the checks failed`);
});
