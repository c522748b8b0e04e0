import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PROFILES, QUANTITIES } from "../../src/domain/indicators/profiles.ts";
import { explainSos, INPUTS, stateOfSafety } from "../../src/domain/indicators/sos.ts";
import { sosRows } from "../../src/domain/indicators/sos-rows.ts";
import { anySample, QUIET } from "./samples.ts";

const FIRST = Date.parse("2026-01-05T00:00:00+09:00") * 1000;
const writing = {
  site: { id: 2, timeZone: "Asia/Seoul" },
  steps: { first: FIRST, step: 10_000_000, count: 100 },
  profile: PROFILES["41J"],
  timeFormat: "iso" as const,
  explain: false,
};
const lineOf = (sample: typeof QUIET, number = 0) =>
  ["1", "3", number, ...INPUTS.map((measure) => sample[measure])].join("\t");
const read = (texts: Iterable<string>) =>
  JSON.parse(`[${[...texts].join(",")}]`) as Record<string, unknown>[];

describe("rows of SoS", () => {
  it("are exactly what each sample comes to, for every profile", () => {
    fc.assert(
      fc.property(
        fc.array(anySample),
        fc.constantFrom(...Object.values(PROFILES)),
        (samples, profile) => {
          const items = read(sosRows(samples.map(lineOf).join("\n"), { ...writing, profile }));
          const factors = samples.map((sample) => {
            const sos = stateOfSafety(sample, profile);
            return { ...sos?.factors, sos_score: sos?.score };
          });
          expect(items).toMatchObject(factors);
          expect(items).toHaveLength(samples.length);
        },
      ),
    );
  });

  it("have their keys in the order of the contract", () => {
    const [item = {}] = read(sosRows(lineOf(QUIET, 6), writing));
    expect(Object.keys(item)).toEqual([
      "time",
      "operating_site",
      "bank_id",
      "rack_id",
      ...QUANTITIES,
      "sos_score",
    ]);
    expect(item).toMatchObject({
      time: "2026-01-05T00:01:00+09:00",
      operating_site: 2,
      bank_id: 1,
      rack_id: 3,
    });
  });

  it.each([
    ["local", "2026-01-05T00:00:00"],
    ["utc", "2026-01-04T15:00:00Z"],
    ["unix", FIRST / 1000],
  ] as const)("have their time as %s", (timeFormat, time) => {
    expect(read(sosRows(lineOf(QUIET), { ...writing, timeFormat }))[0]?.["time"]).toBe(time);
  });

  it("say how they were made where that is wanted, as a last key", () => {
    const [item = {}] = read(sosRows(lineOf(QUIET), { ...writing, explain: true }));
    expect(Object.keys(item).at(-1)).toBe("explain");
    expect(item["explain"]).toEqual(explainSos(QUIET, PROFILES["41J"]));
  });

  it("come in texts of some hundred, none lost between them", () => {
    const lines = Array.from({ length: 1001 }, (_, number) => lineOf(QUIET, number));
    const texts = [...sosRows(lines.join("\n"), { ...writing, timeFormat: "unix" })];
    expect(texts.length).toBeGreaterThan(2);
    expect(Math.max(...texts.map(({ length }) => length))).toBeLessThan(100_000);
    expect(read(texts).map(({ time }) => time)).toEqual(
      lines.map((_, number) => FIRST / 1000 + number * 10_000),
    );
  });

  it("are none of no samples", () => {
    expect([...sosRows("", writing)]).toEqual([]);
  });
});
