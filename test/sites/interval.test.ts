import { expect, it } from "vitest";
import { parseInterval } from "../../src/time/interval.ts";

it.each([
  ["1s", 1],
  ["1 second", 1],
  ["10 seconds", 10],
  ["10seconds", 10],
  ["0.5 s", 0.5],
  ["250 ms", 0.25],
  ["1 min 30 s", 90],
  ["5 MINUTES", 300],
  ["1 hour", 3600],
  ["1 day", 86_400],
  ["2 weeks", 1_209_600],
  ["00:05:00", 300],
  ["01:00", 3600],
  ["00:00:00.5", 0.5],
  ["PT5M", 300],
  ["PT1H30M", 5400],
  ["P1DT1S", 86_401],
  ["PT0.1S", 0.1],
  [" 1s ", 1],
  ["0 s", 0],
])("%s is %d seconds", (text, seconds) => {
  expect(parseInterval(text)).toBe(Math.round(seconds * 1e6));
});

it.each([
  "",
  "1",
  "s",
  "1 month",
  "1 year",
  "P1M",
  "PT",
  "P1Y",
  "-1 s",
  "1 s ago",
  "1 second2",
  "1e3 s",
  "1:60",
  "soon",
  "1,5 s",
])("%j is none", (text) => {
  expect(parseInterval(text) || undefined).toBeUndefined();
});
