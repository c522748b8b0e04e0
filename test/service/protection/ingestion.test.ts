import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { withClient } from "../../../dev/database/migrate.ts";
import { doJobs } from "../../../dev/jobs.ts";
import { sionyu } from "../../../src/site/registry/1-sionyu.ts";
import { panli } from "../../../src/site/registry/2-panli.ts";
import { startWorker } from "../../support/world.ts";
import {
  type Item,
  MAP,
  type ProtectionService,
  protectionService,
  rackSeconds,
  WARNING,
} from "./service.ts";

let service: ProtectionService;
beforeAll(async () => {
  service = await protectionService();
});
afterAll(() => service?.stop());

const job = () =>
  doJobs({ site: service.databases.one.url, platform: service.databases.platform.url }, sionyu);
const ofRack = (rack: number): Promise<Item[]> =>
  service.items(`?rack=${rack}`, `${MAP}operating-sites/1/`);
const flagsOf = (...values: number[]) => values.map((value) => ({ [WARNING]: value }));
const marks = async () => service.onSite[1]?.("select * from ess_due where work = 'events'");
const noMarks = async () => {
  for (let tries = 0; tries < 40 && ((await marks())?.length ?? 0) > 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await marks()).toEqual([]);
};

test("an event is there with the answer to the rows that began it, goes on with others and ends", async () => {
  const start = "2025-06-01T10:00:00+09:00";
  await service.post(1, "rack", rackSeconds(start, flagsOf(0, 1)));
  expect(await ofRack(1)).toMatchObject([{ timestamp: "2025-06-01T10:00:01+09:00", end: null }]);
  await noMarks();
  await service.post(1, "rack", rackSeconds("2025-06-01T10:00:02+09:00", flagsOf(1, 1)));
  expect(await ofRack(1)).toMatchObject([{ end: null }]);
  await service.post(1, "rack", rackSeconds("2025-06-01T10:00:04+09:00", flagsOf(0)));
  expect(await ofRack(1)).toMatchObject([{ end: "2025-06-01T10:00:04+09:00" }]);
  await noMarks();
});

test("corrected rows take an event away, and give it back with its number and its acknowledgement", async () => {
  const start = "2025-06-02T10:00:00+09:00";
  await service.post(1, "rack", rackSeconds(start, flagsOf(0, 1, 0), 2));
  const [item] = await ofRack(2);
  const ack = await service.answer<Item>(
    fetch(`${service.url}${MAP}events/${item?.id}/ack/`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ comment: "  Sense wire loose  " }),
    }),
  );
  expect(ack.acknowledged).toMatchObject({ by: null, comment: "Sense wire loose" });
  await service.post(1, "rack", rackSeconds(start, flagsOf(0, 0, 0), 2));
  expect(await ofRack(2)).toEqual([]);
  await service.answer(
    fetch(`${service.url}${MAP}events/${item?.id}/ack/`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ comment: "gone" }),
    }),
    404,
  );
  await service.post(1, "rack", rackSeconds(start, flagsOf(0, 1, 0), 2));
  expect(await ofRack(2)).toEqual([ack]);
});

test("late rows lead an event over midnight, as soon as the job has followed it", async () => {
  await service.post(
    1,
    "rack",
    rackSeconds("2025-06-03T23:59:58+09:00", flagsOf(1, 1, 1, 1, 0), 3),
  );
  expect(await ofRack(3)).toMatchObject([
    { timestamp: "2025-06-03T23:59:58+09:00", end: "2025-06-04T00:00:02+09:00" },
  ]);
  await service.post(1, "rack", rackSeconds("2025-06-03T23:59:59+09:00", flagsOf(0), 3));
  await job();
  expect((await ofRack(3)).map(({ timestamp, end }) => [timestamp, end])).toEqual([
    ["2025-06-04T00:00:00+09:00", "2025-06-04T00:00:02+09:00"],
    ["2025-06-03T23:59:58+09:00", "2025-06-03T23:59:59+09:00"],
  ]);
});

test("rows of one rack from many clients at once give the events of all rows", async () => {
  const second = (i: number) =>
    new Date(Date.parse("2025-06-05T10:00:00+09:00") + i * 1000).toISOString();
  const values = Array.from({ length: 24 }, (_, i) => Number(i % 4 < 2));
  await Promise.all(
    values.map((value, i) => service.post(1, "rack", rackSeconds(second(i), flagsOf(value), 4))),
  );
  await job();
  const found = await ofRack(4);
  expect(
    found
      .map(({ timestamp, end }) => [timestamp, end].map((text) => Date.parse(text ?? "")))
      .toReversed(),
  ).toEqual([0, 4, 8, 12, 16, 20].map((i) => [Date.parse(second(i)), Date.parse(second(i + 2))]));
  await noMarks();
});

test("rows are taken where the platform does not answer, and their events come with the job", async () => {
  const worker = await startWorker({
    SITE_1_DATABASE_URL: service.databases.one.url,
    PLATFORM_DATABASE_URL: `${inject("server")}there_is_no_such_database`,
  });
  const body = JSON.stringify(rackSeconds("2025-06-06T10:00:00+09:00", flagsOf(1, 0), 5));
  const sent = await fetch(`${worker.url}/api/ess/operating-sites/1/rack/readings/`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  expect(await sent.json()).toMatchObject({ inserted: 2 });
  const lines = worker
    .log()
    .split("\n")
    .filter((line) => line.includes("events_postponed"));
  expect(lines).toHaveLength(1);
  await worker.stop();
  expect(await ofRack(5)).toEqual([]);
  await job();
  expect(await ofRack(5)).toHaveLength(1);
});

test("rows of months that were given up are not looked at again, and what was found in them stays", async () => {
  await service.post(1, "rack", rackSeconds("2025-04-30T10:00:00+09:00", flagsOf(1, 0), 6));
  await service.onSite[1]?.(
    "insert into ess_dropped_month (component, month) values ('rack', '2025-04-01')",
  );
  await service.onSite[1]?.('delete from rack where "RACK_ID" = 6');
  await job();
  expect(await ofRack(6)).toHaveLength(1);
  await service.post(1, "rack", rackSeconds("2025-05-01T10:00:00+09:00", flagsOf(1, 0), 6));
  expect(await ofRack(6)).toHaveLength(2);
  await noMarks();
});

test("more days than one step takes are done by the job, step by step", async () => {
  const days = Array.from(
    { length: 28 },
    (_, i) => `2025-02-${String(i + 1).padStart(2, "0")}T10:00:00+09:00`,
  );
  await service.post(
    1,
    "rack",
    days.flatMap((day) => rackSeconds(day, flagsOf(1, 0), 7)),
  );
  expect(await ofRack(7)).toHaveLength(20);
  await job();
  expect(await ofRack(7)).toHaveLength(28);
});

test("a site without marks is left alone", async () => {
  await withClient(service.databases.two.url, (client) =>
    client.query("drop table ess_due cascade"),
  );
  await doJobs(
    { site: service.databases.two.url, platform: service.databases.platform.url },
    panli,
  );
});
