import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { packagePathOf, type Sbom, shippedSbom } from "../../../dev/build/sbom.ts";
import { ROOT } from "../../../dev/settings.ts";

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

let sbom: Sbom;
beforeAll(async () => {
  sbom = await shippedSbom();
}, 120_000);
const names = () => sbom.components.map(({ name }) => name);

test("the bill of materials is CycloneDX, of this version of the service", () => {
  expect(sbom.bomFormat).toBe("CycloneDX");
  expect(sbom.metadata.component).toMatchObject({ name: "ess-edge", version: manifest.version });
});

test("it names every dependency of the worker with the version that is pinned", () => {
  const pinned = Object.entries(manifest.dependencies).map(([name, version]) => ({
    name,
    version,
  }));
  expect(sbom.components).toEqual(
    expect.arrayContaining(pinned.map((one) => expect.objectContaining(one))),
  );
});

test("it names what pages are made of, and nothing that only builds and tests", () => {
  const web = ["preact", "preact-iso", "uplot", "openapi-fetch", "eventsource-parser"];
  expect(names()).toEqual(expect.arrayContaining([...web, "@noble/hashes", "hyparquet"]));
  for (const tool of ["vite", "vitest", "typescript", "wrangler", "pg", "@biomejs/biome"]) {
    expect(names()).not.toContain(tool);
  }
});

test("what depends on what refers to what is in it", () => {
  const refs = new Set(sbom.components.map((component) => component["bom-ref"]));
  for (const { dependsOn = [] } of sbom.dependencies) {
    for (const ref of dependsOn) expect(refs).toContain(ref);
  }
});

test.for([
  ["/a/node_modules/hono/dist/hono.js", ["node_modules/hono"]],
  ["../x/node_modules/@noble/hashes/sha2.js", ["node_modules/@noble/hashes"]],
  ["node_modules/a/node_modules/@b/c/i.js", ["node_modules/a/node_modules/@b/c"]],
  ["src/index.ts", []],
] as const)("the package of %s", ([file, path]) => {
  expect(packagePathOf(file)).toEqual(path);
});
