import { expect, test } from "vitest";
import { newKey } from "../../src/domain/access/key.ts";
import { readCredentials } from "../../src/request/authenticate.ts";

const { text, lookup } = await newKey();
const read = (headers: Record<string, string>) => readCredentials(new Headers(headers));

test.each(["Bearer", "bearer", "BEARER"])("%s is read with one blank or several", (scheme) => {
  for (const blanks of [" ", "    "]) {
    expect(read({ authorization: `${scheme}${blanks}${text}` })).toEqual({ text, lookup });
  }
});

test("X-API-Key holds the key alone", () => {
  expect(read({ "x-api-key": text })).toEqual({ text, lookup });
  expect(read({ "x-api-key": `Bearer ${text}` })).toBe("malformed");
});

test("no header is no key; anything else that is none is malformed", () => {
  expect(read({})).toBeUndefined();
  expect(read({ cookie: `x-api-key=${text}` })).toBeUndefined();
  for (const authorization of [
    "",
    "Bearer",
    "Bearer x",
    text,
    `Basic ${text}`,
    `Bearer ${text} x`,
    `Bearer ${text},`,
  ]) {
    expect(read({ authorization }), authorization).toBe("malformed");
  }
});

test("Authorization decides where both headers are given", () => {
  expect(read({ authorization: "Bearer x", "x-api-key": text })).toBe("malformed");
  expect(read({ authorization: `Bearer ${text}`, "x-api-key": "x" })).toEqual({ text, lookup });
});
