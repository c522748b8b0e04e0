import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../dev/settings.ts";
import { RATE_LIMITS } from "../../src/request/rate-limit.ts";

test("wrangler.toml binds each limiter with the figures that the answers tell of", () => {
  const toml = readFileSync(join(ROOT, "wrangler.toml"), "utf8");
  const blocks = toml.matchAll(
    /\[\[(?:env\.\w+\.)?ratelimits\]\]\nname = "(\w+)"\nnamespace_id = "(\d+)"\nsimple = \{ limit = (\d+), period = (\d+) \}/g,
  );
  const bound = [...blocks].map(([, binding, id, quota, seconds]) => ({
    id,
    limit: { binding, quota: Number(quota), seconds: Number(seconds) },
  }));
  const ofEach = Object.values(RATE_LIMITS);
  const environments = 1 + (toml.match(/^\[env\.\w+\]$/gm)?.length ?? 0);
  expect(bound.map(({ limit }) => limit)).toEqual(Array(environments).fill(ofEach).flat());
  expect(toml.match(/ratelimits/g)).toHaveLength(bound.length);
  expect(new Set(bound.map(({ id }) => id)).size).toBe(bound.length);
});

test("periods are such as Cloudflare takes", () => {
  for (const { seconds } of Object.values(RATE_LIMITS)) expect([10, 60]).toContain(seconds);
});
