import { expect, test } from "vitest";
import { E2E_CONFIG, vitestCalls } from "../../../dev/vitest.ts";

test("without a file everything but the browser's tests runs", () => {
  expect(vitestCalls("run", [])).toEqual([["run"]]);
  expect(vitestCalls("run", ["--project", "service", "-t", "range"])).toEqual([
    ["run", "--project", "service", "-t", "range"],
  ]);
});

test("a file runs with the configuration that it belongs to", () => {
  const [pure, browser] = ["test/docs/korean.test.ts", "test/e2e/site.test.ts"];
  expect(vitestCalls("run", [pure])).toEqual([["run", pure]]);
  expect(vitestCalls("run", [browser])).toEqual([["run", "--config", E2E_CONFIG, browser]]);
  expect(vitestCalls("watch", [pure, browser, "--bail=1"])).toEqual([
    ["watch", pure, "--bail=1"],
    ["watch", "--config", E2E_CONFIG, browser, "--bail=1"],
  ]);
});

test("a name that both configurations have runs with both", () => {
  expect(vitestCalls("run", ["events"])).toEqual([["run", "events"]]);
  expect(vitestCalls("run", ["keys.test.ts"])).toHaveLength(2);
});

test("a file that is not there is left to vitest, which says so", () => {
  expect(vitestCalls("run", ["test/none.test.ts"])).toEqual([["run", "test/none.test.ts"]]);
});
