import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { QUANTITIES } from "../../src/domain/indicators/profiles.ts";
import { MEASURE_COLUMNS } from "../support/columns.ts";
import { type IndicatorsWorld, indicatorsWorld } from "./support/indicators.ts";

const SITE = "sos/operating-sites/2/banks/";
let world: IndicatorsWorld;

/** Vectors of the indicators' definition: max V, min V, gap V, I, max T, min T, gap T, and what they come to. */
const VECTORS: [string, number[], Record<string, number>][] = [
  ["A", [3.735, 3.72, 0.015, 40, 26, 22, 4], { sos_score: 1 }],
  ["B", [4.05, 4.03, 0.02, 30, 30, 26, 4], { over_voltage: 0.8, sos_score: 0.8 }],
  ["C", [4.076, 4.054, 0.022, 8.3, 38, 31.5, 6.5], { over_voltage: 0.574214, sos_score: 0.574214 }],
  [
    "D",
    [3.3, 3.1, 0.2, -35, 24, 21, 3],
    { under_voltage: 0.576471, voltage_unbalance: 0.978597, sos_score: 0.564133 },
  ],
  ["E", [3.6, 3.585, 0.015, 20, 9.5, 2, 7.5], { under_temperature: 0.911643, sos_score: 0.911643 }],
  [
    "F",
    [4.09, 3.7, 0.39, 95, 52, 30, 22],
    {
      over_voltage: 0.472993,
      voltage_unbalance: 0.599762,
      over_current: 0.904699,
      over_temperature: 0.568976,
      temperature_unbalance: 0.565049,
      sos_score: 0.082512,
    },
  ],
  ["G", [3.6, 3.55, 0.05, -130, 35, 30, 5], { sos_score: 1 }],
  ["H", [4.014, 3.34, 0.158, 85.75, 47.3, 29.95, 17.35], { sos_score: 1 }],
];

describe("the vectors of the definition", () => {
  const day = "2026-01-07";
  const columns = [
    "TIMESTAMP",
    "BANK_ID",
    "RACK_ID",
    ...Object.values(MEASURE_COLUMNS).map(({ rack }) => rack),
  ];
  const ask = (profile: string) =>
    world.items(`${SITE}2/racks/1/?date=${day}&interval=1 min&profile=${profile}&explain=1`);

  beforeAll(async () => {
    world = await indicatorsWorld();
    await world.insert(
      "rack",
      columns,
      VECTORS.map(([, inputs], i) => [`${day}T00:0${i}:59.999999+09:00`, 2, 1, ...inputs]),
    );
  });
  afterAll(() => world?.stop());

  test("come out to six digits with the published constants and the signed current", async () => {
    const items = await ask("published");
    expect(items.map(({ time }) => time)).toEqual(
      VECTORS.map((_, i) => `${day}T00:0${i}:00+09:00`),
    );
    VECTORS.forEach(([name, , factors], i) => {
      for (const key of [...QUANTITIES, "sos_score"]) {
        expect(items[i]?.[key], `${name} ${key}`).toBeCloseTo(factors[key] ?? 1, 6);
      }
    });
  });

  test("have a discharge count like a charge elsewhere", async () => {
    const [, , , , , , g] = await ask("33J");
    expect(g).toMatchObject({
      over_current: expect.closeTo(0.293198, 6),
      sos_score: expect.closeTo(0.293198, 6),
    });
  });

  test("can be recomputed by hand from their explanation", async () => {
    for (const item of await ask("41J")) {
      const { factors, formula, profile, band, score } = item["explain"] as {
        formula: string;
        profile: string;
        band: string;
        score: number;
        factors: {
          name: string;
          side: string;
          input: number;
          x100: number;
          x80: number;
          factor: number;
        }[];
      };
      expect(formula).toContain("0.25 * ((input - x100) / (x80 - x100))^2 + 1");
      expect(profile).toBe("41J");
      let product = 1;
      for (const { name, side, input, x100, x80, factor } of factors) {
        const isSafe = side === "over" ? input <= x100 : input >= x100;
        const byHand = isSafe ? 1 : 1 / (0.25 * ((input - x100) / (x80 - x100)) ** 2 + 1);
        expect(factor, name).toBe(byHand);
        expect(item[name]).toBe(factor);
        product *= byHand;
      }
      expect(item["sos_score"]).toBe(product);
      expect(score).toBe(product);
      expect(band).toBe(product >= 0.8 ? "safe" : product >= 0.4096 ? "warning" : "unsafe");
    }
  });

  test("are judged by the profile of the site where none is named", async () => {
    const named = await world.items(`${SITE}2/racks/1/?date=${day}&interval=1 min&profile=41J`);
    expect(await world.items(`${SITE}2/racks/1/?date=${day}&interval=1 min`)).toEqual(named);
    expect(named[2]?.["over_voltage"]).toBeGreaterThan(0.9);
  });
});
