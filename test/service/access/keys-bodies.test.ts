import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bodyOf, openService, problemOf, type Service, type TestKey } from "../support/access.ts";

const KEYS = "/api/ess/keys/";

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

const create = (body: unknown) => service.ask(KEYS, admin, { body });

const RIGHT = { name: "x", scopes: ["raw:read"] };

describe("what is wrong with a body is told", () => {
  test.for<[unknown, string[]]>([
    [{}, ["name", "scopes"]],
    [{ ...RIGHT, name: "" }, ["name"]],
    [{ ...RIGHT, name: "   " }, ["name"]],
    [{ ...RIGHT, name: "x".repeat(101) }, ["name"]],
    [{ ...RIGHT, name: ["x"] }, ["name"]],
    [{ ...RIGHT, name: null }, ["name"]],
    [{ ...RIGHT, name: "a\u0000b" }, ["name"]],
    [{ ...RIGHT, name: "a\nb0000000  root  admin" }, ["name"]],
    [{ ...RIGHT, name: "\u001b[2Jx" }, ["name"]],
    [{ ...RIGHT, name: "\u202etoor" }, ["name"]],
    [{ ...RIGHT, name: "a\u2028b" }, ["name"]],
    [{ ...RIGHT, scopes: [] }, ["scopes"]],
    [{ ...RIGHT, scopes: "raw:read" }, ["scopes"]],
    [{ ...RIGHT, scopes: { 0: "raw:read", length: 1 } }, ["scopes"]],
    [{ ...RIGHT, scopes: ["RAW:READ"] }, ["scopes"]],
    [{ ...RIGHT, scopes: ["raw:read", " admin"] }, ["scopes"]],
    [{ ...RIGHT, scopes: ["raw:read", "admin\u0000"] }, ["scopes"]],
    [{ ...RIGHT, scopes: ["raw:read", "root"] }, ["scopes"]],
    [{ ...RIGHT, scopes: ["raw:read,admin"] }, ["scopes"]],
    [{ ...RIGHT, scopes: [["raw:read"]] }, ["scopes"]],
    [{ ...RIGHT, scopes: ["any scope"] }, ["scopes"]],
    [{ ...RIGHT, scopes: ["__proto__"] }, ["scopes"]],
    [{ ...RIGHT, sites: [] }, ["sites"]],
    [{ ...RIGHT, sites: [4] }, ["sites"]],
    [{ ...RIGHT, sites: [1, 4] }, ["sites"]],
    [{ ...RIGHT, sites: ["1"] }, ["sites"]],
    [{ ...RIGHT, sites: 1 }, ["sites"]],
    [{ ...RIGHT, sites: [1, null] }, ["sites"]],
    [{ ...RIGHT, sites: "all" }, ["sites"]],
    [{ ...RIGHT, expires_at: "2020-01-01T00:00:00Z" }, ["expires_at"]],
    [{ ...RIGHT, expires_at: "2099-02-30" }, ["expires_at"]],
    [{ ...RIGHT, expires_at: 4_102_444_800_000 }, ["expires_at"]],
    [{ ...RIGHT, expires_at: "infinity" }, ["expires_at"]],
    [{ ...RIGHT, expires_at: "9999-12-31T23:59:59-12:00" }, ["expires_at"]],
    [{ ...RIGHT, scope: ["admin"], created_by: "x" }, ["scope", "created_by"]],
    [{ ...RIGHT, lookup: "00000000", sha256: "0" }, ["lookup", "sha256"]],
    [
      { name: 1, scopes: 2, sites: 3, expires_at: 4, x: 5 },
      ["name", "scopes", "sites", "expires_at", "x"],
    ],
  ])("%j", async ([body, names]) => {
    const { code, errors } = await problemOf(await create(body), 400);
    expect(code).toBe("invalid_parameters");
    expect(errors.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
    for (const fault of errors) {
      expect(fault.in).toBe("body");
      if (fault.code !== "unknown_parameter") expect(fault.detail).toMatch(/Example: \S/);
    }
  });

  const raw = (
    body: BodyInit,
    headers: Record<string, string> = { "content-type": "application/json" },
  ) =>
    fetch(service.url + KEYS, {
      method: "POST",
      headers: { "x-api-key": admin.text, ...headers },
      body,
    });

  /** The status of the answer to a body in pieces that never ends. */
  const statusOfUnfinished = (piece: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const headers = { "x-api-key": admin.text, "content-type": "application/json" };
      const sent = request(service.url + KEYS, { method: "POST", headers }, (answer) => {
        resolve(answer.statusCode);
        sent.destroy();
      });
      sent.once("error", reject);
      sent.write(piece);
    });

  test.for(["{", "[]", "null", '"x"', "1", '{"name":"x",}', "\u0000", "name=x"])(
    "a body that is no JSON object: %j",
    async (body) => {
      const { errors } = await problemOf(await raw(body), 400);
      expect(errors).toMatchObject([{ in: "body", name: "body", code: "not_an_object" }]);
    },
  );

  test("an empty body, and one that is not UTF-8", async () => {
    expect((await problemOf(await raw(""), 400)).code).toBe("malformed_body");
    const latin1 = Uint8Array.from([...Buffer.from('{"name":"'), 0xe9, ...Buffer.from('"}')]);
    expect((await problemOf(await raw(latin1), 400)).code).toBe("malformed_body");
  });

  test.for([
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/jsonx",
    "text/json",
    "",
  ])("a body of the type %j", async (type) => {
    const problem = await problemOf(
      await raw(JSON.stringify(RIGHT), { "content-type": type }),
      415,
    );
    expect(problem.code).toBe("unsupported_media_type");
  });

  test("a type with a charset and in capitals is JSON too", async () => {
    const headers = { "content-type": "Application/JSON; charset=utf-8" };
    expect((await raw(JSON.stringify(RIGHT), headers)).status).toBe(201);
  });

  test("a body that is too long, whether it says so or not", async () => {
    const long = JSON.stringify({ ...RIGHT, name: "x".repeat(20_000) });
    expect((await problemOf(await raw(long), 413)).code).toBe("payload_too_large");
    expect(await statusOfUnfinished(" ".repeat(20_000))).toBe(413);
  });

  test("letters of several bytes count as such", async () => {
    const padded = `{"name":"${"가".repeat(5600)}","scopes":["raw:read"]}`;
    expect(padded.length).toBeLessThan(16_384);
    await problemOf(await raw(padded), 413);
  });

  test("a member that is given twice counts as it stands last, for the check as for the key", async () => {
    const twice = '{"name":"x","scopes":["raw:read"],"sites":[1],"sites":[1,2,3]}';
    expect(await bodyOf(await raw(twice), 201)).toMatchObject({ sites: [1, 2, 3] });
    const asLocal = { "x-api-key": local.text, "content-type": "application/json" };
    expect((await problemOf(await raw(twice, asLocal), 403)).code).toBe("forbidden");
  });

  test("a prototype among the members changes nothing", async () => {
    for (const member of ['"__proto__":{"scopes":["admin"]}', '"constructor":{"prototype":{}}']) {
      const { errors } = await problemOf(await raw(`{"name":"x",${member}}`), 400);
      expect(errors.map(({ name }) => name)).toContain("scopes");
    }
  });
});
