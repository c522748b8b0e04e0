import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../../src/app.ts";
import { newKey } from "../../../src/domain/access/key.ts";
import { type Access, accessText, allows, SCOPES } from "../../../src/domain/access/scopes.ts";
import { openService, problemOf, type Service, type TestKey } from "../support/access.ts";

/** Who may ask for which operation, written by hand: an operation that is not here fails the test. */
const ACCESS: Record<string, Access> = {
  health: "anyone",
  readiness: "anyone",
  listSites: "any scope",
  getSite: "any scope",
  listBank: "raw:read",
  listRacks: "raw:read",
  listRack: "raw:read",
  listPcs: "raw:read",
  listEtc: "raw:read",
  latestBank: "raw:read",
  latestRack: "raw:read",
  latestPcs: "raw:read",
  latestEtc: "raw:read",
  download: "raw:read",
  listDeidentifiedBank: "di:read",
  listDeidentifiedRacks: "di:read",
  listDeidentifiedRack: "di:read",
  listDeidentifiedPcs: "di:read",
  listDeidentifiedEtc: "di:read",
  downloadDeidentified: "di:read",
  deidentificationPolicy: "anyone",
  deidentificationMapping: "admin",
  ingestBank: "ingest",
  ingestRack: "ingest",
  ingestPcs: "ingest",
  ingestEtc: "ingest",
  deleteReadingsBank: "admin",
  deleteReadingsRack: "admin",
  deleteReadingsPcs: "admin",
  deleteReadingsEtc: "admin",
  gapsBank: "raw:read",
  gapsRack: "raw:read",
  gapsPcs: "raw:read",
  gapsEtc: "raw:read",
  updatesBank: "raw:read",
  updatesRack: "raw:read",
  updatesPcs: "raw:read",
  updatesEtc: "raw:read",
  avgBankSoc: "analytics:read",
  avgBankSoh: "analytics:read",
  avgBankPower: "analytics:read",
  avgRackSoc: "analytics:read",
  avgRackSoh: "analytics:read",
  aggregateBank: "analytics:read",
  aggregateRacks: "analytics:read",
  aggregateRack: "analytics:read",
  aggregatePcs: "analytics:read",
  aggregateEtc: "analytics:read",
  avgSohBanks: "analytics:read",
  avgSohBank: "analytics:read",
  avgSohRacks: "analytics:read",
  avgSohRack: "analytics:read",
  exSosBanks: "analytics:read",
  exSosBank: "analytics:read",
  exSosRacks: "analytics:read",
  exSosRack: "analytics:read",
  forecastingSolBanks: "analytics:read",
  forecastingSolBank: "analytics:read",
  multiStepForecastingMaxCellVoltageBanks: "analytics:read",
  multiStepForecastingMaxCellVoltageBank: "analytics:read",
  multiStepForecastingMaxCellVoltageRacks: "analytics:read",
  multiStepForecastingMaxCellVoltageRack: "analytics:read",
  multiStepForecastingMinCellVoltageBanks: "analytics:read",
  multiStepForecastingMinCellVoltageBank: "analytics:read",
  multiStepForecastingMinCellVoltageRacks: "analytics:read",
  multiStepForecastingMinCellVoltageRack: "analytics:read",
  multiStepForecastingMaxCellTemperatureBanks: "analytics:read",
  multiStepForecastingMaxCellTemperatureBank: "analytics:read",
  multiStepForecastingMaxCellTemperatureRacks: "analytics:read",
  multiStepForecastingMaxCellTemperatureRack: "analytics:read",
  multiStepForecastingMinCellTemperatureBanks: "analytics:read",
  multiStepForecastingMinCellTemperatureBank: "analytics:read",
  multiStepForecastingMinCellTemperatureRacks: "analytics:read",
  multiStepForecastingMinCellTemperatureRack: "analytics:read",
  multiStepForecastingCellVoltageGapBanks: "analytics:read",
  multiStepForecastingCellVoltageGapBank: "analytics:read",
  multiStepForecastingCellVoltageGapRacks: "analytics:read",
  multiStepForecastingCellVoltageGapRack: "analytics:read",
  forecastMaxCellVoltageBanks: "analytics:read",
  forecastMaxCellVoltageBank: "analytics:read",
  forecastMaxCellVoltageRacks: "analytics:read",
  forecastMaxCellVoltageRack: "analytics:read",
  forecastMinCellVoltageBanks: "analytics:read",
  forecastMinCellVoltageBank: "analytics:read",
  forecastMinCellVoltageRacks: "analytics:read",
  forecastMinCellVoltageRack: "analytics:read",
  forecastMaxCellTemperatureBanks: "analytics:read",
  forecastMaxCellTemperatureBank: "analytics:read",
  forecastMaxCellTemperatureRacks: "analytics:read",
  forecastMaxCellTemperatureRack: "analytics:read",
  forecastMinCellTemperatureBanks: "analytics:read",
  forecastMinCellTemperatureBank: "analytics:read",
  forecastMinCellTemperatureRacks: "analytics:read",
  forecastMinCellTemperatureRack: "analytics:read",
  forecastDcVoltageBanks: "analytics:read",
  forecastDcVoltageBank: "analytics:read",
  forecastDcVoltageRacks: "analytics:read",
  forecastDcVoltageRack: "analytics:read",
  forecastCellVoltageGapBanks: "analytics:read",
  forecastCellVoltageGapBank: "analytics:read",
  forecastCellVoltageGapRacks: "analytics:read",
  forecastCellVoltageGapRack: "analytics:read",
  forecastCellTemperatureGapBanks: "analytics:read",
  forecastCellTemperatureGapBank: "analytics:read",
  forecastCellTemperatureGapRacks: "analytics:read",
  forecastCellTemperatureGapRack: "analytics:read",
  forecastSosBanks: "analytics:read",
  forecastSosBank: "analytics:read",
  forecastSosRacks: "analytics:read",
  forecastSosRack: "analytics:read",
  forecastModels: "analytics:read",
  forecastBacktest: "analytics:read",
  sosBanks: "analytics:read",
  sosBank: "analytics:read",
  sosRacks: "analytics:read",
  sosRack: "analytics:read",
  socpRacks: "analytics:read",
  socpRack: "analytics:read",
  staticChartData: "analytics:read",
  listEvents: "analytics:read",
  listSiteEvents: "analytics:read",
  countEventsByLevel: "analytics:read",
  streamEvents: "analytics:read",
  acknowledgeEvent: ["ingest", "admin"],
  getWebhook: "admin",
  setWebhook: "admin",
  deleteWebhook: "admin",
  createDownloadLink: "any scope",
  getCaller: "any scope",
  listKeys: "admin",
  createKey: "admin",
  revokeKey: "admin",
  listAudit: "admin",
};

/** What stands in a path in place of its parameters. */
const EXAMPLES: Record<string, string> = {
  site: "2",
  bank: "1",
  rack: "1",
  component: "bank",
  lookup: "00000000",
  id: "1",
};

/** What an operation cannot do without, by the beginning of its name. */
const NEEDED = {
  gaps: "?date=2026-01-05",
  deleteReadings: "?date=2026-01-05",
  updates: "?since=2026-01-05",
  sos: "?date=2026-01-05&interval=5min",
  forecastingSol: "",
  forecastModels: "",
  forecastBacktest: "?date=2026-01-05",
  forecast: "?date=2026-01-05&interval=5min",
  streamEvents: "?seconds=1",
};
const needed = (operationId: string): string =>
  Object.entries(NEEDED).find(([name]) => operationId.startsWith(name))?.[1] ?? "";

const { contracts } = createApp();
const OPERATIONS = contracts.map(({ operationId = "", method, path }) => ({
  operationId,
  method: method.toUpperCase(),
  path:
    path.replaceAll(/\{(\w+)\}/g, (whole, name: string) => EXAMPLES[name] ?? whole) +
    needed(operationId),
  hasSite: path.includes("{site}"),
  access: ACCESS[operationId] ?? "anyone",
}));
const GUARDED = OPERATIONS.filter(({ access }) => access !== "anyone");

let service: Service;
/** Keys by the scopes that they have. */
const keys = new Map<string, TestKey>();
const keyWith = (scopes: string): TestKey => keys.get(scopes) ?? { text: "none made", lookup: "" };
let refused: Record<string, HeadersInit>;

beforeAll(async () => {
  service = await openService();
  for (const scope of SCOPES) {
    keys.set(scope, await service.makeKey({ scopes: [scope] }));
    const others = SCOPES.filter((other) => other !== scope);
    keys.set(`all but ${scope}`, await service.makeKey({ scopes: others }));
  }
  keys.set("all", await service.makeKey());
  keys.set("no scope", await service.makeKey({ scopes: [] }));
  keys.set("words that are no scope", await service.makeKey({ scopes: [] }));
  await service.client.query(
    `update api_key set scopes = array['RAW:READ', ' raw:read', 'raw', 'all', '*', 'root', 'raw:read admin', 'raw:read,admin', '__proto__', '']
     where lookup = $1`,
    [keyWith("words that are no scope").lookup],
  );
  refused = await wrongKeys();
});
afterAll(() => service?.close());

/** Headers that hold no valid key. */
async function wrongKeys(): Promise<typeof refused> {
  const { text, lookup } = await service.makeKey();
  const other = await newKey();
  const revoked = await service.makeKey();
  await service.client.query("update api_key set revoked_at = now() where lookup = $1", [
    revoked.lookup,
  ]);
  const expired = await service.makeKey({ expiresAt: Date.now() - 1000 });
  const last = text.at(-1) === "A" ? "B" : "A";
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  return {
    none: {},
    "an empty header": { authorization: "" },
    "an empty X-API-Key": { "x-api-key": "" },
    "no secret": bearer(`ess_${lookup}_`),
    "a lookup part alone": bearer(lookup),
    "a secret that is too short": bearer(text.slice(0, -1)),
    "a secret that is too long": bearer(`${text}A`),
    "another prefix": bearer(text.replace("ess_", "esx_")),
    "capitals in the lookup part": bearer(
      text.replace(lookup, lookup.toUpperCase().replace(/\d/g, "A")),
    ),
    "a quoted key": bearer(`"${text}"`),
    "two keys in one header": bearer(`${text}, ${text}`),
    "Basic with the key": { authorization: `Basic ${btoa(`key:${text}`)}` },
    "the key without a scheme": { authorization: text },
    "another scheme": { authorization: `Token ${text}` },
    "a cookie": { cookie: `key=${text}; authorization=Bearer ${text}` },
    "an unknown key": bearer(other.text),
    "an unknown key in X-API-Key": { "x-api-key": other.text },
    "a wrong secret": bearer(`ess_${lookup}_${other.text.slice(-43)}`),
    "a secret that differs in its last letter": bearer(text.slice(0, -1) + last),
    "a revoked key": bearer(revoked.text),
    "an expired key": bearer(expired.text),
    "a wrong key before a right one": { ...bearer(other.text), "x-api-key": text },
    "SQL for a key": bearer("ess_'or'1'=1_x"),
  };
}

const send = (
  { method, path }: { method: string; path: string },
  headers: HeadersInit,
  query = "",
) =>
  fetch(service.url + path + query, {
    method,
    headers: { ...(method === "GET" ? {} : { "content-type": "application/json" }), ...headers },
    ...(method === "GET" ? {} : { body: "{}" }),
  });

test("every operation is in the table, as its contract has it, and nothing else is", () => {
  const actual = contracts.map(({ operationId = "", access }) => [operationId, access]);
  expect(Object.fromEntries(actual)).toEqual(ACCESS);
  expect(new Set(OPERATIONS.map(({ operationId }) => operationId)).size).toBe(contracts.length);
  expect(OPERATIONS.filter(({ path }) => path.includes("{"))).toEqual([]);
});

test("what is not guarded holds no data", () => {
  const open = OPERATIONS.filter(({ access }) => access === "anyone");
  expect(open.map(({ path }) => path).filter((path) => path.startsWith("/api"))).toEqual([
    "/api/ess/di/policy/",
  ]);
});

describe.each(GUARDED)("$method $path", (operation) => {
  const { access, method, path, hasSite } = operation;
  const granting = SCOPES.filter((scope) => allows({ scopes: new Set([scope]) }, access));

  test("answers every wrong key with 401", async () => {
    const checks = Object.entries(refused).map(async ([kind, headers]) => {
      const response = await send(operation, headers);
      const problem = await problemOf(response, 401);
      expect(problem.code, kind).toBe("unauthorized");
      const challenge = response.headers.get("www-authenticate");
      const isGiven = !["none", "a cookie", "an empty header"].includes(kind);
      const realm = 'Bearer realm="ess-edge"';
      expect(challenge, kind).toBe(isGiven ? `${realm}, error="invalid_token"` : realm);
    });
    await Promise.all(checks);
  });

  test("takes no key from an address", async () => {
    const { text } = keyWith("all");
    for (const name of [
      "key",
      "api_key",
      "api-key",
      "x-api-key",
      "access_token",
      "authorization",
    ]) {
      const value = name === "authorization" ? `Bearer%20${text}` : text;
      const separator = path.includes("?") ? "&" : "?";
      await problemOf(await send(operation, {}, `${separator}${name}=${value}`), 401);
    }
  });

  test("answers a key of other scopes with 403", async () => {
    const others = SCOPES.filter((scope) => !granting.includes(scope));
    const lacking = ["no scope", "words that are no scope", ...others];
    if (granting.length === 1) lacking.push(`all but ${access}`);
    for (const scopes of lacking) {
      const response = await send(operation, { "x-api-key": keyWith(scopes).text });
      const problem = await problemOf(response, 403);
      expect(problem.code, scopes).toBe("forbidden");
      expect(problem.detail, scopes).toContain(accessText(access));
    }
  });

  test("lets a key with the scope pass, in either header", async () => {
    for (const scope of granting) {
      const { text } = keyWith(scope);
      const ways: HeadersInit[] = [
        { authorization: `Bearer ${text}` },
        { authorization: `bEARER   ${text}` },
        { "x-api-key": text },
      ];
      for (const headers of ways) {
        const { status } = await send(operation, headers);
        expect([401, 403], `${scope}: ${status}`).not.toContain(status);
        expect(status, scope).toBeLessThan(500);
      }
    }
  });

  test.runIf(method === "GET")("is as closed to HEAD", async () => {
    const ask = (headers: HeadersInit) => fetch(service.url + path, { method: "HEAD", headers });
    expect((await ask({})).status).toBe(401);
    expect((await ask({ "x-api-key": keyWith("no scope").text })).status).toBe(403);
    expect((await ask({ "x-api-key": keyWith("all").text })).status).toBe(200);
  });

  test.runIf(hasSite)("is not there for a key of other sites", async () => {
    const elsewhere = await service.makeKey({ sites: [1, 3] });
    const nowhere = await service.makeKey({ sites: [] });
    for (const [key, rest] of [
      [elsewhere, "1, 3"],
      [nowhere, "–"],
    ] as const) {
      const problem = await problemOf(await send(operation, { "x-api-key": key.text }), 404);
      expect(problem.code).toBe("unknown_site");
      expect(problem.detail).toBe(`There is no operating site 2. Available sites: ${rest}`);
    }
  });
});
