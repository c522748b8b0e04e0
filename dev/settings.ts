import { readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..");

/** What local commands keep between runs: the database cluster and its password. */
export const DATA = process.env.ESS_DATA ?? join(ROOT, ".data");

/** The flag that names an environment of wrangler.toml: the service itself, unless another is named. */
export const wranglerEnvironment = (name = ""): string[] => [`--env=${name}`];

/** The worker's compatibility date and flags (quoted, comma separated), from the one place that says them. */
export function compatibility(): { date: string; flags: string } {
  const text = readFileSync(join(ROOT, "wrangler.toml"), "utf8");
  const date = /^compatibility_date = "(.+)"/m.exec(text)?.[1];
  const flags = /^compatibility_flags = \[(.*)\]/m.exec(text)?.[1] ?? "";
  if (!date) throw new Error("wrangler.toml has no compatibility_date");
  return { date, flags };
}
