// Runs a command of dev/commands/: `node dev/run.mjs start`. Plain JavaScript without dependencies, because it
// is what installs them and finds a Node that runs TypeScript.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [command, ...args] = process.argv.slice(2);

let child;
let ending = false;
// The child ends what it has started, and we end with it. Ctrl-C reaches it twice, which it bears.
const end = (signal) => {
  ending = true;
  child?.kill(signal);
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => end(signal));
// npm does not pass on SIGHUP, nor that it was killed: then we have another parent. `exec` in package.json leaves out
// the shell between npm and us, which passes on no signal at all.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && !ending && end("SIGTERM"), 500).unref();
}

await install();
if (ending) process.exit(1);
const node = suitableNode();
process.exit(
  await run(node, [join(root, "dev/commands", `${command}.ts`), ...args], {
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
    ESS_PARENT: String(process.pid),
  }),
);

/** Runs a program until it ends; its exit code. */
function run(program, args, env = process.env, cwd = undefined) {
  return new Promise((resolve) => {
    child = spawn(program, args, { cwd, stdio: "inherit", env });
    child.once("error", () => resolve(1));
    child.once("exit", (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}

async function install() {
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
  const code = await run(program, [...first, ...flags], process.env, root);
  if (ending) process.exit(1);
  if (code !== 0) {
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
