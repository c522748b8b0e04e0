import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "../../../dev/settings.ts";
import { bodyOf, LATEST, openService, type Service } from "../support/access.ts";

type Ended = { status: number | null; out: string; err: string };

let service: Service;
beforeAll(async () => {
  service = await openService();
});
afterAll(() => service?.close());

/** Runs the command against the service's platform database. */
function run(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(ROOT, "dev/commands/keys.ts"), ...args], {
    env: { ...process.env, PLATFORM_DATABASE_URL: service.platform.url, NODE_NO_WARNINGS: "1" },
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

const told = (ended: Ended) => JSON.stringify(ended, null, 1);

describe("npm run keys", () => {
  test("create prints the key once, and only that, where a script reads it; it works at once", async () => {
    const ended = await run(
      "create",
      "--name",
      "Battery lab",
      "--scopes",
      "raw:read, di:read",
      "--sites",
      "1,2",
    );
    expect(ended.status, told(ended)).toBe(0);
    expect(ended.out).toMatch(/^ess_[0-9a-z]{8}_[\w-]{43}\n$/);
    const text = ended.out.trim();
    expect(ended.err).not.toContain(text.slice(13));
    const key = { text, lookup: text.slice(4, 12) };
    await bodyOf(await service.ask(LATEST, key));
    expect((await service.ask("/api/ess/operating-sites/3/pcs/latest/", key)).status).toBe(404);
    expect((await service.ask("/api/ess/keys/", key)).status).toBe(403);
    const { rows } = await service.client.query("select action, route, outcome from audit");
    expect(rows).toEqual([
      { action: `create key ${key.lookup}`, route: "npm run keys", outcome: "complete" },
    ]);
  });

  test("list shows every key without its text, one a line", async () => {
    await run("create", "--name", "Brief", "--scopes", "ingest", "--expires", "2099-01-01");
    const ended = await run("list");
    expect(ended.status, told(ended)).toBe(0);
    const lines = ended.out.trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^[0-9a-z]{8} {2}Brief {2}ingest {2}all sites {2}expires 2099-01-01T00:00:00.000Z$/,
    );
    expect(lines[1]).toMatch(
      /^[0-9a-z]{8} {2}Battery lab {2}raw:read,di:read {2}sites 1,2 {2}does not expire$/,
    );
  });

  test("revoke names the key that it ended, and list says since when", async () => {
    const { text, lookup } = await service.makeKey({ name: "Leaked" });
    const ended = await run("revoke", lookup);
    expect(ended.status, told(ended)).toBe(0);
    expect(ended.out).toBe(`${lookup} (Leaked) is refused from now on, everywhere within 30 s.\n`);
    expect((await service.ask(LATEST, { text, lookup })).status).toBe(401);
    expect((await run("list")).out).toMatch(new RegExp(`^${lookup} .* revoked 2\\d{3}-`, "m"));
  });
});

describe("what is wrong is said in plain words", () => {
  const create = ["create", "--name", "x", "--scopes", "raw:read"];
  const CASES: readonly [string, string[], string[]][] = [
    ["nothing to do", [], ["Usage: npm run keys"]],
    ["an unknown action", ["delete"], ["Usage: npm run keys"]],
    ["a prototype's action", ["constructor"], ["Usage: npm run keys"]],
    ["nothing given", ["create"], ["--name must be a text", "--scopes must be an array of"]],
    [
      "unknown scopes",
      ["create", "--name", "x", "--scopes", "raw:read,root"],
      ["--scopes must be"],
    ],
    ["unknown sites", [...create, "--sites", "2,9"], ["--sites must be an array of 1, 2, 3"]],
    ["sites that are no numbers", [...create, "--sites", "all"], ["--sites must be"]],
    ["no sites", [...create, "--sites", ""], ["--sites must be"]],
    [
      "an end that is over",
      [...create, "--expires", "2020-01-01"],
      ["--expires must be a future time"],
    ],
    ["an unknown option", [...create, "--scope", "admin"], ["--scope"]],
    ["a word too many", [...create, "admin"], ["One thing at a time"]],
    ["no key to revoke", ["revoke"], ["Which key? The 8 letters after ess_"]],
    ["two keys to revoke", ["revoke", "00000000", "00000001"], ["One thing at a time"]],
    [
      "an unknown key",
      ["revoke", "00000000"],
      ["There is no key 00000000; see npm run keys -- list"],
    ],
  ];

  let ended: Ended[];
  let made: number;
  beforeAll(async () => {
    const before = await count();
    // Side by side, because each takes half a second to start.
    ended = await Promise.all(CASES.map(([, args]) => run(...args)));
    made = (await count()) - before;
  });

  test.for(CASES.map(([what, , texts], i) => [what, texts, i] as const))("%s", ([, texts, i]) => {
    const { status, out, err } = ended[i] as Ended;
    expect(status, err).toBe(1);
    expect(out).toBe("");
    for (const text of texts) expect(err).toContain(text);
    expect(err).not.toMatch(/\n +at /);
  });

  test("and no key is made of it", () => {
    expect(made).toBe(0);
  });

  test("a whole key, given for its lookup part, is not repeated", async () => {
    const { text } = await service.makeKey();
    const ended = await run("revoke", text);
    expect(ended.status, told(ended)).toBe(1);
    expect(ended.out + ended.err).not.toContain(text.slice(13));
  });

  const count = async () => {
    const { rows } = await service.client.query("select count(*)::int as n from api_key");
    return rows[0].n as number;
  };
});
