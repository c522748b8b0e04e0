import { expect, test } from "vitest";
import { en } from "../../web/text/en/index";
import { ko } from "../../web/text/ko/index";

type Leaf = { path: string; value: unknown };

function leaves(value: unknown, path = ""): Leaf[] {
  if (typeof value !== "object" || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([name, one]) => leaves(one, `${path}.${name}`));
}

/** Texts that have no Korean form: names, abbreviations of the field, signs. */
const SAME =
  /^(SoC|SoH|SoL|SoS|PCS|CSV|JSON|NDJSON|Parquet|curl|Python|R|ess_1a2b3c4d_…|–|[^A-Za-z]*)$/;

/** What a text with parameters says for some. */
const said = (value: unknown): string =>
  typeof value === "function" ? String(value(...Array(value.length).fill(2))) : String(value);

test("both dictionaries have the same texts", () => {
  const paths = (of: unknown) => leaves(of).map(({ path }) => path);
  expect(paths(ko)).toEqual(paths(en));
});

test("every text says something, in its own language", () => {
  for (const { path, value } of leaves(ko)) {
    expect(said(value), path).not.toBe("");
    if (!SAME.test(said(value))) expect(said(value), path).toMatch(/[\uac00-\ud7a3]/);
  }
  for (const { path, value } of leaves(en)) {
    expect(said(value), path).not.toBe("");
    expect(said(value), path).not.toMatch(/[\uac00-\ud7a3]/);
  }
});

test("a text that takes parameters uses all of them in both languages", () => {
  const other = new Map(leaves(ko).map(({ path, value }) => [path, value]));
  for (const { path, value } of leaves(en)) {
    if (typeof value !== "function") continue;
    const korean = other.get(path);
    const names = Array.from({ length: value.length }, (_, i) => `${i + 7}1`);
    for (const text of [value, korean]) {
      const spoken = typeof text === "function" ? String(text(...names)) : "";
      for (const name of names) expect(spoken, path).toContain(name);
    }
  }
});
