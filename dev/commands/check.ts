import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { architecturePage } from "../build/architecture.ts";
import { buildAssets } from "../build/assets.ts";
import { lintOpenApi } from "../build/openapi-lint.ts";
import { ROOT } from "../settings.ts";

/** `npm run check`: format, lint, layering (biome.json), types, the OpenAPI document, and the picture of the architecture. */
const steps: [string, string[]][] = [
  ["@biomejs/biome/bin/biome", ["check", "--error-on-warnings", "."]],
  ["typescript/bin/tsc", ["-p", "."]],
  ["typescript/bin/tsc", ["-p", "tsconfig.dev.json"]],
  ["typescript/bin/tsc", ["-p", "tsconfig.web.json"]],
];

await buildAssets(); // the types of the web's client among them
for (const [program, args] of steps) {
  console.log(`${program.split("/").at(-1)} ${args.join(" ")}`);
  const { status } = spawnSync(process.execPath, [join(ROOT, "node_modules", program), ...args], {
    cwd: ROOT,
    stdio: "inherit",
  });
  if (status !== 0) process.exitCode = 1;
}

const problems = await lintOpenApi();
console.log(`openapi.json: ${problems.length} problems`);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

const { is, expected } = await architecturePage();
if (is !== expected) {
  console.error("docs/architecture.md differs from the imports of src. Run: npm run architecture");
  process.exitCode = 1;
}
