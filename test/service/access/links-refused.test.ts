import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FILE, openService, problemOf, type Service, type TestKey } from "../support/access.ts";

const LINKS = "/api/ess/download-links/";

let service: Service;
let key: TestKey;
beforeAll(async () => {
  service = await openService();
  key = await service.makeKey({ scopes: ["raw:read"], sites: [2] });
});
afterAll(() => service?.close());

const make = (body: unknown, by = key) => service.ask(LINKS, by, { body });

describe("a link is refused when it is made", () => {
  test.for<[unknown, string[]]>([
    [{}, ["path"]],
    [{ path: 1, parameters: 2, expires_in: 3.5, x: 4 }, ["path", "parameters", "expires_in", "x"]],
    [{ path: "" }, ["path"]],
    [{ path: "api/ess/download/operating-sites/2/bank/" }, ["path"]],
    [{ path: "/api/ess/operating-sites/2/pcs/" }, ["path"]],
    [{ path: "/api/ess/keys/" }, ["path"]],
    [{ path: "/healthz" }, ["path"]],
    [{ path: `https://elsewhere.example${FILE}` }, ["path"]],
    [{ path: `//elsewhere.example${FILE}` }, ["path"]],
    [{ path: `/\\elsewhere.example${FILE}` }, ["path"]],
    [{ path: `${FILE}../../3/bank/x` }, ["path"]],
    [{ path: `${FILE}#x` }, ["path"]],
    [{ path: `${FILE}?date=2026-01-05\u0000` }, ["path"]],
    [{ path: `${FILE}?link-key=-` }, ["path"]],
    [{ path: `${FILE}?link%2Dsignature=x` }, ["path"]],
    [{ path: FILE, parameters: { "link-expires": "9" } }, ["path"]],
    [{ path: FILE, parameters: null }, ["parameters"]],
    [{ path: FILE, parameters: [["date", "2026-01-05"]] }, ["parameters"]],
    [{ path: FILE, parameters: { date: null } }, ["parameters"]],
    [{ path: FILE, parameters: { date: { a: 1 } } }, ["parameters"]],
    [{ path: FILE, expires_in: 0 }, ["expires_in"]],
    [{ path: FILE, expires_in: 604_801 }, ["expires_in"]],
    [{ path: FILE, expires_in: "600" }, ["expires_in"]],
    [{ path: FILE, parameters: { dat: "2026-01-05", fields: "bank_sock" } }, ["dat", "fields"]],
    [{ path: `${FILE}?date=2026-02-30` }, ["date"]],
    [{ path: `${FILE}?date=2026-01-05`, parameters: { date: "2026-01-05" } }, ["date"]],
    [{ path: FILE, parameters: { format: "xls" } }, ["format"]],
    [{ path: FILE, parameters: JSON.parse('{"__proto__":"1"}') }, ["__proto__"]],
    [{ path: "/api/ess/download/operating-sites/two/bank/" }, ["site"]],
    [{ path: "/api/ess/download/operating-sites/2/banks/" }, ["component"]],
    [{ path: "/api/ess/download/operating-sites/%zz/bank/" }, ["site"]],
  ])("with %j: 400", async ([body, names]) => {
    const { code, errors } = await problemOf(await make(body), 400);
    expect(code).toBe("invalid_parameters");
    expect(errors.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  });

  test("for a site that the key does not reach, as if it were not there", async () => {
    for (const site of [1, 3, 9, "%33"]) {
      const path = `/api/ess/download/operating-sites/${site}/bank/`;
      expect((await problemOf(await make({ path }), 404)).code, path).toBe("unknown_site");
    }
  });

  test("by a key that lacks the scope of the download", async () => {
    const other = await service.makeKey({
      scopes: ["di:read", "analytics:read", "ingest", "admin"],
    });
    const problem = await problemOf(await make({ path: FILE }, other), 403);
    expect([problem.code, problem.detail]).toEqual([
      "forbidden",
      expect.stringMatching(/raw:read/),
    ]);
  });

  test("that leaves no field", async () => {
    const body = { path: FILE, parameters: { fields: "bank_soc", omit: "bank_soc" } };
    expect((await problemOf(await make(body), 400)).errors).toMatchObject([
      { code: "nothing_left" },
    ]);
  });
});
