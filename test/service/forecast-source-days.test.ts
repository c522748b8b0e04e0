import { afterAll, beforeAll, expect, test } from "vitest";
import { originsOf } from "../../src/domain/forecast/learn.ts";
import { night } from "../../src/domain/forecast/night.ts";
import { emptyState } from "../../src/domain/forecast/state.ts";
import { isUsable } from "../../src/domain/forecast/usable.ts";
import { askNights } from "../../src/jobs/train.ts";
import type { Site } from "../../src/site/site.ts";
import { askSourceDays } from "../../src/store/models/source-days.ts";
import { askDays } from "../../src/store/rollups/finished-days.ts";
import { dayOf } from "../../src/time/days.ts";
import { type TrainingWorld, trainingWorld } from "./support/training.ts";

/* Days as training reads them, of a made-up site whose clock is put forward and back. */

let world: TrainingWorld;
let berlin: Site;
beforeAll(async () => {
  world = await trainingWorld({ days: 0, units: [] });
  berlin = { ...world.site, timeZone: "Europe/Berlin", banks: [{ id: 1, racks: 1 }] };
  for (const [from, to] of [
    ["2025-10-25T21:00Z", "2025-10-27T02:00Z"],
    ["2026-03-28T22:00Z", "2026-03-30T01:00Z"],
  ]) {
    await world.query(
      `select ess_ensure_month('bank', at, 'Asia/Seoul') from unnest($1::timestamptz[]) as at`,
      [[from, to]],
    );
    // The highest cell tells the minute since 1970, in thousandths of a volt over 3.4 V, and a battery at rest.
    await world.query(
      `insert into bank ("TIMESTAMP", "BANK_ID", "BANK_DC_VOLT", "BANK_DC_CURRENT", "BANK_SOC", "MAX_CELL_VOLTAGE_OF_BANK")
       select at, 1, 870, 0, 50, 3.4 + mod(extract(epoch from at)::bigint / 60, 500) / 1000.0
       from generate_series($1::timestamptz, $2::timestamptz, interval '1 minute') as at`,
      [from, to],
    );
  }
});
afterAll(() => world?.stop());

test.for([
  ["2025-10-26", 25, 26],
  ["2026-03-29", 23, 29],
] as const)("%s has %i hours", async ([day, hours, dayOfMonth]) => {
  const noon = Date.parse(`${day}T12:00:00Z`) * 1000;
  const whole = dayOf(noon, "Europe/Berlin") ?? { start: 0, end: 0 };
  const place = { site: berlin, component: "bank" as const };
  const [one, ...others] = await askSourceDays(world.work(0).ask, place, whole, "max_cell_voltage");
  if (!one) throw new Error("no day");
  expect(others).toEqual([]);
  expect(one).toMatchObject({ source: "1-0", from: 360, to: 360 + hours * 360, dayOfMonth });
  const { inputs, from, to } = one;
  expect(inputs.count).toBe(to + 361);
  expect([inputs.minutes[0], inputs.minutes[from - 1]]).toEqual([1380, 1439]);
  expect([inputs.minutes[from], inputs.minutes[to - 1], inputs.minutes[to]]).toEqual([0, 1439, 0]);
  expect(inputs.ages.every((age) => age <= 5)).toBe(true);
  // Each step holds the row of its own minute.
  for (const k of [0, from, from + 6 * 150, to, inputs.count - 1]) {
    const minute = whole.start / 60_000_000 + (k - from) / 6;
    expect(inputs.target[k], `step ${k}`).toBeCloseTo(3400 + (Math.floor(minute) % 500), 6);
  }
  expect(isUsable(one)).toBe(true);
  expect(originsOf(one, 3600)).toHaveLength(hours * 60);
  const before = { newest: undefined, live: undefined, hasLive: false, served: [], track: [] };
  const state = emptyState("max_cell_voltage");
  const after = night({ ...before, state }, "bank", day, [one]);
  expect(after.rows).toBe(hours * 60);
  expect(state.horizons[2]?.climatology.days.slice(0, 120).every((days) => days === 1)).toBe(true);
});

test("such a day is due seventy minutes after its own end", async () => {
  await world.query(
    `insert into ess_bank_day select (jsonb_populate_record(null::ess_bank_day,
       jsonb_object_agg(attname, case when atttypid = 'int'::regtype then to_jsonb(1200) end) ||
       jsonb_build_object('bank', 1, 'rack', 0, 'at', timestamp '2025-10-26 00:00' at time zone 'Europe/Berlin'))).*
     from pg_attribute where attrelid = 'ess_bank_day'::regclass and attnum > 0`,
  );
  const { ask, platform } = world.work(0);
  if (!platform) throw new Error("no platform");
  const over = Date.parse("2025-10-26T23:00:00Z") + 70 * 60_000;
  const due = async (now: number) =>
    new Set((await askNights({ site: berlin, ask, now }, platform)).map(({ day }) => day));
  expect(await due(over - 1)).toEqual(new Set());
  expect(await due(over)).toEqual(new Set(["2025-10-26"]));
  const range = { before: over * 1000, most: 3 };
  expect(await askDays(ask, berlin, "bank", range)).toEqual(["2025-10-26"]);
  // The newest days are learnt, however long ago they were.
  expect(await due(over + 700 * 86_400_000)).toEqual(new Set(["2025-10-26"]));
});
