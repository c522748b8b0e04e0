import { spawn } from "node:child_process";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { ROOT } from "../../../dev/settings.ts";
import { bankTable, toCsv, workplace } from "./support.ts";

const place = workplace();

type Ended = { status: number | null; out: string; err: string };

/** Runs the command against the test's database. */
function run(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(ROOT, "dev/commands/import.ts"), ...args], {
    env: { ...process.env, SITE_2_DATABASE_URL: place.url(), NODE_NO_WARNINGS: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended: Ended = { status: null, out: "", err: "" };
  child.stdout.on("data", (text) => {
    ended.out += text;
  });
  child.stderr.on("data", (text) => {
    ended.err += text;
  });
  return new Promise((resolve) => {
    child.on("close", (status) => resolve({ ...ended, status }));
  });
}

const bank = (...files: string[]) => run("--site", "2", "--component", "bank", ...files);
const told = (ended: Ended) => JSON.stringify(ended, null, 1);

describe("the import command", () => {
  test("writes each file it is given and tells how many rows were new", async () => {
    const [a, b] = [
      place.write("a.csv", bankTable(10)),
      place.write("b.parquet", bankTable(10, { from: 5 })),
    ];
    const ended = await bank(a, b, a);
    expect(ended.status, told(ended)).toBe(0);
    const lines = ended.out.trimEnd().split("\n");
    expect(lines, told(ended)).toHaveLength(3);
    expect(lines[0]).toContain(`${a}: 10 rows in `);
    expect(lines[0]).toMatch(/ 10 inserted, 0 updated, 0 unchanged, 0 rejected$/);
    expect(lines[1]).toMatch(/b\.parquet: 10 rows .* 5 inserted, 5 updated, 0 unchanged/);
    expect(lines[2]).toMatch(/a\.csv: 10 rows .* 0 inserted, 5 updated, 5 unchanged/);
  });

  test("keeps the files before a bad one, and ends with 1", async () => {
    const first = place.write("first.csv", bankTable(10));
    const bad = place.file("bad.csv", "TIMESTAMP,BANK_ID,BANK_SOC\n2022-06-01,1,full\n");
    const ended = await bank(first, bad);
    expect(ended.status, told(ended)).toBe(1);
    expect(ended.out).toMatch(/first\.csv: 10 rows/);
    expect(await place.query("select count(*)::int as rows from bank")).toEqual([{ rows: 10 }]);
  });

  test.each([
    ["no site", ["--component", "bank", "x.csv"], "--site must be one of 1, 2, 3"],
    ["an unknown site", ["--site", "9", "--component", "bank", "x.csv"], "--site must be one of"],
    ["no component", ["--site", "2", "x.csv"], "--component must be one of bank, rack, pcs, etc"],
    ["an unknown one", ["--site", "2", "--component", "cell", "x.csv"], "--component must be one"],
    ["no file", ["--site", "2", "--component", "bank"], "No file is named"],
    ["an unknown option", ["--sight", "2"], "Unknown option '--sight'"],
    ["an option without value", ["--site"], "Option '--site <value>' argument missing"],
    [
      "a file that is not there",
      ["--site", "2", "--component", "bank", "nowhere.csv"],
      "nowhere.csv: there is no such file",
    ],
    [
      "a file of another kind",
      ["--site", "2", "--component", "bank", join(ROOT, "package.json")],
      "package.json: must end in .csv, .csv.gz or .parquet",
    ],
  ])("ends with 1 and says what is wrong, given %s", async (_, args, message) => {
    const ended = await run(...args);
    expect(ended.status, told(ended)).toBe(1);
    expect(ended.err.split("\n")[0], told(ended)).toContain(message);
    expect(ended.err, "a stack is not for a person").not.toMatch(/\n\s+at /);
  });

  test.each([
    [
      "flaw.csv",
      "TIMESTAMP,BANK_ID,BANK_SOC\n2022-06-01,1,full\n",
      ', line 2, column BANK_SOC: "full"',
    ],
    ["column.csv", "TIMESTAMP,BANK_ID,BANK_SCO\n", ", line 1, column BANK_SCO: is not a column"],
    ["fields.csv", "TIMESTAMP,BANK_ID\n2022-06-01\n", ": Invalid Record Length"],
    ["empty.csv", "", ": the file is empty"],
    [
      "cut.csv.gz",
      gzipSync(toCsv(bankTable(3000))).subarray(0, 2000),
      ": the gzip data ends too early",
    ],
    ["plain.csv.gz", "TIMESTAMP,BANK_ID\n", ": this is no valid gzip data"],
    ["none.parquet", "no Parquet", ": this is no complete Parquet file"],
  ])("ends with 1 and one clear line for %s", async (name, content, message) => {
    const before = await place.state();
    const path = place.file(name, content);
    const ended = await bank(path);
    expect(ended.status, told(ended)).toBe(1);
    const lines = ended.err.split("\n").filter((line) => line && !line.includes("rows/s"));
    expect(lines, told(ended)).toHaveLength(1);
    expect(lines[0]).toContain(path + message);
    expect(ended.out, "no summary of a file that was not taken").toBe("");
    expect(await place.state()).toEqual(before);
  });
});
