import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ingestWorld, send, taken } from "./support/ingest.ts";
import { answerOf } from "./support/lists.ts";

/* What is missing of a range, in an empty database of site 2 that each test fills. */

type Gap = {
  bank_id?: number;
  rack_id?: number;
  start: string | number;
  end: string | number;
  missing: number | null;
};
type Source = {
  bank_id?: number;
  rack_id?: number;
  rows: number;
  step_seconds: number | null;
  gaps: number;
  missing: number | null;
};
type Answer = {
  start: string;
  end: string;
  sources: Source[];
  count: number;
  complete: boolean;
  gaps: Gap[];
};

let world: Awaited<ReturnType<typeof ingestWorld>>;
beforeAll(async () => {
  world = await ingestWorld();
});
afterAll(() => world?.stop());
beforeEach(() => world.query("truncate bank, rack, pcs, etc"));

const ask = (path: string) => answerOf(`${world.runtime.url}/api/ess/operating-sites/2/${path}`);
async function gaps(path: string): Promise<Answer> {
  const { response, text, whole } = await ask(path);
  expect(response.status, whole).toBe(200);
  return JSON.parse(text) as Answer;
}
const faults = async (path: string) => {
  const { response, text, whole } = await ask(path);
  expect(response.status, whole).toBe(400);
  return (JSON.parse(text).errors as { name: string; code: string }[]).map(
    ({ name, code }) => `${name} ${code}`,
  );
};

/** Seconds after 09:00 at which a source has rows. */
async function fill(component: string, ids: string, seconds: readonly number[]) {
  const names = ["timestamp", "bank_id", "rack_id"].slice(
    0,
    ids === "" ? 1 : ids.split(",").length + 1,
  );
  const rows = seconds.map((s) =>
    [new Date(Date.UTC(2022, 4, 10) + s * 1000).toISOString(), ...(ids ? [ids] : [])].join(","),
  );
  await taken(send(world.runtime.url, [names.join(","), ...rows].join("\n"), { component }));
}
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const MINUTE = "start-time=2022-05-10T09:00&end-time=2022-05-10T09:01";
const at = (second: number) =>
  new Date(Date.UTC(2022, 4, 10, 9) + second * 1000)
    .toISOString()
    .replace(/(\.\d*[1-9])?(\.?0*)Z$/, "$1+09:00");

describe("the gaps of a range", () => {
  test("lie between rows, before the first and after the last, and take in who has none at all", async () => {
    await fill(
      "bank",
      "1",
      upTo(60).filter((s) => s >= 3 && s < 50 && ![10, 11, 12, 30].includes(s)),
    );
    const answer = await gaps(`bank/gaps/?${MINUTE}`);
    expect(answer).toEqual({
      start: at(0),
      end: at(60),
      sources: [
        { bank_id: 1, rows: 43, step_seconds: 1, gaps: 4, missing: 17 },
        { bank_id: 2, rows: 0, step_seconds: 1, gaps: 1, missing: 60 },
      ],
      count: 5,
      complete: true,
      gaps: [
        { bank_id: 1, start: at(0), end: at(3), missing: 3 },
        { bank_id: 2, start: at(0), end: at(60), missing: 60 },
        { bank_id: 1, start: at(10), end: at(13), missing: 3 },
        { bank_id: 1, start: at(30), end: at(31), missing: 1 },
        { bank_id: 1, start: at(50), end: at(60), missing: 10 },
      ],
    });
    const [first] = answer.sources;
    expect((first?.rows ?? 0) + (first?.missing ?? 0)).toBe(60);
  });

  test("are none where all rows are there, in this range and in a part of it", async () => {
    await fill("etc", "", upTo(60));
    expect(await gaps(`etc/gaps/?${MINUTE}`)).toMatchObject({
      count: 0,
      gaps: [],
      sources: [{ rows: 60, step_seconds: 1, missing: 0 }],
    });
    const part = "start-time=2022-05-10T09:00:10&end-time=2022-05-10T09:00:20";
    expect(await gaps(`etc/gaps/?${part}`)).toMatchObject({ count: 0, sources: [{ rows: 10 }] });
  });

  test("follow the step of each source, and bear half a step of jitter", async () => {
    await fill("rack", "1,1", upTo(60));
    await fill("rack", "1,2", [0, 10.4, 19.8, 30, 50.2]);
    const answer = await gaps(`rack/gaps/?${MINUTE}&bank=1`);
    expect(answer.sources.slice(0, 2)).toEqual([
      { bank_id: 1, rack_id: 1, rows: 60, step_seconds: 1, gaps: 0, missing: 0 },
      { bank_id: 1, rack_id: 2, rows: 5, step_seconds: 10.2, gaps: 1, missing: 1 },
    ]);
    expect(answer.sources).toHaveLength(9);
    expect(answer.gaps.filter(({ rack_id }) => rack_id === 2)).toEqual([
      {
        bank_id: 1,
        rack_id: 2,
        start: "2022-05-10T09:00:40.2+09:00",
        end: "2022-05-10T09:00:50.2+09:00",
        missing: 1,
      },
    ]);
  });

  test.each(["1s", "1 second", "PT1S", "00:00:01", "1000 ms"])(
    "are counted by a step that is given as %s",
    async (interval) => {
      await fill("etc", "", [0, 10, 20, 30, 40, 50]);
      expect(
        await gaps(`etc/gaps/?${MINUTE}&interval=${encodeURIComponent(interval)}`),
      ).toMatchObject({
        count: 6,
        sources: [{ rows: 6, step_seconds: 1, missing: 54 }],
      });
    },
  );

  test("are the whole range where there is nothing to tell the step from", async () => {
    const answer = await gaps(`bank/gaps/?${MINUTE}&bank=2`);
    expect(answer.sources).toEqual([
      { bank_id: 2, rows: 0, step_seconds: null, gaps: 1, missing: null },
    ]);
    expect(answer.gaps).toEqual([{ bank_id: 2, start: at(0), end: at(60), missing: null }]);
  });

  test("end now: what is to come is not missing", async () => {
    const answer = await gaps("etc/gaps/?start-time=2099-01-01&end-time=2099-01-02&interval=1s");
    expect(answer).toMatchObject({
      start: answer.end,
      count: 0,
      sources: [{ rows: 0, missing: 0 }],
    });
  });

  test("are of the banks and racks that are asked for", async () => {
    const sources = async (path: string) =>
      (await gaps(path)).sources.map(({ bank_id, rack_id }) => [bank_id, rack_id]);
    expect(await sources(`bank/gaps/?${MINUTE}&bank=2`)).toEqual([[2, undefined]]);
    expect(await sources(`rack/gaps/?${MINUTE}&rack=9`)).toEqual([[1, 9]]);
    expect(await sources(`rack/gaps/?${MINUTE}&bank=2&rack=8`)).toEqual([[2, 8]]);
    expect(await sources(`rack/gaps/?${MINUTE}`)).toHaveLength(17);
    expect(await sources(`pcs/gaps/?${MINUTE}`)).toEqual([[undefined, undefined]]);
  });

  test("have their times as time-format says", async () => {
    const only = async (format: string) =>
      (await gaps(`etc/gaps/?date=2022-05-10&interval=1h&time-format=${format}`)).gaps;
    expect(await only("local")).toEqual([
      { start: "2022-05-10T00:00:00", end: "2022-05-11T00:00:00", missing: 24 },
    ]);
    expect(await only("utc")).toEqual([
      { start: "2022-05-09T15:00:00Z", end: "2022-05-10T15:00:00Z", missing: 24 },
    ]);
    expect(await only("unix")).toEqual([
      { start: 1_652_108_400_000, end: 1_652_194_800_000, missing: 24 },
    ]);
  });

  test("of which there are too many are the first, and the answer says so and counts all", async () => {
    await world.query(`select ess_ensure_month('etc', '2022-05-10', 'Asia/Seoul')`);
    await world.query(
      `insert into etc ("TIMESTAMP") select '2022-05-10 00:00+09'::timestamptz + make_interval(secs => s) from generate_series(0, 86398, 2) as s where s % 6 = 0`,
    );
    const answer = await gaps("etc/gaps/?date=2022-05-10&interval=2s");
    expect(answer).toMatchObject({
      count: 14_400,
      complete: false,
      sources: [{ rows: 14_400, gaps: 14_400, missing: 28_800 }],
    });
    expect(answer.gaps).toHaveLength(10_000);
    expect(answer.gaps[0]).toMatchObject({ start: "2022-05-10T00:00:02+09:00", missing: 2 });
  });
});

test("a request without a range, with one too long or with a step that is none is refused, all at once", async () => {
  expect(await faults("bank/gaps/")).toEqual(["start-time missing", "end-time missing"]);
  expect(await faults("bank/gaps/?start-time=2022-05-10")).toEqual(["end-time missing"]);
  expect(await faults("bank/gaps/?start-time=2022-05-10&end-time=2022-05-17T00:00:01")).toEqual([
    "end-time too_long",
  ]);
  expect(await faults("bank/gaps/?start-time=2022-05-10&end-time=2022-05-09")).toEqual([
    "end-time before_start",
  ]);
  for (const interval of ["", "1", "1 month", "0s", "2 days", "-1s", "s", "1e9s", "P1M"]) {
    expect(await faults(`bank/gaps/?date=2022-05-10&interval=${interval}`), interval).toEqual([
      "interval not_an_interval",
    ]);
  }
  expect(await faults("bank/gaps/?date=2022-05-10&bank=3")).toEqual(["bank not_allowed"]);
  expect(await faults("rack/gaps/?date=2022-05-10&rack=10")).toEqual(["rack not_in_range"]);
  expect(await faults("etc/gaps/?date=2022-05-10&bank=1")).toEqual(["bank unknown_parameter"]);
  expect(await faults("bank/gaps/?date=2022-05-10&rack=1")).toEqual(["rack unknown_parameter"]);
});
