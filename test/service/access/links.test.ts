import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createApp } from "../../../src/app.ts";
import { signLink } from "../../../src/domain/access/link.ts";
import { isDownload } from "../../../src/request/permit.ts";
import { downloads as linkable } from "../../../src/routes/operating-data/download.ts";
import { startWorker } from "../../support/world.ts";
import {
  bodyOf,
  FILE,
  openService,
  problemOf,
  SECRET,
  type Service,
  type TestKey,
} from "../support/access.ts";

const LINKS = "/api/ess/download-links/";
const DAY = { date: "2026-01-05", fields: "timestamp,bank_soc" };

type Link = { url: string; expires_at: string };

let service: Service;
let key: TestKey;
beforeAll(async () => {
  service = await openService();
  key = await service.makeKey({ scopes: ["raw:read"], sites: [2] });
});
afterAll(() => service?.close());

const make = (body: unknown, by: TestKey | undefined = key) => service.ask(LINKS, by, { body });
const linkTo = async (body: unknown, by = key): Promise<Link> =>
  bodyOf<Link>(await make(body, by), 201);
/** Signs as the service does, for what it would not sign itself. */
const signed = (address: string, claim: { key?: string; seconds?: number } = {}, secret = SECRET) =>
  signLink(
    address,
    {
      key: claim.key ?? key.lookup,
      expires: Math.floor(Date.now() / 1000) + (claim.seconds ?? 60),
    },
    secret,
  );

describe("a signed link", () => {
  test("downloads without a key exactly what the key would", async () => {
    const { url } = await linkTo({ path: FILE, parameters: DAY });
    const byLink = await fetch(url);
    const byKey = await service.ask(`${FILE}?${new URLSearchParams(DAY)}`, key);
    expect(byLink.status, url).toBe(200);
    expect(byLink.headers.get("ess-rows")).toBe("576");
    expect(await byLink.text()).toBe(await byKey.text());
    const head = await fetch(url, { method: "HEAD" });
    expect(head.headers.get("ess-rows")).toBe("576");
  });

  test("lasts ten minutes, or as long as was asked for up to seven days", async () => {
    for (const [expires_in, seconds] of [
      [undefined, 600],
      [null, 600],
      [1, 1],
      [604_800, 604_800],
    ]) {
      const before = Math.floor(Date.now() / 1000);
      const { url, expires_at } = await linkTo({ path: FILE, expires_in });
      const until = Number(new URL(url).searchParams.get("link-expires"));
      expect(until * 1000).toBe(Date.parse(expires_at));
      expect(until - before - Number(seconds)).toBeGreaterThanOrEqual(0);
      expect(until - before - Number(seconds)).toBeLessThanOrEqual(2);
    }
  });

  test("is bound to parameters in the path as to those beside it", async () => {
    const { url } = await linkTo({
      path: `${FILE.slice(0, -1)}?date=2026-01-05`,
      parameters: { trailer: 1, fields: "timestamp" },
    });
    expect(url).toContain(
      `${FILE.slice(0, -1)}?date=2026-01-05&trailer=1&fields=timestamp&link-key=`,
    );
    expect(await (await fetch(url)).text()).toMatch(/^_end,576,[0-9a-f]{64}\r\n$/m);
  });

  test("does not carry the key's secret", async () => {
    const { url } = await linkTo({ path: FILE });
    expect(url).not.toContain(key.text.slice(13));
  });

  test("ends when its time is over, and says when that was", async () => {
    const address = await signed(`${FILE}?date=2026-01-05`, { seconds: -1 });
    const problem = await problemOf(await fetch(service.url + address), 403);
    expect(problem.code).toBe("link_expired");
    const expires = Number(new URL(address, service.url).searchParams.get("link-expires"));
    expect(problem.detail).toContain(new Date(expires * 1000).toISOString());
  });

  test("ends with the key that asked for it", async () => {
    for (const change of ["revoked_at = now()", "expires_at = now()", "scopes = '{di:read}'"]) {
      const owner = await service.makeKey();
      await service.client.query(`update api_key set ${change} where lookup = $1`, [owner.lookup]);
      const response = await fetch(service.url + (await signed(FILE, { key: owner.lookup })));
      expect([401, 403], change).toContain(response.status);
    }
    const elsewhere = await service.makeKey({ sites: [1] });
    const response = await fetch(service.url + (await signed(FILE, { key: elsewhere.lookup })));
    expect((await problemOf(response, 404)).code).toBe("unknown_site");
    const unknown = await fetch(service.url + (await signed(FILE, { key: "00000000" })));
    expect((await problemOf(unknown, 403)).code).toBe("link_invalid");
  });

  test("of nobody works only where everybody may download", async () => {
    await problemOf(await fetch(service.url + (await signed(FILE, { key: "-" }))), 401);
  });

  test("opens no other address, though it were signed for it", async () => {
    const admin = await service.makeKey();
    for (const path of [
      "/api/ess/keys/",
      "/api/ess/audit/",
      "/api/ess/operating-sites/2/pcs/latest/",
    ]) {
      const response = await fetch(service.url + (await signed(path, { key: admin.lookup })));
      expect((await problemOf(response, 403)).code, path).toBe("link_invalid");
    }
    const post = fetch(service.url + (await signed(LINKS, { key: admin.lookup })), {
      method: "POST",
    });
    expect((await problemOf(await post, 403)).code).toBe("link_invalid");
  });

  test("is refused when another secret signed it, or none is set", async () => {
    const address = `${FILE}?date=2026-01-05`;
    const other = await signed(address, {}, "another secret of at least 32 bytes");
    expect((await problemOf(await fetch(service.url + other), 403)).code).toBe("link_invalid");
    const bare = await startWorker({
      AUTH: "closed",
      DATABASE_URL: `${inject("server")}ess_platform`,
    });
    try {
      expect((await fetch(bare.url + (await signed(address)))).status).toBe(403);
      const open = await startWorker({ DATABASE_URL: `${inject("server")}ess_platform` });
      const body = JSON.stringify({ path: FILE });
      const headers = { "content-type": "application/json" };
      const refused = await fetch(open.url + LINKS, { method: "POST", headers, body });
      await open.stop();
      const problem = await problemOf(refused, 503);
      expect([problem.code, problem.detail]).toEqual([
        "not_configured",
        expect.stringMatching(/LINK_KEY/),
      ]);
    } finally {
      await bare.stop();
    }
  });
});

test("every download can be linked to, and nothing else", () => {
  const { contracts } = createApp();
  const linked = linkable.map(({ contract }) => contract.path);
  const downloads = contracts.filter(({ path, method }) => isDownload(path) && method === "get");
  expect(linked).toEqual(downloads.map(({ path }) => path));
  expect(linked.length).toBeGreaterThan(0);
});
