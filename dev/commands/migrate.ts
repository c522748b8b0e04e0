import { platformDatabaseUrl, siteDatabaseUrl } from "../../src/env.ts";
import { sites } from "../../src/site/registry/registry.ts";
import { openLocalDatabases } from "../database/local.ts";
import { createDatabases, DATABASES, migrate } from "../database/migrate.ts";
import { main } from "../terminal.ts";

/** `npm run migrate`: brings the databases that the environment names up to date, otherwise the local ones. */
await main(async () => {
  const env = process.env as never;
  const urls: Record<string, string | undefined> = {
    ess_platform: platformDatabaseUrl(env),
    ...Object.fromEntries(sites.map(({ id }) => [`ess_site_${id}`, siteDatabaseUrl(env, id)])),
  };
  if (Object.values(urls).every((url) => url === undefined)) {
    const local = await openLocalDatabases();
    console.log(
      local.applied.length > 0 ? local.applied.join("\n") : "The local databases are up to date.",
    );
    await local.stop();
    return;
  }
  if (process.env.DATABASE_URL) await createDatabases(process.env.DATABASE_URL);
  for (const { name, folders } of DATABASES) {
    const url = urls[name];
    const applied = url ? await migrate(url, folders) : [];
    const news = applied.length > 0 ? applied.join(", ") : "up to date";
    console.log(`${name}: ${url ? news : "not configured, left alone"}`);
  }
});
