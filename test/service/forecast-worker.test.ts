import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type Runtime, startRuntime } from "../../dev/runtime/workerd.ts";
import { localMidnight } from "../../dev/simulate/today.ts";
import { readModel } from "../../src/domain/forecast/kept-model.ts";
import type { TargetName } from "../../src/domain/forecast/targets.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import { batteryDay } from "../forecast/battery.ts";
import { type Given, learnAndForecast, type Told } from "../support/bare-worker.ts";
import { type TrainingWorld, trainingWorld } from "./support/training.ts";

/* Learning and forecasting in the real workerd, unrounded, and the night that its clock starts. */

const DAY = 86_400_000;

let folder: string;
let runtime: Runtime;
let world: TrainingWorld;
beforeAll(async () => {
  world = await trainingWorld({ days: 2, units: [[1, 0]], from: localMidnight(panli, -2) });
  await world.only("bank", ["max_cell_voltage", "max_cell_temperature"]);
  folder = mkdtempSync(join(tmpdir(), "ess-edge-bare-"));
  const file = join(folder, "worker.js");
  await bundle(join(import.meta.dirname, "../support/bare-worker.ts"), file);
  runtime = await startRuntime(file, {
    SITE_2_DATABASE_URL: world.database.url,
    PLATFORM_DATABASE_URL: world.platform.url,
    NEON_LOCAL_ENDPOINT: inject("endpoint"),
  });
});
afterAll(async () => {
  await runtime?.stop();
  await world?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** With the bundler that wrangler has. */
async function bundle(entry: string, outfile: string): Promise<void> {
  const require = createRequire(import.meta.url);
  const wrangler = createRequire(require.resolve("wrangler/package.json"));
  const esbuild: {
    build: (options: object) => Promise<unknown>;
  } = wrangler("esbuild");
  await esbuild.build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
  });
}

test.for<TargetName>(["max_cell_voltage", "max_cell_temperature"])(
  "the same rows give the same weights and forecasts of %s in Node and in the worker, to 1e-9",
  async (target) => {
    const given: Given = {
      target,
      days: [1, 2, 3].map(
        (seed) =>
          Object.fromEntries(
            Object.entries(batteryDay(seed)).map(([name, values]) => [
              name,
              Array.from(values as Float64Array),
            ]),
          ) as Given["days"][number],
      ),
    };
    const response = await fetch(`${runtime.url}/forecast`, {
      method: "POST",
      body: JSON.stringify(given),
    });
    const told = (await response.json()) as Told;
    const own = learnAndForecast(given);
    expect(own.numbers.filter((number) => number !== null).length).toBeGreaterThan(800);
    for (const part of ["weights", "numbers"] as const) {
      expect(told[part]).toHaveLength(own[part].length);
      own[part].forEach((number, i) => {
        const other = told[part][i] ?? null;
        if (number === null || other === null) expect(other).toBe(number);
        else if (!(Math.abs(other - number) <= 1e-9)) expect(other, `${part} ${i}`).toBe(number);
      });
    }
  },
);

test("the clock of the worker teaches the days that are over, and does nothing more then", async () => {
  const known = () =>
    world.known<{ target: string; version: number; trained_to: string; name: string }>(
      "select target, version, trained_to::text as trained_to, name from forecast_version order by target, version",
    );
  const clock = async () => expect((await fetch(`${runtime.url}/scheduled`)).status).toBe(200);
  // Four nights at most, two of them in a run.
  for (let run = 0; run < 3; run++) await clock();
  const days = [-2, -1].map((n) =>
    new Date(localMidnight(panli, n) + DAY / 2).toISOString().slice(0, 10),
  );
  // Yesterday is over for seventy minutes from 01:10 on.
  const isOver = Date.now() >= localMidnight(panli, 0) + 70 * 60_000;
  const learnt = await known();
  expect(learnt.map(({ target, trained_to }) => [target, trained_to])).toEqual(
    ["max_cell_temperature", "max_cell_voltage"].flatMap((target) =>
      (isOver ? days : days.slice(0, 1)).map((day) => [target, day]),
    ),
  );
  await clock();
  expect(await known()).toEqual(learnt);
  expect(runtime.log()).not.toContain("job_failed");
  // The same nights in Node make the same weights, but for the last bits.
  const weights = async () => {
    const rows = await world.known<{ weights: Buffer }>(
      "select weights from forecast_version order by target, version",
    );
    return rows.flatMap((row) =>
      readModel(Uint8Array.from(row.weights), []).horizons.flatMap(({ regimes }) =>
        regimes.flatMap((one) => (one ? [one.linear.bias, ...one.linear.weights] : [])),
      ),
    );
  };
  const made = await weights();
  await world.known("delete from forecast_version");
  await world.known("delete from forecast_target where through < '9999-01-01'");
  await world.run(Date.now());
  const again = await weights();
  expect(made.length).toBeGreaterThan(1000);
  expect(again).toHaveLength(made.length);
  expect(Math.max(...again.map((one, i) => Math.abs(one - (made[i] ?? Number.NaN))))).toBeLessThan(
    1e-9,
  );
});
