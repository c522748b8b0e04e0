import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../settings.ts";

/** A top folder of `src`, or a file beside the folders, with its imports. */
export type Folder = { name: string; folders: string[]; packages: string[] };

const PAGE = join(ROOT, "docs/architecture.md");
const [BEGIN, END] = ["<!-- architecture:begin -->", "<!-- architecture:end -->"];
/** Statements at the beginning of a line, so that examples in comments do not count; and `import("…")`. */
const SPECIFIER = /(?:^(?:import|export|\}).*?\bfrom |^import |\bimport\()"([^"]+)"/gm;

/** The current docs/architecture.md, and the one that the imports of `src` require. */
export async function architecturePage(): Promise<{ path: string; is: string; expected: string }> {
  const names = await readdir(join(ROOT, "src"), { recursive: true });
  const sources = new Map(
    names
      .filter((name) => name.endsWith(".ts"))
      .map((name) => [name, readFileSync(join(ROOT, "src", name), "utf8")]),
  );
  const is = readFileSync(PAGE, "utf8");
  return { path: PAGE, is, expected: withPicture(is, pictureOf(foldersOf(sources))) };
}

/**
 * The top folders and top files of a tree of sources, and what each imports.
 * @param sources texts by path, relative to the tree
 * @example foldersOf(new Map([["routes/a.ts", 'import "../time/b.ts";'], ["time/b.ts", ""]]))
 * // [{ name: "routes", folders: ["time"], packages: [] }, { name: "time", folders: [], packages: [] }]
 */
export function foldersOf(sources: ReadonlyMap<string, string>): Folder[] {
  const found = new Map<string, { folders: Set<string>; packages: Set<string> }>();
  for (const [path, text] of sources) {
    const folder = folderOf(path);
    const imports = found.get(folder) ?? { folders: new Set(), packages: new Set() };
    found.set(folder, imports);
    for (const [, specifier = ""] of text.matchAll(SPECIFIER)) {
      if (specifier.startsWith(".")) imports.folders.add(folderOf(join(path, "..", specifier)));
      else imports.packages.add(packageOf(specifier));
    }
    imports.folders.delete(folder);
  }
  return [...found]
    .map(([name, { folders, packages }]) => ({
      name,
      folders: [...folders].sort(),
      packages: [...packages].sort(),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A Mermaid diagram without the arrows that others imply, and a table with all of them. */
export function pictureOf(folders: readonly Folder[]): string {
  const nodes = folders.map(({ name }) => `  ${idOf(name)}["${name}"]`);
  const arrows = essentialArrows(folders).map(([from, to]) => `  ${idOf(from)} --> ${idOf(to)}`);
  const rows = folders.map(
    ({ name, folders, packages }) =>
      `| ${code([name])} | ${code(folders) || "–"} | ${code(packages) || "–"} |`,
  );
  return [
    "```mermaid",
    "flowchart TD",
    ...nodes,
    ...arrows,
    "```",
    "",
    "| folder | imports | packages |",
    "|---|---|---|",
    ...rows,
  ].join("\n");
}

/** @throws {Error} where the page lacks the markers */
export function withPicture(page: string, picture: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${PAGE}: expected the lines ${BEGIN} and ${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${picture}\n\n${page.slice(end)}`;
}

/** Arrows without those that a longer way implies. Within a cycle all stay. */
function essentialArrows(folders: readonly Folder[]): [string, string][] {
  const next = new Map(folders.map(({ name, folders }) => [name, folders]));
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    (next.get(from) ?? []).some((via) => {
      if (via === to) return true;
      if (seen.has(via)) return false;
      seen.add(via);
      return reaches(via, to, seen);
    });
  const isBetween = (from: string, via: string, to: string): boolean =>
    via !== to && reaches(via, to) && !reaches(via, from) && !reaches(to, via);
  return folders.flatMap(({ name, folders }) =>
    folders
      .filter((to) => !folders.some((via) => isBetween(name, via, to)))
      .map((to): [string, string] => [name, to]),
  );
}

/** `routes` of `routes/keys/list.ts`, and `app.ts` of itself. */
const folderOf = (path: string): string => path.split("/")[0] ?? path;

/** `@scope/name` or `name` of an import such as `hono/cors`. */
const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

/** Mermaid allows no dots in the id of a node. */
const idOf = (name: string): string => name.replaceAll(/\W/g, "_");

const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");
