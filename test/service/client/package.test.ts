import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { buildClient } from "../../../dev/build/client.ts";
import { ROOT } from "../../../dev/settings.ts";

const folder = mkdtempSync(join(tmpdir(), "ess-edge-client-"));
const app = join(folder, "app");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const manifestOf = (path: string) => JSON.parse(readFileSync(join(path, "package.json"), "utf8"));

function run(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8" });
  expect(status, `${program} ${args.join(" ")}\n${stdout}\n${stderr}`).toBe(0);
  return stdout;
}

/** The file that npm would publish of a package. */
const packed = (path: string): string => {
  const [file] = JSON.parse(
    run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], path),
  );
  return join(folder, file.filename.replaceAll("/", "-").replace("@", ""));
};

const PROGRAM = `import { ApiProblem, createClient, type Row } from "ess-edge-client";

const ess = createClient({ baseUrl: process.argv[2] ?? "" });
const { bank_soc } = await ess.get("/api/ess/operating-sites/{site}/banks/{bank}/latest/", { path: { site: 2, bank: 1 } });
let racks = 0;
for await (const row of ess.download("/api/ess/download/operating-sites/{site}/{component}/", {
  path: { site: 2, component: "rack" },
  query: { date: "2026-01-05" },
})) {
  const one: Row<"rack"> = row;
  racks += one.rack_soc === null ? 0 : 1;
}
const problem = await ess.get("/api/ess/operating-sites/{site}/", { path: { site: 99 } }).catch((error: unknown) => error);
console.log(JSON.stringify({ bank_soc, racks, code: problem instanceof ApiProblem && problem.code }));
`;

/** Installed from files alone: nothing is asked of a registry. */
beforeAll(() => {
  buildClient(join(folder, "client"));
  const { dependencies } = manifestOf(join(ROOT, "client"));
  const files = [
    packed(join(folder, "client")),
    ...Object.keys(dependencies).map((name) => packed(join(ROOT, "node_modules", name))),
  ];
  mkdirSync(app);
  writeFileSync(join(app, "package.json"), JSON.stringify({ name: "app", type: "module" }));
  run("npm", ["install", "--offline", "--no-audit", "--no-fund", ...files], app);
  writeFileSync(join(app, "main.ts"), PROGRAM);
}, 120_000);

test("the package depends on what the service's repository has pinned, and has its version", () => {
  const service = manifestOf(ROOT);
  const client = manifestOf(join(ROOT, "client"));
  expect(client.version).toBe(service.version);
  expect(service.devDependencies).toMatchObject(client.dependencies);
});

test("it has code, types, README and licence, and nothing else", () => {
  const [{ files }] = JSON.parse(
    run("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], join(folder, "client")),
  );
  const names: string[] = files.map(({ path }: { path: string }) => path);
  expect(names).toEqual(expect.arrayContaining(["LICENSE", "README.md", "index.js", "index.d.ts"]));
  for (const name of names)
    expect(name).toMatch(/^(LICENSE|README\.md|package\.json|[\w-]+(\.d\.ts|\.js))$/);
});

test("a program that uses it compiles strictly, runs, and sees what the service answers", () => {
  const flags =
    "--strict --skipLibCheck false --module nodenext --target es2023 --lib es2023,dom,dom.iterable --types node --typeRoots";
  run(
    process.execPath,
    [
      join(ROOT, "node_modules/typescript/bin/tsc"),
      ...flags.split(" "),
      join(ROOT, "node_modules/@types"),
      "main.ts",
    ],
    app,
  );
  const told = JSON.parse(run(process.execPath, ["main.js", inject("worker")], app));
  expect(told).toMatchObject({ code: "unknown_site" });
  expect(told.bank_soc).toBeTypeOf("number");
  expect(told.racks).toBeGreaterThan(1000);
});
