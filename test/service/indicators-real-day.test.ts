import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "../../dev/database/migrate.ts";
import { load } from "../../dev/import/load.ts";
import { openParquet } from "../../dev/import/parquet.ts";
import { ROOT } from "../../dev/settings.ts";
import { panli } from "../../src/sites/2-panli.ts";
import { type IndicatorsWorld, indicatorsWorld } from "./support/indicators.ts";

const FILE = join(ROOT, "../shared/data/site2_bank_20220510.parquet");

/** Figures of the day from the indicators' definition, by the published constants. */
const BANKS = [
  {
    bank: 1,
    rows: 84_502,
    lowest: 0.574214,
    at: "13:45:54",
    mean: 0.978808,
    below08: 1438,
    one: 71_875,
  },
  {
    bank: 2,
    rows: 84_097,
    lowest: 0.623077,
    at: "13:45:51",
    mean: 0.98113,
    below08: 1228,
    one: 71_363,
  },
];

describe.skipIf(!existsSync(FILE))(
  "SoS of the real day of site 2 (skipped where ../shared/data is absent)",
  () => {
    let world: IndicatorsWorld;
    beforeAll(async () => {
      world = await indicatorsWorld();
      await withClient(world.database.url, async (client) => {
        await load(client, panli, "bank", await openParquet(FILE));
        await client.query("vacuum analyze bank");
      });
    });
    afterAll(() => world?.stop());

    test.for(BANKS)(
      "bank $bank has the figures of the definition",
      async ({ bank, ...figures }) => {
        const items = await world.items(
          `sos/operating-sites/2/banks/${bank}/?date=2022-05-10&interval=1s&profile=published&no_page=true`,
        );
        const scores = items.map((item) => Number(item["sos_score"]));
        expect(scores).toHaveLength(figures.rows);
        const lowest = scores.reduce((least, score) => Math.min(least, score), 1);
        expect(lowest).toBeCloseTo(figures.lowest, 6);
        expect(items[scores.indexOf(lowest)]?.time).toBe(`2022-05-10T${figures.at}+09:00`);
        expect(scores.reduce((sum, score) => sum + score, 0) / scores.length).toBeCloseTo(
          figures.mean,
          6,
        );
        expect(scores.filter((score) => score < 0.8 - 1e-12)).toHaveLength(figures.below08);
        expect(scores.filter((score) => score < 0.4096)).toEqual([]);
        expect(scores.filter((score) => score === 1)).toHaveLength(figures.one);
      },
    );
  },
);
