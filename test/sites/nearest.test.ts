import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearest } from "../../src/site/nearest.ts";
import { sites } from "../../src/site/registry/registry.ts";
import { COMPONENTS } from "../../src/site/site.ts";

const tables = sites.flatMap((site) =>
  COMPONENTS.map((component) => site.components[component].map(({ name }) => name)),
);

describe("nearest", () => {
  it.each([
    ["a letter too few", "BANK_SO", "BANK_SOC"],
    ["a letter too many", "BANK_SOCC", "BANK_SOC"],
    ["two letters swapped", "BANK_SCO", "BANK_SOC"],
    ["another separator", "BANK-SOC", "BANK_SOC"],
  ])("guesses what is meant by %s", (_, word, meant) => {
    expect(nearest(word, ["BANK_POWER", "BANK_SOC", "TIMESTAMP"])).toBe(meant);
  });

  it("takes the candidate with the fewest edits, and the first of several", () => {
    expect(nearest("RACK_1", ["RACK_22", "RACK_2", "RACK_3"])).toBe("RACK_2");
  });

  it("allows one edit in a short word, and none beyond a third of a longer one", () => {
    expect(nearest("ab", ["ac"])).toBe("ac");
    expect(nearest("ab", ["cd"])).toBeUndefined();
    expect(nearest("abcdef", ["abcdXY"])).toBe("abcdXY");
    expect(nearest("abcdef", ["abcXYZ"])).toBeUndefined();
  });

  it("guesses nothing for a word that is far from all, or without candidates", () => {
    expect(nearest("WEATHER", ["BANK_SOC", "TIMESTAMP"])).toBeUndefined();
    expect(nearest("BANK_SOC", [])).toBeUndefined();
  });

  it("allows no more edits in a word however long than in one of 64 letters", () => {
    const word = "X".repeat(200);
    expect(nearest(word, [word.slice(21)])).toBe(word.slice(21));
    expect(nearest(word, [word.slice(22)])).toBeUndefined();
  });

  it("finds every column of every site by its own name", () => {
    for (const names of tables) {
      for (const name of names) expect(nearest(name, names)).toBe(name);
    }
  });

  it("answers a very long word at once", () => {
    const started = performance.now();
    expect(nearest("X".repeat(1_000_000), tables.flat())).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(500);
  });

  it("gives one of the candidates or nothing, whatever the word", () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (word, candidates) => {
        const guess = nearest(word, candidates);
        expect(guess === undefined || candidates.includes(guess), `${word} → ${guess}`).toBe(true);
      }),
    );
  });
});
