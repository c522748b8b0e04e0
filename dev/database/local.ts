import { DATA } from "../settings.ts";
import { reachable } from "./binaries.ts";
import { createDatabases, DATABASES, migrate } from "./migrate.ts";
import { type Options, openPostgres, type Postgres } from "./postgres.ts";

/** The local Postgres with every database created and migrated; `directory` is by default that of `npm start`. */
export async function openLocalDatabases(
  options: Partial<Options> = {},
): Promise<Postgres & { directory: string; applied: string[] }> {
  const directory = reachable(options.directory ?? DATA);
  const postgres = await openPostgres({ ...options, directory });
  try {
    await createDatabases(postgres.url("postgres"));
    const applied: string[] = [];
    for (const { name, folders } of DATABASES) {
      options.signal?.throwIfAborted();
      applied.push(
        ...(await migrate(postgres.url(name), folders)).map((file) => `${name}: ${file}`),
      );
    }
    return { ...postgres, directory, applied };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
