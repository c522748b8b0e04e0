import { readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..");

/** What local commands keep between runs: the database cluster and its password. */
export const DATA = process.env.ESS_DATA ?? join(ROOT, ".data");

/** The worker's compatibility date, from the one place that says it. */
export const compatibilityDate = (): string => {
  const match = /^compatibility_date = "(.+)"$/m.exec(
    readFileSync(join(ROOT, "wrangler.toml"), "utf8"),
  );
  if (!match?.[1]) throw new Error("wrangler.toml has no compatibility_date");
  return match[1];
};
