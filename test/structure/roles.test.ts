import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sites } from "../../src/site/registry/registry.ts";
import { BANK_ID, COMPONENTS, RACK_ID, TIMESTAMP } from "../../src/site/site.ts";

/* "Roles, not column names": only the definitions of sites name the columns of a database. */

const SRC = join(import.meta.dirname, "../../src");
const DEFINITIONS = "site/registry/";
const KEY_NAMES = [BANK_ID, RACK_ID, TIMESTAMP];

const files = readdirSync(SRC, { recursive: true })
  .map((name) => String(name).replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".ts") && !name.startsWith(DEFINITIONS));

const names = new Set(
  sites.flatMap((site) =>
    COMPONENTS.flatMap((component) => site.components[component].map(({ name }) => name)),
  ),
);

const QUOTED = /(["'`])(\w+)\1/g;

test("no file outside the definitions names a column, except the keys", () => {
  expect(names.size).toBeGreaterThan(100);
  const found = files.flatMap((file) =>
    [...readFileSync(join(SRC, file), "utf8").matchAll(QUOTED)]
      .map(([, , word = ""]) => word)
      .filter((word) => names.has(word) && !KEY_NAMES.includes(word))
      .map((word) => `${file}: ${word}`),
  );
  expect(found).toEqual([]);
});
