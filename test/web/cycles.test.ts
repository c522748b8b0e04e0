import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

const WEB = join(import.meta.dirname, "../../web");
const IMPORT = /\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g;

/** Files of the web and the files of the web that they import, types and lazy imports included. */
function importsIn(root: string): Graph {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" });
  const files = new Set(paths.filter((path) => /\.tsx?$/.test(path)));
  const fileOf = (path: string) =>
    [path, `${path}.ts`, `${path}.tsx`, join(path, "index.ts")].find((one) => files.has(one));
  return new Map(
    [...files].map((file) => {
      const code = readFileSync(join(root, file), "utf8");
      const targets = [...code.matchAll(IMPORT)].map(([, to = ""]) => join(dirname(file), to));
      return [file, new Set(targets.flatMap((target) => fileOf(target) ?? []))];
    }),
  );
}

/** The graph between folders, each path cut to `depth` folders: `pages/site/health/life.ts` at 2 is `pages/site`. */
function folders(graph: Graph, depth: number): Graph {
  const folderOf = (file: string) => dirname(file).split("/").slice(0, depth).join("/");
  const found = new Map<string, Set<string>>();
  for (const [file, targets] of graph) {
    const folder = folderOf(file);
    const others = [...targets].map(folderOf).filter((other) => other !== folder);
    found.set(folder, new Set([...(found.get(folder) ?? []), ...others]));
  }
  return found;
}

/** The first cycle found, as a path that ends where it starts; undefined if there is none. */
function cycleIn(graph: Graph): string[] | undefined {
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next, [...path, node]);
      if (cycle) return cycle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const cycle = visit(node, []);
    if (cycle) return cycle;
  }
  return undefined;
}

const imports = importsIn(WEB);

test("files of the web do not import each other in a cycle", () => {
  expect(imports.get("app.tsx")).toContain("pages/fleet/fleet.tsx");
  expect(cycleIn(imports)).toBeUndefined();
});

test.each([1, 2, 3])("folders of the web up to depth %i do not form a cycle", (depth) => {
  const graph = folders(imports, depth);
  expect(graph.get("shell")).toContain("api");
  expect(cycleIn(graph)).toBeUndefined();
});

test("a cycle between files or folders is found", () => {
  const graph = new Map([
    ["ui/a.ts", new Set(["api/b.ts"])],
    ["api/b.ts", new Set<string>()],
    ["api/c.ts", new Set(["ui/a.ts"])],
  ]);
  expect(cycleIn(graph)).toBeUndefined();
  expect(cycleIn(folders(graph, 1))).toEqual(["ui", "api", "ui"]);
  expect(cycleIn(new Map([...graph, ["api/b.ts", new Set(["ui/a.ts"])]]))).toEqual([
    "ui/a.ts",
    "api/b.ts",
    "ui/a.ts",
  ]);
});
