import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

export const SRC = join(import.meta.dirname, "../../src");

/** Statements at the beginning of a line, so that examples in comments do not count; and `import("…")`. */
const IMPORT = /(?:^(?:import|export|\}).*?\bfrom |^import |\bimport\()"([^"]+)"/gm;

/** Every file of `src`, by its path in it. */
export const files: readonly string[] = readdirSync(SRC, { recursive: true })
  .map((name) => String(name).replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".ts"));

export const textOf = (file: string): string => readFileSync(join(SRC, file), "utf8");

function importsOf(file: string, text: string): string[] {
  return [...text.matchAll(IMPORT)].map(([, specifier = ""]) =>
    specifier.startsWith(".") ? posix.join(posix.dirname(file), specifier) : specifier,
  );
}

/** What each file imports: files of `src` by their paths in it, packages by their names. */
export const imports: ReadonlyMap<string, readonly string[]> = new Map(
  files.map((file) => [file, importsOf(file, textOf(file))]),
);

/** The same without what is imported for its types alone, which is gone when the code runs. */
const called = new Map(
  files.map((file) => [
    file,
    importsOf(file, textOf(file).replaceAll(/^import type [^;]*;/gm, "")),
  ]),
);

/** The files whose code a file may run, itself included. */
export function reachedFrom(file: string, reached = new Set<string>()): ReadonlySet<string> {
  if (reached.has(file) || !called.has(file)) return reached;
  reached.add(file);
  for (const to of called.get(file) ?? []) reachedFrom(to, reached);
  return reached;
}
