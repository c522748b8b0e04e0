import { expect, test } from "vitest";
import { readEnv, replicaUrl } from "../../src/env.ts";

const AT = (host: string, database: string) =>
  `postgres://user:secret@${host}/${database}?sslmode=require`;
const SHARED = {
  DATABASE_URL: AT("primary", "neondb"),
  READ_DATABASE_URLS: `AS=${AT("asia", "neondb")}\n  ICN=${AT("seoul", "neondb")}`,
};

test("a replica is that of the data centre, or else of the continent, and has the site's database", () => {
  const env = readEnv(SHARED);
  expect(replicaUrl(env, 2, { colo: "ICN", continent: "AS" })).toBe(AT("seoul", "ess_site_2"));
  expect(replicaUrl(env, 1, { colo: "NRT", continent: "AS" })).toBe(AT("asia", "ess_site_1"));
  expect(replicaUrl(env, 1, { colo: "FRA", continent: "EU" })).toBeUndefined();
  expect(replicaUrl(env, 1, {})).toBeUndefined();
});

test("a site with a database of its own has replicas of its own, or none", () => {
  const apart = { ...SHARED, SITE_2_DATABASE_URL: AT("other", "site") };
  const asia = { continent: "AS" };
  expect(replicaUrl(readEnv({ ...apart }), 2, asia)).toBeUndefined();
  const own = { ...apart, SITE_2_READ_DATABASE_URLS: `AS=${AT("copy", "site")}` };
  expect(replicaUrl(readEnv(own), 2, asia)).toBe(AT("copy", "site"));
  expect(replicaUrl(readEnv(own), 1, asia)).toBe(AT("asia", "ess_site_1"));
});

test.each(["asia=postgres://user@host/db", "AS:postgres://user@host/db", "AS=host", "AS"])(
  "%s is a fault of configuration that names the variable",
  (text) => {
    expect(() => readEnv({ READ_DATABASE_URLS: text })).toThrow(/READ_DATABASE_URLS/);
  },
);
