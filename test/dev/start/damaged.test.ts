import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "../../../dev/database/migrate.ts";
import { openPostgres, type Postgres } from "../../../dev/database/postgres.ts";

const settings = { fsync: "off" };
const whole = mkdtempSync(join(tmpdir(), "ess-edge-whole-"));
let folder: string;
let opened: Postgres | undefined;

beforeAll(async () => {
  const postgres = await openPostgres({ directory: whole, settings });
  await withClient(postgres.url("postgres"), (client) => client.query("create table kept (n int)"));
  await postgres.stop();
});
afterEach(async () => {
  await opened?.stop();
  opened = undefined;
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => rmSync(whole, { recursive: true, force: true }));

/** A copy of a cluster, after what has happened to it; a path in its folder. */
function spoilt(spoil: (at: (path: string) => string) => void): void {
  folder = mkdtempSync(join(tmpdir(), "ess-edge-spoilt-"));
  execFileSync("cp", ["-a", `${whole}/.`, folder]); // owners too
  spoil((path) => join(folder, path));
}

async function open(): Promise<Postgres> {
  opened = await openPostgres({ directory: folder, settings });
  return opened;
}

const tables = (postgres: Postgres): Promise<number> =>
  withClient(postgres.url("postgres"), async (client) => {
    const { rows } = await client.query("select from pg_tables where tablename = 'kept'");
    return rows.length;
  });

describe("a data folder that is damaged gets a sentence and the way out:", () => {
  test.for<[string, (at: (path: string) => string) => void, RegExp]>([
    ["PG_VERSION gone", (at) => rmSync(at("postgres/PG_VERSION")), /PG_VERSION is missing/],
    ["another Postgres", (at) => writeFileSync(at("postgres/PG_VERSION"), "17\n"), /Postgres 17/],
    ["no password", (at) => rmSync(at("password")), /password is missing/],
    [
      "no control file",
      (at) => rmSync(at("postgres/global/pg_control")),
      /did not start .*pg_control/,
    ],
  ])("%s", async ([, spoil, sentence]) => {
    spoilt(spoil);
    const error = await open().catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ name: "UsageError", message: expect.stringMatching(sentence) });
    const { message } = error as Error;
    expect(message).toContain(`mv '${join(folder, "postgres")}'`);
    expect(message.split("\n")).toHaveLength(1);
    expect(existsSync(join(folder, "postgres/base"))).toBe(true);
  });

  test("a file in its place", async () => {
    folder = join(mkdtempSync(join(tmpdir(), "ess-edge-file-")), "data");
    writeFileSync(folder, "");
    await expect(open()).rejects.toMatchObject({
      name: "UsageError",
      message: expect.stringContaining("ESS_DATA="),
    });
  });
});

describe("a data folder repairs itself", () => {
  test("where creating it was interrupted", async () => {
    spoilt((at) => {
      rmSync(at("postgres"), { recursive: true });
      mkdirSync(at("postgres")); // empty
      mkdirSync(at("postgres.new/base"), { recursive: true });
    });
    expect(await tables(await open())).toBe(0);
    expect(existsSync(join(folder, "postgres.new"))).toBe(false);
  });

  test("where the lock of a killed server names a process that is another one now, which stays alive", async () => {
    spoilt((at) => {
      writeFileSync(at("postgres/postmaster.pid"), `${process.pid}\n${at("postgres")}\n0\n1\n\n\n`);
    });
    const postgres = await open();
    expect(await tables(postgres)).toBe(1);
    const lock = readFileSync(join(folder, "postgres/postmaster.pid"), "utf8");
    expect(Number(lock.split("\n")[0])).not.toBe(process.pid);
  });

  test("where a note of a user names a process that is another one now", async () => {
    spoilt((at) => {
      mkdirSync(at("users"), { recursive: true });
      writeFileSync(at("users/1"), "what process 1 was before the machine was restarted");
    });
    const postgres = await open();
    await postgres.stop();
    opened = undefined;
    expect(existsSync(join(folder, "postgres/postmaster.pid"))).toBe(false);
  });
});
