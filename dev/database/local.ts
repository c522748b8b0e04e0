import { mkdirSync } from "node:fs";
import { DATA } from "../settings.ts";
import { reachable } from "./binaries.ts";
import { createDatabases, DATABASES, migrate } from "./migrate.ts";
import { openPostgres, type Postgres } from "./postgres.ts";

/** The local Postgres with every database created and migrated; `directory` is by default that of `npm start`. */
export async function openLocalDatabases(
  options: { directory?: string; settings?: Record<string, string> } = {},
): Promise<Postgres & { directory: string; applied: string[] }> {
  const directory = reachable(options.directory ?? DATA);
  mkdirSync(directory, { recursive: true });
  const postgres = await openPostgres({ ...options, directory });
  try {
    await createDatabases(postgres.url("postgres"));
    const applied: string[] = [];
    for (const { name, folders } of DATABASES) {
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
