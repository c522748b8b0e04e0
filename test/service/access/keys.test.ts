import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SCOPES } from "../../../src/domain/access/scopes.ts";
import {
  BANK,
  bodyOf,
  openService,
  problemOf,
  type Service,
  type TestKey,
} from "../support/access.ts";

const KEYS = "/api/ess/keys/";

type Key = { lookup: string; name: string; scopes: string[]; sites: number[] | null };
type Described = Key & { created_at: string; expires_at: string | null; revoked_at: string | null };

let service: Service;
let admin: TestKey;
/** An admin of sites 1 and 2. */
let local: TestKey;
beforeAll(async () => {
  service = await openService();
  admin = await service.makeKey();
  local = await service.makeKey({ scopes: ["admin"], sites: [1, 2] });
});
afterAll(() => service?.close());

const create = (body: unknown, by = admin) => service.ask(KEYS, by, { body });
const listed = async (by: TestKey): Promise<Described[]> =>
  (await bodyOf<{ keys: Described[] }>(await service.ask(KEYS, by))).keys;
const revoke = (lookup: string, by = admin) =>
  service.ask(`${KEYS}${lookup}/`, by, { method: "DELETE" });

describe("a new key", () => {
  test("is shown once, kept as a hash, and works at once", async () => {
    const made = await bodyOf<Described & { key: string }>(
      await create({ name: " Battery lab ", scopes: ["raw:read"] }),
      201,
    );
    expect(made).toEqual({
      key: expect.stringMatching(/^ess_[0-9a-z]{8}_[\w-]{43}$/),
      lookup: made.key.slice(4, 12),
      name: "Battery lab",
      scopes: ["raw:read"],
      sites: null,
      created_at: expect.stringMatching(/Z$/),
      expires_at: null,
      revoked_at: null,
    });
    await bodyOf(await service.ask(`${BANK}latest/`, { text: made.key, lookup: made.lookup }));
    const { key, ...rest } = made;
    expect((await listed(admin)).find(({ lookup }) => lookup === made.lookup)).toEqual(rest);
    const { rows } = await service.client.query("select * from api_key where lookup = $1", [
      made.lookup,
    ]);
    expect(JSON.stringify(rows)).not.toContain(key.slice(13));
    expect(rows[0]).toMatchObject({
      sha256: createHash("sha256").update(key).digest("hex"),
      created_by: admin.lookup,
    });
  });

  test("holds what it was given, in the catalog's order and without repetition", async () => {
    const given = {
      name: "전력 연구소 🔋",
      scopes: ["admin", "raw:read", "admin"],
      sites: [3, 1, 3],
      expires_at: "2099-12-31T23:59:59+09:00",
    };
    expect(await bodyOf(await create(given), 201)).toMatchObject({
      name: given.name,
      scopes: ["raw:read", "admin"],
      sites: [1, 3],
      expires_at: "2099-12-31T14:59:59.000Z",
    });
  });

  test("may say with null what it could leave out", async () => {
    const given = { name: "x", scopes: ["ingest"], sites: null, expires_at: null };
    expect(await bodyOf(await create(given), 201)).toMatchObject({ sites: null, expires_at: null });
  });

  test("is never the same twice", async () => {
    const texts = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const response = await create({ name: "x", scopes: ["di:read"] });
        return (await bodyOf<{ key: string }>(response, 201)).key;
      }),
    );
    expect(new Set(texts).size).toBe(10);
  });
});

const RIGHT = { name: "x", scopes: ["raw:read"] };

describe("an admin of some sites", () => {
  test("makes keys for these, with any scope", async () => {
    for (const sites of [[1], [2], [1, 2]]) {
      await bodyOf(await create({ name: "x", scopes: [...SCOPES], sites }, local), 201);
    }
  });

  test.for([undefined, null, [3], [1, 3], [1, 2, 3]])(
    "makes none for the sites %j",
    async (sites) => {
      const before = (await listed(admin)).length;
      const problem = await problemOf(await create({ ...RIGHT, sites }, local), 403);
      expect(problem.detail).toContain("some of: 1, 2");
      expect((await listed(admin)).length).toBe(before);
    },
  );

  test("sees and revokes no key that reaches further", async () => {
    const inside = await service.makeKey({ sites: [2] });
    for (const sites of [undefined, [3], [2, 3]]) {
      const beyond = await service.makeKey({ sites });
      expect((await listed(local)).map(({ lookup }) => lookup)).not.toContain(beyond.lookup);
      const problem = await problemOf(await revoke(beyond.lookup, local), 404);
      const unknown = await problemOf(await revoke("zzzzzzzz", local), 404);
      expect({ ...problem, request_id: "", instance: "" }).toEqual({
        ...unknown,
        request_id: "",
        instance: "",
      });
      await bodyOf(await service.ask(KEYS, beyond));
    }
    expect((await listed(local)).map(({ lookup }) => lookup)).toContain(inside.lookup);
    expect(await bodyOf(await revoke(inside.lookup, local))).toMatchObject({
      lookup: inside.lookup,
    });
  });

  test("with an empty list of sites makes and sees nothing", async () => {
    const nowhere = await service.makeKey({ scopes: ["admin"], sites: [] });
    await problemOf(await create({ ...RIGHT, sites: [1] }, nowhere), 403);
    await problemOf(await create(RIGHT, nowhere), 403);
    expect((await listed(nowhere)).every(({ sites }) => sites?.length === 0)).toBe(true);
  });
});

test("a key that ends makes none that outlasts it", async () => {
  const ends = Date.now() + 86_400_000;
  const brief = await service.makeKey({ expiresAt: ends });
  const at = (millis: number) => new Date(millis).toISOString();
  for (const expires_at of [undefined, null, at(ends + 1000)]) {
    const { code, detail } = await problemOf(await create({ ...RIGHT, expires_at }, brief), 403);
    expect(code).toBe("forbidden");
    expect(detail).toContain(at(ends));
  }
  await bodyOf(await create({ ...RIGHT, expires_at: at(ends) }, brief), 201);
});

describe("revoking", () => {
  test("twice keeps the first time", async () => {
    const { lookup } = await service.makeKey();
    const first = await bodyOf<Described>(await revoke(lookup));
    expect(first.revoked_at).toMatch(/Z$/);
    expect((await bodyOf<Described>(await revoke(lookup))).revoked_at).toBe(first.revoked_at);
  });

  test.for(["short", "0A1B2C3D", "0a1b2c3d4", "%00%00%00%00%00%00%00%00", "'or'1'='", "ess_0000"])(
    "%s, which no key is named by, is 400",
    async (lookup) => {
      const { errors } = await problemOf(await revoke(lookup), 400);
      expect(errors).toMatchObject([{ in: "path", name: "lookup", code: "not_a_lookup" }]);
    },
  );

  test("an unknown key is 404, and a query is refused", async () => {
    expect((await problemOf(await revoke("00000000"), 404)).code).toBe("unknown_key");
    const withQuery = service.ask(`${KEYS}00000000/?all=1`, admin, { method: "DELETE" });
    expect((await problemOf(await withQuery, 400)).errors).toMatchObject([{ name: "all" }]);
  });
});
