import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { platformBindings } from "../../../dev/runtime/local.ts";
import { ROOT } from "../../../dev/settings.ts";
import { localDefaults, settingsFrom } from "../../../dev/start/settings.ts";
import { VARIABLES } from "../../../src/env.ts";

const URL_ = "postgres://a:b@db.example/ess";
const SECRET = "0123456789abcdef0123456789abcdef";

/** A value other than the default for every variable of the worker; a new one must be added. */
const VALUES: Record<string, string> = {
  DATABASE_URL: URL_,
  PLATFORM_DATABASE_URL: URL_,
  SITE_1_DATABASE_URL: URL_,
  SITE_2_DATABASE_URL: URL_,
  SITE_3_DATABASE_URL: URL_,
  READ_DATABASE_URLS: `AS=${URL_}`,
  SITE_1_READ_DATABASE_URLS: `AS=${URL_}`,
  SITE_2_READ_DATABASE_URLS: `AS=${URL_}`,
  SITE_3_READ_DATABASE_URLS: `AS=${URL_}`,
  NEON_LOCAL_ENDPOINT: "http://127.0.0.1:9/sql",
  AUTH: "closed",
  PUBLIC_SCOPES: "di:read",
  PUBLIC_SITES: "2",
  LINK_KEY: SECRET,
  WEBHOOK_KEY: SECRET,
  ALLOWED_ORIGINS: "*",
  QUERY_TIMEOUT_MS: "5000",
  DATABASE_CONCURRENCY: "8",
  DOWNLOAD_WINDOW_ROWS: "1000",
  DOWNLOAD_PREFETCH: "2",
  RAW_RETENTION: "13 months",
  DEID_KEY: SECRET,
  DEID_VERSION: "2",
  DEID_MODE: "keyed",
  DEID_OMIT: "rack.RACK_SOC",
  PUBLIC_ORIGIN: "https://ess.example.com",
  STREAMS_PER_KEY: "10",
  STREAMS_PER_ADDRESS: "4",
  STREAMS_PER_ISOLATE: "100",
  VERSION_KNOWN_MS: "1000",
};

const bindings = platformBindings();

describe("settings of npm start", () => {
  test("are all variables of the worker but the bindings of wrangler.toml", () => {
    const known = VARIABLES.filter((name) => !bindings.includes(name));
    expect(Object.keys(VALUES).toSorted()).toEqual(known.toSorted());
    expect(settingsFrom({ ...VALUES, PATH: "/bin" }, bindings)).toEqual(VALUES);
  });

  test("stand in the table of docs/operations.md, each one", () => {
    const page = readFileSync(join(ROOT, "docs/operations.md"), "utf8");
    for (const name of Object.keys(VALUES).map((name) => name.replace(/^SITE_\d/, "SITE_{s}")))
      expect(page.replaceAll("SITE_2", "SITE_{s}"), name).toContain(name);
  });

  test("win over what holds on a machine of one's own", () => {
    const defaults = localDefaults("/nowhere", VALUES);
    expect({ ...defaults, ...VALUES }).toEqual(VALUES);
    expect(defaults).not.toHaveProperty("DEID_MODE");
  });

  test("are checked before anything starts: what is wrong is named", () => {
    const wrong = { AUTH: "oepn", DEID_KEY: "short", RAW_RETENTION: "1 day" };
    expect(() => settingsFrom(wrong, bindings)).toThrow(
      /AUTH: .*\n*DEID_KEY: .*32 bytes[\s\S]*RAW_RETENTION|RAW_RETENTION[\s\S]*DEID_KEY/,
    );
  });
});
