import { posix } from "node:path";
import { expect, test } from "vitest";
import { files, imports, textOf } from "./imports.ts";

/* The layering of docs/architecture.md, held by the imports themselves. */

/** From top to bottom: a folder imports only folders after it. `jobs` stands beside `routes`, `request` and `response`. */
const ORDER = [
  "routes",
  "request",
  "response",
  "jobs",
  "ingest",
  "store",
  "domain",
  "site",
  "time",
];
/** Beside the folders: what everything is put together in, and the settings that everything may read. */
const TOP = ["index.ts", "app.ts", "pipeline.ts"];
const SETTINGS = "env.ts";
/** Packages that compute and do no I/O. */
const PURE_PACKAGES = ["fastest-levenshtein", "ml-matrix"];

const folderOf = (file: string): string => file.split("/")[0] ?? "";

function mayImport(from: string, to: string): boolean {
  const [above, below] = [folderOf(from), folderOf(to)];
  if (above === below || TOP.includes(from)) return true;
  if (from === SETTINGS) return ["domain", "site", "time"].includes(below);
  if (to === SETTINGS) return !["domain", "site", "time"].includes(above);
  if (above === "jobs") return ["ingest", "store", "domain", "site", "time"].includes(below);
  if (below === "jobs" || !ORDER.includes(above) || !ORDER.includes(below)) return false;
  return ORDER.indexOf(above) < ORDER.indexOf(below);
}

test("every folder of src has its place in the order", () => {
  const folders = [...new Set(files.filter((file) => file.includes("/")).map(folderOf))];
  expect(folders.sort()).toEqual([...ORDER].sort());
  expect(files.filter((file) => !file.includes("/")).sort()).toEqual([...TOP, SETTINGS].sort());
});

test("imports point downwards only", () => {
  const upwards = files.flatMap((from) =>
    (imports.get(from) ?? [])
      .filter((to) => imports.has(to) && !mayImport(from, to))
      .map((to) => `${from} imports ${to}`),
  );
  expect(upwards).toEqual([]);
});

test("time, site and domain import no package that does I/O", () => {
  const impure = files
    .filter((file) => ["time", "site", "domain"].includes(folderOf(file)))
    .flatMap((file) =>
      (imports.get(file) ?? [])
        .filter((name) => !imports.has(name) && !PURE_PACKAGES.includes(name))
        .map((name) => `${file} imports ${name}`),
    );
  expect(impure).toEqual([]);
});

test.each<[string, (file: string) => string]>([
  ["files", (file) => file],
  ["top folders", folderOf],
  ["folders", (file) => (file.includes("/") ? posix.dirname(file) : file)],
])("no %s of src import one another in a circle", (_, nameOf) => {
  const next = new Map<string, Set<string>>();
  for (const [file, found] of imports) {
    const from = nameOf(file);
    const to = found.filter((name) => imports.has(name)).map(nameOf);
    next.set(from, new Set([...(next.get(from) ?? []), ...to.filter((name) => name !== from)]));
  }
  expect(circleIn(next)).toEqual([]);
});

/** The first circle that is found, as a way that ends where it begins; empty if there is none. */
function circleIn(next: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const done = new Set<string>();
  const visit = (name: string, way: readonly string[]): string[] => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
    if (done.has(name)) return [];
    for (const to of next.get(name) ?? []) {
      const circle = visit(to, [...way, name]);
      if (circle.length > 0) return circle;
    }
    done.add(name);
    return [];
  };
  for (const name of next.keys()) {
    const circle = visit(name, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

/** Files that may be longer than 250 lines, each with its reason. */
const LONG: Readonly<Record<string, string>> = {};

test("no file of src is longer than 250 lines", () => {
  const long = files.filter((file) => textOf(file).split("\n").length > 251 && !(file in LONG));
  expect(long).toEqual([]);
});
