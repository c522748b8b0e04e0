import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { looksLikeLink, signLink, verifyLink } from "../../src/domain/access/link.ts";

const SECRET = "a secret of at least thirty-two bytes";
const CLAIM = { key: "0a1b2c3d", expires: 1_800_000_000 };
const ADDRESS = "/api/ess/download/operating-sites/2/bank/?date=2026-01-05";

test("an address is signed with HMAC-SHA-256 over its text and its claim", async () => {
  const text = `${ADDRESS}&link-key=0a1b2c3d&link-expires=1800000000`;
  const signature = createHmac("sha256", SECRET).update(text).digest("base64url");
  expect(await signLink(ADDRESS, CLAIM, SECRET)).toBe(`${text}&link-signature=${signature}`);
  expect(await signLink("/x/", { ...CLAIM, key: "-" }, SECRET)).toMatch(
    /^\/x\/\?link-key=-&link-expires=1800000000&link-signature=[\w-]{43}$/,
  );
});

test("what was signed is verified, with the same secret alone", async () => {
  const link = await signLink(ADDRESS, CLAIM, SECRET);
  expect(await verifyLink(link, SECRET)).toEqual(CLAIM);
  expect(await verifyLink(link, `${SECRET}!`)).toBeUndefined();
});

test("no change of a single letter is verified", async () => {
  const link = await signLink(ADDRESS, CLAIM, SECRET);
  await fc.assert(
    fc.asyncProperty(fc.nat(link.length - 1), fc.string({ maxLength: 2 }), async (at, letter) => {
      fc.pre(letter !== link[at]);
      expect(
        await verifyLink(link.slice(0, at) + letter + link.slice(at + 1), SECRET),
      ).toBeUndefined();
    }),
    { numRuns: 2000 },
  );
});

test("a claim that is no claim is not verified, though it were signed", async () => {
  const sign = (text: string) =>
    `${text}&link-signature=${createHmac("sha256", SECRET).update(text).digest("base64url")}`;
  for (const text of [
    ADDRESS,
    `${ADDRESS}&link-key=0a1b2c3d`,
    `${ADDRESS}&link-expires=1800000000&link-key=0a1b2c3d`,
    `${ADDRESS}&link-key=0A1B2C3D&link-expires=1800000000`,
    `${ADDRESS}&link-key=0a1b2c3d&link-expires=-1`,
    `${ADDRESS}&link-key=0a1b2c3d&link-expires=1e9`,
    `${ADDRESS}&link-key=0a1b2c3d&link-expires=1800000000&more=1`,
  ]) {
    expect(await verifyLink(sign(text), SECRET), text).toBeUndefined();
  }
});

test("each of its parameters alone makes an address look like a link", () => {
  for (const query of ["link-key", "link-expires=1", "a=1&link%2Dsignature="]) {
    expect(looksLikeLink(new URLSearchParams(query)), query).toBe(true);
  }
  expect(looksLikeLink(new URLSearchParams("Link-Key=1&link=2"))).toBe(false);
});
