import { expect, test } from "vitest";
import { files, imports, reachedFrom, textOf } from "./imports.ts";

/* The way of a request (docs/architecture.md): stages one after the other, none calls back to an earlier one. */

/** The stages of src/pipeline.ts in their order, each with the file that it enters by, if the file is not the route's. */
const STAGES: readonly (readonly [call: string, file: string | undefined])[] = [
  ["permit", "request/permit.ts"],
  ["limitCaller", "request/rate-limit.ts"],
  ["validate", "request/validate.ts"],
  ["route.plan", undefined],
  ["openBackend", "store/backend.ts"],
  ["findVersion", "response/cache/version.ts"],
  ["route.answer", undefined],
  ["send", "response/send.ts"],
];

/** What else calls a stage's function, with its reason. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "routes/links/create.ts validate":
    "checks the address that it signs, as the address itself would",
};

test("the pipeline calls the stages in their order, each once", () => {
  const body = /export async function run\([\s\S]*?\n\}/.exec(textOf("pipeline.ts"))?.[0] ?? "";
  const inOrder = [...body.matchAll(/(?<![\w.])((?:route\.)?\w+)\(/g)]
    .map(([, call]) => call)
    .filter((call) => call === "admit" || STAGES.some(([name]) => name === call));
  const [, , ...rest] = STAGES.map(([call]) => call);
  expect(inOrder).toEqual(["admit", ...rest]);
  const admission = /async function admit\([\s\S]*?\n\}/.exec(textOf("pipeline.ts"))?.[0] ?? "";
  expect(admission.indexOf("permit(")).toBeGreaterThan(0);
  expect(admission.indexOf("limitCaller(")).toBeGreaterThan(admission.indexOf("permit("));
});

test.each(STAGES.filter(([, file]) => file))(
  "only the pipeline enters the stage %s",
  (call, file) => {
    const name = String(call);
    const importing = new RegExp(`^import (?!type).*\\b(?<!type )${name}\\b[^;]*from`, "m");
    const callers = files.filter(
      (one) =>
        one !== "pipeline.ts" &&
        imports.get(one)?.includes(String(file)) &&
        importing.test(
          textOf(one).replaceAll(/\{\n([^}]*)\}/g, (all) => all.replaceAll("\n", " ")),
        ) &&
        !(`${one} ${name}` in ELSEWHERE),
    );
    expect(callers).toEqual([]);
  },
);

test.each(STAGES.flatMap(([call, file], i) => (file ? [[call, file, i] as const] : [])))(
  "the stage %s leads to no file that an earlier stage enters by",
  (_, file, i) => {
    const earlier = STAGES.slice(0, i).map(([, entry]) => entry);
    const entered = [...reachedFrom(file)].filter((one) => one !== file && earlier.includes(one));
    expect(entered).toEqual([]);
  },
);

test.each(["routes/operating-data/list.ts", "routes/forecasts/targets.ts"])(
  "%s leads to no stage of the pipeline",
  (route) => {
    const entries = STAGES.flatMap(([, file]) => (file ? [file] : []));
    const entered = [...reachedFrom(route)].filter((one) => entries.includes(one));
    expect(entered).toEqual([]);
  },
);
