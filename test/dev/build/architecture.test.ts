import { expect, test } from "vitest";
import {
  architecturePage,
  foldersOf,
  pictureOf,
  withPicture,
} from "../../../dev/build/architecture.ts";

const SOURCES = new Map([
  ["app.ts", 'import { Hono } from "hono";\nimport { list } from "./routes/list.ts";\n'],
  [
    "routes/list.ts",
    'import {\n  read,\n} from "../store/read.ts";\nimport * as z from "zod";\nexport { day } from "../time/day.ts";\n',
  ],
  [
    "store/read.ts",
    '/**\n * @example\n * import { no } from "../routes/list.ts";\n */\nimport "@scope/driver/http";\nconst at = () => import("../time/day.ts");\nimport { write } from "./write.ts";\n',
  ],
  ["store/write.ts", ""],
  ["time/day.ts", ""],
]);

test("folders are those of the paths, with the folders and packages that their files import", () => {
  expect(foldersOf(SOURCES)).toEqual([
    { name: "app.ts", folders: ["routes"], packages: ["hono"] },
    { name: "routes", folders: ["store", "time"], packages: ["zod"] },
    { name: "store", folders: ["time"], packages: ["@scope/driver"] },
    { name: "time", folders: [], packages: [] },
  ]);
});

test("the diagram omits an arrow that a longer way implies; the table keeps it", () => {
  const picture = pictureOf(foldersOf(SOURCES));
  expect(picture).toContain("app_ts --> routes\n  routes --> store\n  store --> time\n```");
  expect(picture).toContain("| `routes` | `store`, `time` | `zod` |");
});

test("arrows of a cycle are all drawn", () => {
  const circle = new Map([
    ["a/one.ts", 'import "../b/one.ts";'],
    ["b/one.ts", 'import "../c/one.ts";\nimport "../a/one.ts";'],
    ["c/one.ts", 'import "../a/one.ts";'],
  ]);
  const picture = pictureOf(foldersOf(circle));
  for (const arrow of ["a --> b", "b --> c", "b --> a", "c --> a"]) {
    expect(picture).toContain(arrow);
  }
});

test("a page without markers is refused by name", () => {
  expect(() => withPicture("# Architecture", "picture")).toThrow("architecture.md");
});

test("docs/architecture.md has the picture of today's imports", async () => {
  const { is, expected } = await architecturePage();
  expect(is).toBe(expected);
});
