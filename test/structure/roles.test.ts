import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sites } from "../../src/site/registry/registry.ts";
import {
  BANK_ID,
  COMPONENTS,
  type Component,
  RACK_ID,
  TIMESTAMP,
  wireName,
} from "../../src/site/site.ts";

/* "Roles, not column names": only the definitions of sites name the columns of a database. */

const ROOT = join(import.meta.dirname, "../..");
const DEFINITIONS = "src/site/registry/";
/** Shows examples of requests to readers. */
const EXAMPLES = "web/pages/docs/";
const KEY_NAMES = [BANK_ID, RACK_ID, TIMESTAMP];

const filesOf = (folder: string, without: string) =>
  readdirSync(join(ROOT, folder), { recursive: true })
    .map((name) => `${folder}/${String(name).replaceAll("\\", "/")}`)
    .filter((path) => /\.tsx?$/.test(path) && !path.startsWith(without));

/** `file: word` for each quoted word of the files that is one of the names. */
const wordsIn = (files: readonly string[], names: ReadonlySet<string>, quoted: RegExp) =>
  files.flatMap((file) =>
    [...readFileSync(join(ROOT, file), "utf8").matchAll(quoted)]
      .map(({ groups }) => groups?.["word"] ?? "")
      .filter((word) => names.has(word))
      .map((word) => `${file}: ${word}`),
  );

const columnsOf = (components: readonly Component[]) =>
  sites
    .flatMap((site) => components.flatMap((component) => site.components[component]))
    .filter(({ name }) => !KEY_NAMES.includes(name));

test("no file outside the definitions names a column, except the keys", () => {
  const names = new Set(columnsOf(COMPONENTS).map(({ name }) => name));
  expect(names.size).toBeGreaterThan(100);
  const quoted = /(["'`])(?<word>\w+)\1/g;
  expect(wordsIn(filesOf("src", DEFINITIONS), names, quoted)).toEqual([]);
});

test("no file of the web names a field of banks or racks, except the keys", () => {
  const names = new Set(columnsOf(["bank", "rack"]).map(wireName));
  expect(wordsIn(filesOf("web", EXAMPLES), names, /"(?<word>\w+)"/g)).toEqual([]);
});
