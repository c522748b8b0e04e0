import { siteDatabaseUrl } from "../../src/env.ts";
import { openLocalDatabases } from "../database/local.ts";

export type Target = { url: string; close: () => Promise<void> };

/**
 * The database of a site that commands write to: the one that `SITE_{s}_DATABASE_URL` or `DATABASE_URL` names
 * (Neon, say), otherwise the local one.
 */
export async function openTarget(site: number): Promise<Target> {
  const remote = siteDatabaseUrl(process.env as never, site);
  if (remote) return { url: remote, close: async () => {} };
  const local = await openLocalDatabases();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => local.stop().finally(() => process.exit(130)));
  }
  return { url: local.url(`ess_site_${site}`), close: local.stop };
}
