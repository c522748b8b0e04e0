import * as z from "zod";
import { readOmissions } from "./domain/deid/omission.ts";
import { sites } from "./site/registry/registry.ts";
import { parseWidth, type Width } from "./time/interval.ts";
import { DAY } from "./time/units.ts";

const LEAST_RETENTION = 28 * DAY;

/** Scopes that can be given to everybody. */
const PUBLIC = ["raw:read", "di:read", "analytics:read"] as const;

const url = z
  .string()
  .refine(isDatabaseUrl, "must be a Postgres URL. Example: postgres://user:password@host/database");
/** A secret for HMAC-SHA-256: as many bytes as the hash has. */
const secret = z
  .string()
  .refine((text) => new TextEncoder().encode(text).length >= 32, "must be at least 32 bytes long");
const words = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((word) => word.trim())
      .filter((word) => word !== ""),
  );
/** By data centre (three letters) or continent (two), as Cloudflare names them. */
const replicas = z
  .string()
  .default("")
  .transform((text, context) => {
    const pairs = text.split(/\s+/).filter((pair) => pair !== "");
    return new Map(
      pairs.map((pair) => {
        const [, region, database = ""] = /^([A-Z]{2,3})=(.+)$/.exec(pair) ?? [];
        if (region && isDatabaseUrl(database)) return [region, database] as const;
        context.addIssue(
          "must be REGION=URL pairs separated by spaces. Example: AS=postgres://user:password@host/database EU=postgres://…",
        );
        return z.NEVER;
      }),
    );
  });
const limiter = z.custom<RateLimit>().optional();
const count = (least: number, most: number, byDefault: number) =>
  z.coerce.number().int().min(least).max(most).default(byDefault);

/** Variables and bindings of the worker; docs/operations.md lists them. */
const variables = z.object({
  /** A database of the server that holds `ess_platform` and `ess_site_{s}`; used where no other is named. */
  DATABASE_URL: url.optional(),
  PLATFORM_DATABASE_URL: url.optional(),
  ...Object.fromEntries(sites.map(({ id }) => [siteVariable(id), url.optional()])),
  /** Replicas that sites are read from, by where a request comes in: `AS=postgres://… FRA=postgres://…`. */
  READ_DATABASE_URLS: replicas,
  ...Object.fromEntries(sites.map(({ id }) => [replicasVariable(id), replicas])),
  /** Only for local work: where the driver's HTTP questions go instead of Neon. */
  NEON_LOCAL_ENDPOINT: z.url().optional(),
  /** `open` answers data requests without a key; `closed` answers 401; anything else is an error. */
  AUTH: z.enum(["open", "closed"]).default("closed"),
  /** What anyone may do without a key, and at which sites (all, if none is named): a public dataset, say. */
  PUBLIC_SCOPES: words.pipe(z.array(z.enum(PUBLIC))),
  PUBLIC_SITES: words.pipe(
    z.array(
      z
        .string()
        .regex(/^[1-9]\d*$/)
        .transform(Number),
    ),
  ),
  /** Signs links that work without a key. */
  LINK_KEY: secret.optional(),
  /** Secret that the secrets of webhooks are derived from. */
  WEBHOOK_KEY: secret.optional(),
  /** Web pages of these origins may call the API from a browser; `*` for all. */
  ALLOWED_ORIGINS: words,
  /** Rate limiters of the Workers runtime; http/rate-limit.ts knows what each is for. */
  LISTS_LIMITER: limiter,
  DOWNLOADS_LIMITER: limiter,
  STRANGERS_LIMITER: limiter,
  /** Which deployment this is; the platform says so. */
  CF_VERSION_METADATA: z.object({ id: z.string() }).loose().optional(),
  /** Longest wait for one answer of the database, ms. */
  QUERY_TIMEOUT_MS: count(100, 9_000, 8_000),
  /** Questions of one isolate to databases that may be under way at once; others wait two seconds at most. */
  DATABASE_CONCURRENCY: count(1, 1_000, 32),
  /** How long a known version is used before the database is queried again, ms. */
  VERSION_KNOWN_MS: count(50, 60_000, 2_000),
  /** Event streams that may be open at once: per key, per address without a key, and in one isolate. */
  STREAMS_PER_KEY: count(1, 10_000, 64),
  STREAMS_PER_ADDRESS: count(1, 10_000, 16),
  STREAMS_PER_ISOLATE: count(1, 10_000, 1_000),
  /** Rows that a download asks of the database at once, and how many such questions are under way. */
  DOWNLOAD_WINDOW_ROWS: count(100, 100_000, 5_000),
  DOWNLOAD_PREFETCH: count(1, 6, 3),
  /** Rows of months that ended longer ago are dropped; rollups of banks and racks stay. Default: keep all rows. */
  RAW_RETENTION: z.string().transform(toRetention).optional(),
  /** Secret by which de-identified answers name sensitive columns, and the release that names are made for. */
  DEID_KEY: secret.optional(),
  DEID_VERSION: z.string().min(1).max(100).default("1"),
  /** Default: `keyed` if there is a key. `plain` (the original's hashes of public names) must be set explicitly. */
  DEID_MODE: z.enum(["plain", "keyed"]).optional(),
  /** Columns that de-identified answers leave out: `rack.RACK_SOC,2:bank.BANK_SOC`. */
  DEID_OMIT: words.transform((list, context) => {
    const read = readOmissions(list, sites);
    if ("omissions" in read) return read.omissions;
    context.addIssue(
      `${read.wrong} is not a column that can be omitted. Expected: component.COLUMN or site:component.COLUMN. Example: rack.RACK_SOC,2:bank.BANK_SOC`,
    );
    return z.NEVER;
  }),
  /** Origin in links that answers contain, where the Host of requests is not to be trusted. */
  PUBLIC_ORIGIN: z
    .string()
    .refine(
      (text) => URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text,
      "must be an origin without a path or trailing slash. Example: https://ess.example.com",
    )
    .optional(),
});

const schema = variables.refine(
  ({ DEID_MODE, DEID_KEY }) => DEID_MODE !== "keyed" || DEID_KEY !== undefined,
  { path: ["DEID_KEY"], message: "is required with DEID_MODE=keyed" },
);

export type Env = z.infer<typeof schema>;

/** Name of every variable and binding. */
export const VARIABLES: readonly string[] = Object.keys(variables.shape);

const checked = new WeakMap<object, Env>();

/**
 * The environment, checked once per isolate.
 * @throws {z.ZodError} naming each variable that is wrong
 */
export function readEnv(bindings: object): Env {
  let env = checked.get(bindings);
  if (!env) {
    env = schema.parse(bindings);
    checked.set(bindings, env);
  }
  return env;
}

/**
 * Connection string of a site's database: `SITE_2_DATABASE_URL`, or the database `ess_site_2` of the server
 * that `DATABASE_URL` names. Undefined if neither is set.
 */
export function siteDatabaseUrl(env: Env, site: number): string | undefined {
  const own = (env as Record<string, unknown>)[siteVariable(site)];
  return typeof own === "string" ? own : sibling(env, `ess_site_${site}`);
}

/** Where a request arrives, if known: codes of the data centre and the continent. */
export type Region = { colo?: string | undefined; continent?: string | undefined };

/** Connection string of the replica of a site's database for a region; undefined where there is none. */
export function replicaUrl(
  env: Env,
  site: number,
  { colo, continent }: Region,
): string | undefined {
  const of = (urls: ReadonlyMap<string, string>): string | undefined =>
    urls.get(colo ?? "") ?? urls.get(continent ?? "");
  const settings = env as Record<string, unknown>;
  const own = settings[replicasVariable(site)] as Env["READ_DATABASE_URLS"];
  // The shared ones are replicas of the server that DATABASE_URL names.
  const shared =
    settings[siteVariable(site)] === undefined ? of(env.READ_DATABASE_URLS) : undefined;
  return of(own) ?? (shared && inServer(shared, `ess_site_${site}`));
}

export function platformDatabaseUrl(env: Env): string | undefined {
  return env.PLATFORM_DATABASE_URL ?? sibling(env, "ess_platform");
}

function toRetention(text: string, context: z.RefinementCtx): Width {
  const width = parseWidth(text);
  if (width && ("months" in width ? width.months >= 1 : width.micros >= LEAST_RETENTION))
    return width;
  context.addIssue(
    "must be an interval of at least 1 month or 28 days. Examples: 13 months, 400 days",
  );
  return z.NEVER;
}

function isDatabaseUrl(text: string): boolean {
  if (!/^postgres(ql)?:/.test(text) || !URL.canParse(text)) return false;
  const { username, hostname, pathname } = new URL(text);
  return username !== "" && hostname !== "" && pathname.length > 1;
}

function siteVariable(site: number): string {
  return `SITE_${site}_DATABASE_URL`;
}

function replicasVariable(site: number): string {
  return `SITE_${site}_READ_DATABASE_URLS`;
}

const sibling = ({ DATABASE_URL }: Env, database: string): string | undefined =>
  DATABASE_URL && inServer(DATABASE_URL, database);

/** Another database of the same server. */
const inServer = (url: string, database: string): string =>
  url.replace(/^(\w+:\/\/[^/]+\/)[^?]+/, `$1${database}`);
