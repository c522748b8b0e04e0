import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  bodyOf,
  FILE,
  openService,
  problemOf,
  type Service,
  type TestKey,
} from "../support/access.ts";

const LINKS = "/api/ess/download-links/";

let service: Service;
let key: TestKey;
beforeAll(async () => {
  service = await openService();
  key = await service.makeKey({ scopes: ["raw:read"], sites: [2] });
});
afterAll(() => service?.close());

const DAY = { date: "2026-01-05", fields: "timestamp,bank_soc" };
const linkTo = async (body: unknown): Promise<{ url: string }> =>
  bodyOf(await service.ask(LINKS, key, { body }), 201);

describe("a link that was tampered with", () => {
  /** What a link's address may not become. */
  const tampered = (address: string): fc.Arbitrary<string> => {
    const [path = "", query = ""] = address.split("?");
    const parts = query.split("&");
    const at = fc.nat(address.length - 1);
    // No blanks, dots between slashes or # at the end: these are no other address.
    const letter = fc.constantFrom(..."abcXYZ0189-_=&?%+,:~!$*");
    return fc.oneof(
      fc.tuple(at, letter).map(([i, x]) => address.slice(0, i) + x + address.slice(i + 1)),
      fc.tuple(at, letter).map(([i, x]) => address.slice(0, i) + x + address.slice(i)),
      at.map((i) => address.slice(0, i) + address.slice(i + 1)),
      at.map((i) => address.slice(0, i)),
      at.map(
        (i) =>
          address.slice(0, i) +
          encodeURIComponent(address[i] ?? "").padStart(3, "%2") +
          address.slice(i + 1),
      ),
      at.map(
        (i) =>
          `${address.slice(0, i)}%${address.charCodeAt(i).toString(16)}${address.slice(i + 1)}`,
      ),
      fc
        .shuffledSubarray(parts, { minLength: parts.length })
        .map((some) => `${path}?${some.join("&")}`),
      fc.subarray(parts).map((some) => `${path}?${some.join("&")}`),
      fc
        .tuple(
          fc.nat(parts.length),
          fc.constantFrom(
            "trailer=1",
            "date=2026-01-06",
            "omit=bank_soc",
            "",
            "x",
            "link-key=-",
            "link-expires=9999999999",
            "__proto__=1",
          ),
        )
        .map(([i, more]) => `${path}?${parts.toSpliced(i, 0, more).join("&")}`),
      fc.nat(parts.length - 1).map((i) => `${path}?${[...parts, parts[i]].join("&")}`),
      fc
        .constantFrom("1", "3", "%32", "02", "2/..", "2%2F..%2F2")
        .map((site) => address.replace("operating-sites/2", `operating-sites/${site}`)),
      fc
        .constantFrom("rack", "BANK", "bank/", "b%61nk")
        .map((name) => address.replace("/bank/", `/${name}/`)),
      fc.constant(address.replace("/?", "?")),
      fc.constant(`${address}&`),
      fc.constant(address.toUpperCase()),
    );
  };

  test("is 403 whatever was changed, or without a sign of a link 401", {
    timeout: 60_000,
  }, async () => {
    const { url } = await linkTo({ path: FILE, parameters: { ...DAY, trailer: "1" } });
    const { pathname, search, origin } = new URL(url);
    const address = pathname + search;
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          tampered(address).filter(
            (text) => /^\/[^/\\]/.test(text) && new URL(text, origin).href !== url,
          ),
          {
            minLength: 20,
            maxLength: 20,
          },
        ),
        async (some) => {
          for (const text of some) {
            const response = await fetch(origin + text);
            const body = await response.text();
            statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
            // Without any of its three parameters left, or outside of /api/, it is no link any more.
            const isLink = ["link-key", "link-expires", "link-signature"].some((name) =>
              new URL(text, origin).searchParams.has(name),
            );
            const allowed =
              isLink && /^\/api\//.test(new URL(text, origin).pathname) ? [403] : [401, 403, 404];
            expect(allowed, `${text} → ${response.status} ${body.slice(0, 300)}`).toContain(
              response.status,
            );
          }
        },
      ),
      { numRuns: 60, seed: 20260105 },
    );
    expect(statuses.get(403)).toBeGreaterThan(900);
  });

  test.for(["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])(
    "is 403 for the method %s",
    async (method) => {
      const { url } = await linkTo({ path: FILE, parameters: DAY });
      expect((await problemOf(await fetch(url, { method }), 403)).code).toBe("link_invalid");
    },
  );

  test("is not saved by a valid key", async () => {
    const { url } = await linkTo({ path: FILE, parameters: DAY });
    const response = await fetch(`${url}x`, { headers: { "x-api-key": key.text } });
    expect((await problemOf(response, 403)).code).toBe("link_invalid");
  });
});
