import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../dev/settings.ts";

const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const folder = (path: string): string[] =>
  readdirSync(join(ROOT, path))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${path}/${name}`);

const PAGES = folder("docs");
const DECISIONS = folder("docs/decisions");
const ALL = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "CHANGELOG.md",
  "client/README.md",
  "examples/README.md",
  ...PAGES,
  ...DECISIONS,
];
/** Korean pages say it as well. */
const FOR_WHOM = /\bfor (?:people|developers|engineers|administrators)\b|위한 문서/i;

const withoutCode = (text: string): string => text.replaceAll(/^```[\s\S]*?^```/gm, "");

/** Anchors of a page as GitHub makes them of its headings. */
const anchorsOf = (text: string): string[] =>
  [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );

test("the README has at most 250 lines", () => {
  expect(textOf("README.md").split("\n").length).toBeLessThanOrEqual(251);
});

test.for([...PAGES, ...DECISIONS])("%s says for whom it is below its title", (path) => {
  const [title = "", opening = ""] = textOf(path).split("\n\n");
  expect(title).toMatch(/^# \S/);
  expect(opening).toMatch(FOR_WHOM);
});

test.for(ALL)("%s links to files and headings that are there", (path) => {
  const links = withoutCode(textOf(path)).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g);
  for (const [link, file = "", anchor] of links) {
    const target = file === "" ? path : join(dirname(path), file);
    expect(existsSync(join(ROOT, target)), link).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(textOf(target)), link).toContain(anchor);
  }
});

test("every page is linked from the README, and every decision from their list", () => {
  const readme = textOf("README.md");
  for (const path of PAGES) expect(readme, path).toContain(`](${path})`);
  const list = textOf("docs/decisions/README.md");
  const decisions = DECISIONS.map((path) => path.split("/").at(-1) ?? "").filter(
    (name) => name !== "README.md",
  );
  for (const name of decisions) expect(list, name).toContain(`](${name})`);
});

test.for(ALL.filter((path) => path !== "docs/contributing.md"))(
  "%s names commands that are there",
  (path) => {
    const { scripts } = JSON.parse(textOf("package.json"));
    const named = [...textOf(path).matchAll(/npm run ([\w:-]+)/g)].map(([, name = ""]) => name);
    for (const name of named) expect(Object.keys(scripts), name).toContain(name);
  },
);

test("docs/operations.md describes every setting that src/env.ts reads", () => {
  const settings = /## Settings\n([\s\S]*?)\n## /.exec(textOf("docs/operations.md"))?.[1] ?? "";
  const described = [...settings.matchAll(/^\| (.*?) \|/gm)].flatMap(([, names = ""]) =>
    [...names.matchAll(/`([A-Z_]+)`/g)].map(([, name = ""]) => name),
  );
  const read = [...textOf("src/env.ts").matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(
    ([, name = ""]) => name,
  );
  // Bindings of the runtime, which nobody sets by hand.
  const isBinding = (name: string): boolean => /_LIMITER$|^CF_/.test(name);
  expect(read.length).toBeGreaterThan(10);
  for (const name of read.filter((name) => !isBinding(name))) expect(described).toContain(name);
});
