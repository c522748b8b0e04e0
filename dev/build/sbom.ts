import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../settings.ts";
import { webSources } from "./web.ts";
import { buildWorker } from "./worker.ts";

/** What is used here of CycloneDX as npm writes it. */
export type Sbom = {
  bomFormat: string;
  metadata: { component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn?: string[] }[];
};
type Component = {
  "bom-ref": string;
  name: string;
  version: string;
};

/**
 * The packages of which something is in the worker or in its pages, as the bundlers tell, with versions and licences,
 * as npm knows them by the lock file. (Leaving out "dev dependencies" would leave out those of the pages as well.)
 */
export async function shippedSbom(): Promise<Sbom> {
  const [{ sources }, web] = [await buildWorker(), await webSources()];
  return sbomOf(new Set([...sources, ...web].flatMap(packagePathOf)));
}

/** Where the package lies that a file is of, as the lock file names it: `node_modules/hono`. None: a file of ours. */
export const packagePathOf = (file: string): string[] => {
  const path = /node_modules\/(?:.*node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(
    file.replaceAll("\\", "/"),
  );
  return path ? [path[0]] : [];
};

function sbomOf(shipped: ReadonlySet<string>): Sbom {
  const all = npmSbom();
  const { name, packages } = lockFile();
  const refs = new Set([...shipped].map((path) => `${nameOf(path)}@${packages[path]?.version}`));
  const components = all.components.filter((component) => refs.has(component["bom-ref"]));
  if (components.length !== refs.size) {
    throw new Error(`npm knows ${components.length} of ${[...refs].sort().join(", ")}`);
  }
  const root = all.metadata.component["bom-ref"];
  const kept = new Set([root, ...components.map((component) => component["bom-ref"])]);
  const dependencies = all.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((on) => kept.has(on)) }));
  // npm names it by the folder that it lies in.
  const metadata = { ...all.metadata, component: { ...all.metadata.component, name } };
  return { ...all, metadata, components, dependencies };
}

const nameOf = (path: string): string | undefined => path.split("node_modules/").at(-1);

const lockFile = (): { name: string; packages: Record<string, { version: string }> } =>
  JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));

function npmSbom(): Sbom {
  const npm = process.env.npm_execpath;
  const [program, first] = npm ? [process.execPath, [npm]] : ["npm", []];
  // biome-ignore format: one flag a line reads worse
  const flags = ["sbom", "--sbom-format", "cyclonedx", "--sbom-type", "application", "--package-lock-only"];
  const { status, stdout, stderr } = spawnSync(program, [...first, ...flags], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`npm sbom failed:\n${stderr}`);
  return JSON.parse(stdout);
}
