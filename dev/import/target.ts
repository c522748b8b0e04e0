import { platformDatabaseUrl, siteDatabaseUrl } from "../../src/env.ts";
import { openLocalDatabases } from "../database/local.ts";

export type Target = { url: string; isLocal: boolean; close: () => Promise<void> };

/**
 * The database of a site that commands write to: the one that `SITE_{s}_DATABASE_URL` or `DATABASE_URL` names
 * (Neon, say), otherwise the local one.
 */
export const openTarget = (site: number): Promise<Target> =>
  open(siteDatabaseUrl(process.env as never, site), `ess_site_${site}`);

/** The same for the platform's database and `PLATFORM_DATABASE_URL`. */
export const openPlatformTarget = (): Promise<Target> =>
  open(platformDatabaseUrl(process.env as never), "ess_platform");

async function open(remote: string | undefined, name: string): Promise<Target> {
  if (remote) return { url: remote, isLocal: false, close: async () => {} };
  const local = await openLocalDatabases();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => local.stop().finally(() => process.exit(130)));
  }
  return { url: local.url(name), isLocal: true, close: local.stop };
}
