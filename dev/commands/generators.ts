import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildAssets } from "../build/assets.ts";
import { ROOT } from "../settings.ts";
import { main, UsageError } from "../terminal.ts";

/*
 * `npm run generators`: generates clients from openapi.json with independent generators, and type-checks each with the
 * compiler of this project. The generators are installed in a temporary folder; they are no dependencies of the project.
 */

/** TypeScript in its JavaScript form is for the generators; clients are checked with the compiler of the project. */
const PACKAGES = {
  "@hey-api/openapi-ts": "0.99.0",
  "openapi-typescript": "7.13.0",
  orval: "8.38.0",
  "swagger-typescript-api": "13.13.0",
  typescript: "5.9.3",
  zod: "4.6.7",
};

type Generator = {
  name: string;
  package: keyof typeof PACKAGES;
  /** The program and its arguments; `{out}` stands for the folder of the client. */
  run: readonly string[];
  /** Declares `Rows`, the JSON of `listBank`, from the client beside it. */
  rows: string;
};

const GENERATORS: readonly Generator[] = [
  {
    name: "hey-api",
    package: "@hey-api/openapi-ts",
    run: ["openapi-ts", "-i", "openapi.json", "-o", "{out}/client", "-c", "@hey-api/client-fetch"],
    rows: 'import type { ListBankResponse as Rows } from "./client";',
  },
  {
    name: "orval-fetch",
    package: "orval",
    run: ["orval", "-i", "openapi.json", "-o", "{out}/client.ts", "--client", "fetch"],
    rows: 'import type { listBankResponse200ApplicationJson as Response } from "./client";\ntype Rows = Response["data"];',
  },
  {
    name: "orval-zod",
    package: "orval",
    run: ["orval", "-i", "openapi.json", "-o", "{out}/client.ts", "--client", "zod"],
    rows: 'import type * as zod from "zod";\nimport type { ListBankResponse } from "./client";\ntype Rows = zod.infer<typeof ListBankResponse>;',
  },
  {
    name: "openapi-typescript",
    package: "openapi-typescript",
    run: ["openapi-typescript", "openapi.json", "-o", "{out}/client.ts"],
    rows: 'import type { operations } from "./client";\ntype Rows = operations["listBank"]["responses"][200]["content"]["application/json"];',
  },
  {
    name: "swagger-typescript-api",
    package: "swagger-typescript-api",
    run: [
      ...["swagger-typescript-api", "generate", "--path", "openapi.json"],
      ...["--output", "{out}", "--name", "client.ts"],
    ],
    rows: 'import type { Api } from "./client";\ntype Rows = Awaited<ReturnType<Api<unknown>["api"]["listBank"]>>["data"];',
  },
];

/** A page and an array of all rows must be told apart by their types. */
const USE = `export const count = (rows: Rows): number => (Array.isArray(rows) ? rows.length : rows.count);
// @ts-expect-error an array has no count
export const wrong = (rows: Rows): number => rows.count;
`;

const COMPILER_OPTIONS = {
  target: "es2024",
  module: "esnext",
  moduleResolution: "bundler",
  lib: ["es2024", "dom", "dom.iterable", "dom.asynciterable"],
  types: [],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};

await main(async () => {
  await buildAssets();
  const folder = mkdtempSync(join(tmpdir(), "ess-generators-"));
  try {
    copyFileSync(join(ROOT, "dist/assets/openapi.json"), join(folder, "openapi.json"));
    install(folder);
    const failed = GENERATORS.filter((generator) => !check(folder, generator));
    if (failed.length > 0) {
      throw new UsageError(`${failed.length} of ${GENERATORS.length} clients do not compile`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function install(folder: string): void {
  const manifest = { private: true, type: "module", dependencies: PACKAGES };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  const npm = process.env.npm_execpath;
  const [program, ...first] = npm ? [process.execPath, npm] : ["npm"];
  const flags = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { isRight, output } = run(folder, program, [...first, ...flags]);
  if (!isRight) throw new UsageError(`The generators cannot be installed:\n${output}`);
}

/** Prints the result of a generator in one line, and what failed below it. */
function check(folder: string, { name, package: from, run: command, rows }: Generator): boolean {
  const out = join(folder, name);
  mkdirSync(out);
  const [program = "", ...args] = command.map((part) => part.replace("{out}", name));
  const bin = join(folder, "node_modules/.bin", program);
  const generated = run(folder, process.execPath, [bin, ...args]);
  const title = `${name} (${from} ${PACKAGES[from]})`;
  if (!generated.isRight) {
    console.error(`${title}: fails\n${generated.output}`);
    return false;
  }
  writeFileSync(join(out, "use.ts"), `${rows}\n${USE}`);
  const config = { compilerOptions: COMPILER_OPTIONS, include: ["**/*.ts"] };
  writeFileSync(join(out, "tsconfig.json"), JSON.stringify(config));
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  const compiled = run(out, process.execPath, [compiler, "-p", "."]);
  if (compiled.isRight) console.log(`${title}: compiles`);
  else console.error(`${title}: does not compile\n${compiled.output}`);
  return compiled.isRight;
}

function run(cwd: string, program: string, args: readonly string[]) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: "utf8" });
  const output = [stdout, stderr, error?.message].filter(Boolean).join("\n").slice(0, 5_000);
  return { isRight: status === 0, output };
}
