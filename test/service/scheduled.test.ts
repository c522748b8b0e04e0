import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { runScheduled } from "../../src/jobs/scheduled.ts";
import { createDatabase } from "../support/world.ts";
import { ingestWorld } from "./support/ingest.ts";

/* What the clock of the platform starts, through the driver and the endpoint that the worker uses. */

let world: Awaited<ReturnType<typeof ingestWorld>>;
let platform: Awaited<ReturnType<typeof createDatabase>>;
let foreign: Awaited<ReturnType<typeof createDatabase>>;
beforeAll(async () => {
  world = await ingestWorld();
  platform = await createDatabase("ess_platform");
  foreign = await createDatabase();
  await world.query("select ess_ensure_month('rack', '2022-05-10', 'Asia/Seoul')");
  await world.query(`insert into rack ("TIMESTAMP", "BANK_ID", "RACK_ID", "RACK_SOC", "RACK_OVER_VOLTAGE_PROTECTION_WARNING")
    select '2022-05-10 00:00+09'::timestamptz + n * interval '1 second', 1, 1, 50, (n between 10 and 20)::int from generate_series(0, 199) as n`);
});
afterAll(async () => {
  await world?.stop();
  await platform?.drop();
  await foreign?.drop();
});

test("does all that is due: rollups, daily products and events; a database of others is left alone", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  await runScheduled({
    SITE_1_DATABASE_URL: foreign.url,
    SITE_2_DATABASE_URL: world.database.url,
    PLATFORM_DATABASE_URL: platform.url,
    NEON_LOCAL_ENDPOINT: inject("endpoint"),
  });
  expect(log.mock.calls).toEqual([]);
  log.mockRestore();
  expect(await world.query("select from ess_dirty")).toEqual([]);
  expect(await world.query("select from ess_due")).toEqual([]);
  expect(await world.query("select rows from ess_rack_day")).toEqual([{ rows: 200 }]);
  expect(await world.query("select rack from ess_socp_day")).toEqual([{ rack: 1 }]);
});

test("tells of a site that does not answer, and does the others", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  await world.query(`update rack set "RACK_SOC" = 51`);
  await runScheduled({
    SITE_1_DATABASE_URL: world.database.url.replace(/[^/]+$/, "nowhere"),
    SITE_2_DATABASE_URL: world.database.url,
    NEON_LOCAL_ENDPOINT: inject("endpoint"),
  });
  const lines = log.mock.calls.map(([line]) => JSON.parse(String(line)));
  log.mockRestore();
  expect(lines).toMatchObject([{ code: "job_failed", job: "marks", site: 1 }]);
  expect(JSON.stringify(lines)).not.toContain("postgres://");
  expect(await world.query("select from ess_dirty")).toEqual([]);
  // Without a platform nobody derives events: one mark of the day is enough.
  expect(await world.query("select work from ess_due")).toEqual([{ work: "events" }]);
});
