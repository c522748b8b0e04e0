// Runs a command of dev/commands/: `node dev/run.mjs start`. Plain JavaScript without dependencies, because it
// is what installs them and finds a Node that runs TypeScript.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [command, ...args] = process.argv.slice(2);

install();
const node = suitableNode();
const child = spawn(node, [join(root, "dev/commands", `${command}.ts`), ...args], {
  stdio: "inherit",
  env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` },
});
// The child ends what it has started, and we end with it. Ctrl-C reaches it twice, which it bears.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

function install() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = join(root, "node_modules/.ess-edge-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  console.log("Installing the packages of package-lock.json …");
  const npm = process.env.npm_execpath;
  const [program, first] = npm ? [process.execPath, [npm]] : ["npm", []];
  const flags = [
    "ci",
    "--include=dev",
    "--include=optional",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  const done = spawnSync(program, [...first, ...flags], { cwd: root, stdio: "inherit" });
  if (done.status !== 0) {
    console.error(
      "npm ci failed; see above. Node 20 or newer and access to the npm registry are needed.",
    );
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}

/** Node 22.18 runs TypeScript as it is; an older one is replaced by the copy that npm installed. */
function suitableNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  const names = ["node", "node-bin"].map((name) => `${name}-${process.platform}-${process.arch}`);
  for (const name of names) {
    try {
      return createRequire(import.meta.url).resolve(`${name}/bin/node`);
    } catch {
      // Not the name for this platform.
    }
  }
  console.error(
    `Node ${process.versions.node} is too old here: please install Node 22.18 or newer.`,
  );
  process.exit(1);
}
