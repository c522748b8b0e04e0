import { expect, it } from "vitest";
import { classify } from "../../src/store/sql/error.ts";

const withCode = (code: string) => Object.assign(new Error("no text of it may matter"), { code });

it.for([
  ["08006", "unavailable"],
  ["53300", "unavailable"],
  ["57P01", "unavailable"],
  ["57P03", "unavailable"],
  ["28P01", "unavailable"],
  ["3D000", "unavailable"],
  ["57014", "timeout"],
  ["42P01", "schema"],
  ["42703", "schema"],
  ["42601", "internal"],
  ["22003", "internal"],
] as const)("SQLSTATE %s is %s, however deep it lies", ([code, failure]) => {
  expect(classify(withCode(code))).toBe(failure);
  expect(classify(new Error("outer", { cause: withCode(code) }))).toBe(failure);
});

it("a failure without any SQLSTATE is that of a database which was not reached", () => {
  expect(classify(new TypeError("fetch failed"))).toBe("unavailable");
  expect(classify(withCode("ECONNREFUSED"))).toBe("unavailable");
});
