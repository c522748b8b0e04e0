import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { en } from "../../web/text/en/index";

const WEB = join(import.meta.dirname, "../../web");

/** Every file of the web but its texts: the names in it, and those of groups whose members a value chooses. */
const files = readdirSync(WEB, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !path.startsWith("text"))
  .map((path) => readFileSync(join(WEB, path), "utf8"))
  .map((code) => ({
    names: new Set(code.match(/"[\w: -]+"|[A-Za-z]\w*/g)?.map((name) => name.replaceAll('"', ""))),
    indexed: new Set([...code.matchAll(/(\w+)\[/g)].map(([, name]) => name)),
  }));

/** Groups that are given to a function which does not know their section. */
const HANDED_ON = new Set(["actions"]);

/** Texts that no file reads: one that does names its section and the text, or chooses it out of its group. */
function unread(value: unknown, path: readonly string[] = []): string[] {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([name, one]) => unread(one, [...path, name]));
  }
  const [section = "", group = "", name = ""] = [path[0], path.at(-2), path.at(-1)];
  const isRead = files.some(
    ({ names, indexed }) =>
      (names.has(section) || HANDED_ON.has(group)) && (names.has(name) || indexed.has(group)),
  );
  return isRead ? [] : [path.join(".")];
}

test("every text is read by some code", () => {
  expect(unread(en)).toEqual([]);
});

test("a text that nobody reads is found", () => {
  expect(unread({ docs: { answers: { title: "", nobodyReadsThis: "" } } })).toEqual([
    "docs.answers.nobodyReadsThis",
  ]);
});
