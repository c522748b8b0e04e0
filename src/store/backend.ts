import QuickLRU from "quick-lru";
import type { Caller } from "../domain/access/scopes.ts";
import { type Env, platformDatabaseUrl, type Region, replicaUrl, siteDatabaseUrl } from "../env.ts";
import type { Site } from "../site/site.ts";
import { type Auditor, auditor } from "./access/auditor.ts";
import { hasRollups } from "./rows/facts.ts";
import { type Ask, type Connection, connect, type Transact, transaction } from "./sql/client.ts";
import { DatabaseError, NotConfigured } from "./sql/error.ts";
import { hasJustWritten, hasWrittenElsewhere, noteWritten, type Writer } from "./written.ts";

/** Replicas that did not answer, by connection string: the primary is read in their place for ten seconds. */
const avoided = new QuickLRU<string, true>({ maxSize: 100, maxAge: 10_000 });

export type Database = { ask: Ask; transact: Transact };

/** A database to read from, told from others by its connection string. */
export type Reader = Database & { url: string };

/** The databases of one request. */
export type Backend = {
  /**
   * What a site is read from: the replica of the region where there is one, unless the caller has just written.
   * @throws {NotConfigured}
   */
  reader(site: Site): Promise<Reader>;
  /** The database that a site is written to. @throws {NotConfigured} */
  primary(site: Site): Database;
  /** The same, for work that continues when the client has gone. @throws {NotConfigured} */
  lastingPrimary(site: Site): Database;
  /** Keys, audit, events, models. Questions continue when the client has gone. @throws {NotConfigured} */
  platform(): Database;
  /** Whether a site's database has rollups. `ask` asks it, or a replica of it. */
  hasRollups(site: Site, ask: Ask): Promise<boolean>;
  /** Whether there is a platform database. */
  hasPlatform: boolean;
  /** Notes that the caller has written to a site: the caller's next requests see it. */
  noteWritten(site: Site): Promise<void>;
  /** Whether the caller has written to the site from another isolate since this one last looked. */
  hasWrittenElsewhere(site: Site): Promise<boolean>;
  audit: Auditor;
  /** Work that the answer does not wait for. */
  later(work: Promise<unknown>): void;
  /** Aborted when the client goes away. */
  signal: AbortSignal;
};

/** What the databases need to know of a request. */
export type Asker = {
  env: Env;
  caller: Caller;
  requestId: string;
  route: string;
  region: Region;
  signal: AbortSignal;
  later: Backend["later"];
  /** Whether a part of the answer has been sent. */
  hasBegun: () => boolean;
};

export function openBackend(asker: Asker): Backend {
  const { env, caller, region, signal, later, hasBegun } = asker;
  const common: Omit<Connection, "url"> = {
    localEndpoint: env.NEON_LOCAL_ENDPOINT,
    timeoutMs: env.QUERY_TIMEOUT_MS,
    concurrency: env.DATABASE_CONCURRENCY,
    hasBegun,
    outlast: later,
  };
  const ofSite = ({ id }: Site): Connection => ({
    ...common,
    url: configured(siteDatabaseUrl(env, id), id),
    signal,
  });
  const ofPlatform = (): Connection => ({
    ...common,
    url: configured(platformDatabaseUrl(env), "platform"),
  });
  const hasPlatform = platformDatabaseUrl(env) !== undefined;
  const mayWrite = caller.scopes.has("ingest") || caller.scopes.has("admin");
  const writer = ({ id }: Site): Writer => ({ key: caller.key, site: id });
  return {
    async reader(site) {
      const primary = ofSite(site);
      const url = replicaUrl(env, site.id, region);
      const isBehind = mayWrite && url !== undefined && (await hasJustWritten(writer(site)));
      if (url === undefined || avoided.has(url) || isBehind) {
        return { ...databaseOf(primary), url: primary.url };
      }
      return { ...avoidedWhenAway(databaseOf({ ...primary, url }), url, signal), url };
    },
    primary: (site) => databaseOf(ofSite(site)),
    lastingPrimary: (site) => databaseOf({ ...ofSite(site), signal: undefined }),
    platform: () => databaseOf(ofPlatform()),
    hasRollups: (site, ask) => hasRollups(ask, ofSite(site).url),
    hasPlatform,
    noteWritten: (site) => noteWritten(writer(site)),
    hasWrittenElsewhere: async (site) =>
      mayWrite && caller.key !== undefined && (await hasWrittenElsewhere(writer(site))),
    // The audit is written however many questions wait.
    audit: auditor(
      asker,
      hasPlatform ? connect({ ...ofPlatform(), concurrency: undefined }) : undefined,
    ),
    later,
    signal,
  };
}

const databaseOf = (connection: Connection): Database => ({
  ask: connect(connection),
  transact: transaction(connection),
});

function configured(url: string | undefined, database: NotConfigured["database"]): string {
  if (url === undefined) throw new NotConfigured(database);
  return url;
}

/** A replica that does not answer is avoided for a while; a client that went away says nothing about it. */
function avoidedWhenAway({ ask, transact }: Database, url: string, signal: AbortSignal): Database {
  const noting =
    <A extends unknown[], T>(question: (...of: A) => Promise<T>) =>
    (...of: A) =>
      question(...of).catch((error: unknown) => {
        const isAway = error instanceof DatabaseError && error.failure === "unavailable";
        if (isAway && !signal.aborted) avoided.set(url, true);
        throw error;
      });
  return {
    ask: Object.assign(noting(ask), { text: noting(ask.text) }),
    transact: noting(transact),
  };
}
