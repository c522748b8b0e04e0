import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../settings.ts";
import { API_TYPES, apiTypes } from "./api-types.ts";
import { openApiDocument } from "./openapi.ts";

/** Makes the package of the client in `folder`, as `npm pack` takes it. */
export function buildClient(folder = join(ROOT, "dist/client")): void {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  writeFileSync(API_TYPES, apiTypes(openApiDocument(version)));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const { status, stdout } = spawnSync(
    process.execPath,
    [tsc, "-p", join(ROOT, "client"), "--outDir", folder],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`The client does not compile:\n${stdout}`);
  for (const file of ["package.json", "README.md"]) {
    copyFileSync(join(ROOT, "client", file), join(folder, file));
  }
  copyFileSync(join(ROOT, "LICENSE"), join(folder, "LICENSE"));
}
