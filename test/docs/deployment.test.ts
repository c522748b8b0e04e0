import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { costsOf, costTable, FIVE_YEARS, SIZES } from "../../dev/costs/costs.ts";
import { ROOT } from "../../dev/settings.ts";

const [deployment, operations] = ["deployment", "operations"].map((page) =>
  readFileSync(join(ROOT, `docs/${page}.md`), "utf8"),
);
const guide = `${deployment}${operations}`;
const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

describe("docs/deployment.md and docs/operations.md", () => {
  test("have the costs that npm run costs prints", () => {
    expect(guide).toContain(costTable(SIZES));
  });

  test("name commands that are there", () => {
    const named = [...guide.matchAll(/npm run ([\w:-]+)/g)].map(([, name = ""]) => name);
    expect(new Set(named).size).toBeGreaterThan(6);
    for (const name of named) {
      expect(Object.keys(scripts), name).toContain(name);
      const [, command = ""] = /run\.mjs ([\w-]+)/.exec(scripts[name]) ?? [];
      expect(existsSync(join(ROOT, `dev/commands/${command}.ts`)), name).toBe(true);
    }
  });

  test("name settings and environments that are there", () => {
    const source = readFileSync(join(ROOT, "src/env.ts"), "utf8");
    const secrets = [...guide.matchAll(/secret put (\w+)/g)].map(([, name = ""]) => name);
    expect(secrets).toContain("DATABASE_URL");
    for (const name of secrets) expect(source, name).toContain(`${name}:`);
    const toml = readFileSync(join(ROOT, "wrangler.toml"), "utf8");
    for (const [, name] of guide.matchAll(/--env (\w+)/g)) expect(toml).toContain(`[env.${name}]`);
  });
});

test("docs/scale.md has the costs of five years that npm run costs prints", () => {
  const scale = readFileSync(join(ROOT, "docs/scale.md"), "utf8");
  expect(scale).toContain(costTable(FIVE_YEARS));
});

test("costs are what is used beyond what is included, at the public prices", () => {
  const used = {
    storageGb: 100,
    archiveGb: 0,
    historyGb: 10,
    transferGb: 150,
    cuHours: 730,
    requests: 15e6,
  };
  const { workers, ...neon } = costsOf({ ...used, cpuMs: 105e6 });
  expect(workers).toBeCloseTo(8); // Cloudflare's own example: 15 million requests of 7 ms
  expect(neon).toEqual({ compute: 77.38, storage: 35, history: 2, transfer: 5 });
});
